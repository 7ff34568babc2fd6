/** What a planar MPR state makes pictures of, and how (PS3.3 C.11.23, C.11.24, C.11.27). */
import { type Dataset, type ReadBytes, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { imagesOf, type NamedImage } from './blending.ts';
import type { Classification, ComponentInput, Compositor, Display } from './classify.ts';
import { type RegistrationReference, registrationNamed } from './registration.ts';
import type { LookUpTable } from './render-task.ts';
import type { Projection } from './reslice.ts';
import { lookUpTable, paletteOf } from './tables.ts';
import { dot, type Vector, vector } from './vector.ts';

/** What is left of a volume: a box along its own axes, or what no plane has on its outer side (A·x + B·y + C·z + D is not above zero). */
export type Cropping =
  | { readonly corners: readonly [Vector, Vector] }
  | { readonly planes: readonly (readonly [outward: Vector, constant: number])[] };

export interface VolumeInput {
  readonly images: readonly NamedImage[];
  readonly registration: RegistrationReference | undefined;
  /** has the window */
  readonly voi: Dataset;
  readonly projection: Projection;
  readonly croppings: readonly Cropping[];
}

export interface Volumetric {
  /** The first is the one whose pixels say how fine the picture is. */
  readonly inputs: readonly VolumeInput[];
  readonly display: Display;
}

const notDrawn = (why: string): never => fail('not-acceptable', `This presentation state ${why}: that is not drawn.`);

const mostInputs = 8;

const planeOf = (item: Dataset): readonly [Vector, number] => {
  const [a, b, c, constant] = item.numbers(tags.Plane);
  const [coefficients, outward] = [vector([a, b, c].map(Number)), vector(item.numbers(tags.PlaneNormal))];
  const size = coefficients ? Math.hypot(...coefficients) : 0;
  if (!coefficients || !outward || constant === undefined || !Number.isFinite(constant) || size < 1e-6)
    return notDrawn('is cropped by a plane that is none');
  const side = (dot(coefficients, outward) < 0 ? -1 : 1) / size;
  return [[coefficients[0] * side, coefficients[1] * side, coefficients[2] * side], constant * side];
};

const croppingOf = (item: Dataset): Cropping => {
  const method = item.string(tags.VolumeCroppingMethod);
  if (method === 'OBLIQUE_PLANES') return { planes: item.items(tags.ObliqueCroppingPlaneSequence).map(planeOf) };
  if (method !== 'BOUNDING_BOX') return notDrawn('is cropped by a segmentation');
  const box = item.numbers(tags.BoundingBoxCrop);
  const [from, to] = [vector(box), vector(box.slice(3))];
  return from && to ? { corners: [from, to] } : notDrawn('is cropped by a box that is none');
};

/** Those of the state, and those of one input; 1 is the first. */
const croppingsOf = (state: Dataset, input: Dataset): readonly Cropping[] => {
  const numbers = [
    ...(state.string(tags.GlobalCrop) === 'YES' ? state.numbers(tags.GlobalCroppingSpecificationIndex) : []),
    ...(input.string(tags.Crop) === 'YES' ? input.numbers(tags.CroppingSpecificationIndex) : []),
  ];
  const all = state.items(tags.VolumeCroppingSequence);
  return numbers.map((number) => {
    const item = all.find((one) => one.number(tags.CroppingSpecificationNumber) === number);
    return item ? croppingOf(item) : notDrawn('names a cropping that it lacks');
  });
};

const projections: ReadonlySet<string> = new Set<Projection>(['AVERAGE_IP', 'MAXIMUM_IP', 'MINIMUM_IP']);

/** A plane has but one value for each pixel. */
const projectionOf = (state: Dataset, input: Dataset): Projection => {
  if (state.string(tags.MPRThicknessType) !== 'SLAB') return 'MAXIMUM_IP';
  const method = input.string(tags.RenderingMethod) ?? '';
  return projections.has(method) ? (method as Projection) : notDrawn('does not say how its slab is seen');
};

const inputOf = (state: Dataset, input: Dataset): VolumeInput => {
  const uid = input.string(tags.VolumetricPresentationInputSetUID);
  const set =
    state
      .items(tags.VolumetricPresentationInputSetSequence)
      .find((one) => one.string(tags.VolumetricPresentationInputSetUID) === uid) ??
    notDrawn('names a set that it lacks');
  const images = imagesOf(set);
  if (set.string(tags.PresentationInputType) !== 'VOLUME' || images.length === 0)
    notDrawn('has an input without images');
  return {
    images,
    registration: registrationNamed(set),
    voi: input,
    projection: projectionOf(state, input),
    croppings: croppingsOf(state, input),
  };
};

const componentOf = async (
  item: Dataset,
  placeOf: (number: number | undefined) => number,
  read: ReadBytes,
): Promise<Classification> => {
  const [first, second] = item.items(tags.ComponentInputSequence).map(
    (input): ComponentInput => ({
      input: placeOf(input.number(tags.VolumetricPresentationInputIndex)),
      bits: Math.min(16, Math.max(1, input.number(tags.BitsMappedToColorLookupTable) ?? 8)),
    }),
  );
  const count = { ONE_TO_RGBA: 1, TWO_TO_RGBA: 2 }[item.string(tags.ComponentType) ?? ''];
  if (!first || count === undefined || (count === 2) !== (second !== undefined))
    return notDrawn('makes colours of no inputs');
  const coloured = item.string(tags.RGBLUTTransferFunction) === 'TABLE';
  const palette = coloured ? await paletteOf(item, false, read) : undefined;
  if (coloured && palette === undefined) notDrawn('has no whole palette');
  return { inputs: second ? [first, second] : [first], palette, alpha: await alphaOf(item, read) };
};

const alphaOf = async (item: Dataset, read: ReadBytes): Promise<Classification['alpha']> => {
  const named = item.string(tags.AlphaLUTTransferFunction) ?? 'NONE';
  if (named === 'NONE' || named === 'IDENTITY') return named;
  const { AlphaPaletteColorLookupTableDescriptor: descriptor, AlphaPaletteColorLookupTableData: data } = tags;
  return (await lookUpTable(item, descriptor, data, false, read)) ?? notDrawn('has no whole table of opacity');
};

const weightsOf = async (item: Dataset, read: ReadBytes): Promise<LookUpTable> => {
  const [descriptor, data] = item.has(tags.LUTDescriptor)
    ? [tags.LUTDescriptor, tags.LUTData]
    : [tags.WeightingLookupTableDescriptor, tags.WeightingLookupTableData];
  const table = await lookUpTable(item, descriptor, data, false, read);
  // Half of the bits of the place in the table are of either opacity.
  const isEven = table !== undefined && Number.isInteger(Math.log2(table.values.length) / 2);
  return isEven ? table : notDrawn('has no whole tables of weights');
};

const compositorOf = async (item: Dataset, read: ReadBytes): Promise<Compositor> => {
  const [first, second] = item.items(tags.WeightingTransferFunctionSequence);
  if (!first || !second) return notDrawn('has no whole tables of weights');
  return [await weightsOf(first, read), await weightsOf(second, read)];
};

const coloursOf = async (state: Dataset, inputs: readonly Dataset[], read: ReadBytes): Promise<Display> => {
  const placeOf = (number: number | undefined): number => {
    const at = inputs.findIndex((input) => input.number(tags.VolumetricPresentationInputNumber) === number);
    return at >= 0 ? at : notDrawn('names an input that it lacks');
  };
  const components = state.items(tags.PresentationStateClassificationComponentSequence).slice(0, mostInputs + 1);
  const items = state.items(tags.PresentationStateCompositorComponentSequence).slice(0, mostInputs + 1);
  if (components.length === 0 || components.length > mostInputs || items.length !== components.length - 1)
    return notDrawn('does not say how its inputs are laid over each other');
  const classifications: Classification[] = [];
  for (const item of components) classifications.push(await componentOf(item, placeOf, read));
  const compositors: Compositor[] = [];
  for (const item of items) compositors.push(await compositorOf(item, read));
  return { classifications, compositors };
};

/** @throws Failure not-acceptable, and why, when it asks for what is not drawn */
export const volumetricOf = async (state: Dataset, read: ReadBytes): Promise<Volumetric> => {
  const items = state.items(tags.VolumetricPresentationStateInputSequence);
  if (items.length === 0 || items.length > mostInputs) return notDrawn('has no inputs, or too many');
  const times = new Set(items.map((item) => item.string(tags.InputSequencePositionIndex)));
  if (times.size > 1) return notDrawn('shows one volume after another');
  const inputs = items.map((item) => inputOf(state, item));
  if (state.string(tags.PixelPresentation) === 'TRUE_COLOR')
    return { inputs, display: await coloursOf(state, items, read) };
  if (items.length > 1) return notDrawn('has several inputs and one grey');
  return { inputs, display: { inverse: state.string(tags.PresentationLUTShape) === 'INVERSE' } };
};
