/** Pictures of planar MPR states: the volumes are found, and a plane or slab is drawn through them. */
import { type Dataset, tags } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import type { BlendWanted } from './blended.ts';
import { openFrames, partsOf } from './frames.ts';
import { headerOf, namedInstances, namedRegistration, type State } from './named.ts';
import { pixelFormat } from './pixels/format.ts';
import { resliceInWorker } from './pixels/pool.ts';
import { planeOf } from './render/geometry.ts';
import { graphicsSvg } from './render/graphics.ts';
import { type Grid, gridOf, sampling, type View, viewOf } from './render/mpr-view.ts';
import type { PictureOptions } from './render/picture.ts';
import { registeredFrom } from './render/registration.ts';
import type { GreyScale, RenderedPixels } from './render/render-task.ts';
import { type Linear, linear, type ReslicePlan } from './render/reslice.ts';
import type { ResliceInput, SliceTask } from './render/reslice-task.ts';
import { functionalGroup, greyOf, type WindowInput } from './render/task.ts';
import { identity, inverse, movedBy, type Transform, turnedBy } from './render/transform.ts';
import type { Vector } from './render/vector.ts';
import { inDepth, placeIn, type Slice, type Volume, volumeOf } from './render/volume.ts';
import { volumeGraphics } from './render/volume-graphics.ts';
import { type Cropping, type VolumeInput, volumetricOf } from './render/volumetric.ts';

interface SourceSlice extends Slice, SliceTask {
  readonly instance: ServedInstance;
  readonly frame: number;
}

interface Source {
  readonly input: VolumeInput;
  readonly slices: readonly SourceSlice[];
  readonly volume: Volume;
}

const notDrawn = (why: string): never => fail('not-acceptable', `This presentation state ${why}: that is not drawn.`);

const mostSlices = 4000;
/** Two of them are in memory as they are drawn. */
const mostPixels = 2 ** 24;

/** Grey values as the state has them; without a window as they are, over the whole range that can be stored (PS3.4 FF.2.2). */
const sliceOf = async (
  context: Context,
  instance: ServedInstance,
  frame: number,
  voi: Dataset,
  window: WindowInput | undefined,
): Promise<SourceSlice> => {
  const header = await headerOf(context, instance);
  const { dataset } = header;
  const format = pixelFormat(header);
  const plane = planeOf(header, frame) ?? notDrawn('names pictures that do not say where they lie');
  if (format.samples !== 1 || format.photometric === 'PALETTE COLOR') notDrawn('names pictures in colour');
  if (format.rows * format.columns > mostPixels) notDrawn('names pictures that are too large');
  const rescale = functionalGroup(dataset, frame, tags.PixelValueTransformationSequence) ?? dataset;
  const read = partsOf(context, instance, header);
  const grey = await greyOf({ dataset, rescale, voi, signed: format.signed }, read, window);
  // Polarity is the presentation's alone.
  const inverse = format.photometric === 'MONOCHROME1';
  return { instance, frame, plane, format, rows: format.rows, columns: format.columns, grey: { ...grey, inverse } };
};

const storedRange = ({ format, grey }: SourceSlice): readonly number[] => {
  if (format.float) return notDrawn('does not say in which window it is seen');
  if (grey.modalityLut) return [0, 2 ** grey.modalityLut.bits - 1];
  const most = 2 ** (format.bitsStored - (format.signed ? 1 : 0));
  return [format.signed ? -most : 0, most - 1].map((value) => value * grey.slope + grey.intercept);
};

const withIdentity = (slices: readonly SourceSlice[]): readonly SourceSlice[] => {
  if (slices.every(({ grey }) => grey.window ?? grey.voiLut)) return slices;
  const ends = slices.map(storedRange);
  const low = ends.reduce((least, range) => Math.min(least, ...range), Number.POSITIVE_INFINITY);
  const high = ends.reduce((most, range) => Math.max(most, ...range), Number.NEGATIVE_INFINITY);
  const window: GreyScale['window'] = {
    centre: (low + high) / 2,
    width: Math.max(high - low, 1e-6),
    shape: 'LINEAR_EXACT',
  };
  return slices.map((slice) => ({ ...slice, grey: { ...slice.grey, window } }));
};

const sourceOf = async (
  context: Context,
  input: VolumeInput,
  found: ReadonlyMap<string, ServedInstance>,
  window: WindowInput | undefined,
): Promise<Source> => {
  const slices: SourceSlice[] = [];
  for (const { sopInstanceUid, frames } of input.images) {
    const instance = found.get(sopInstanceUid) ?? notDrawn('names pictures that are not here');
    const all = Array.from({ length: Math.min(mostSlices + 1, instance.number_of_frames ?? 1) }, (_, at) => at + 1);
    for (const frame of frames.length > 0 ? frames : all) {
      if (slices.length === mostSlices) notDrawn('names too many pictures');
      slices.push(await sliceOf(context, instance, frame, input.voi, window));
    }
  }
  const ordered = inDepth(withIdentity(slices));
  return { input, slices: ordered, volume: volumeOf(ordered) };
};

/** From where the state's own places are counted to where the volume's are. */
const toVolume = async (context: Context, principal: Principal, state: State, source: Source): Promise<Transform> => {
  const { registration, images } = source.input;
  const own = { reference: state.dataset.string(tags.FrameOfReferenceUID) };
  const from = {
    reference: source.slices[0]?.plane.reference,
    images: new Set(images.map(({ sopInstanceUid }) => sopInstanceUid)),
  };
  if (registration === undefined)
    return own.reference !== undefined && own.reference === from.reference
      ? identity
      : notDrawn('shows pictures of another frame of reference, and names no registration');
  return registeredFrom(await namedRegistration(context, principal, state, registration), own, from);
};

const boxIn = (volume: Volume, move: Transform, corners: readonly [Vector, Vector]): readonly [Vector, Vector] => {
  const [from, to] = corners.map((corner) => placeIn(volume, movedBy(move, corner))) as [Vector, Vector];
  const ends = (pick: (a: number, b: number) => number) => from.map((value, axis) => pick(value, to[axis] as number));
  return [ends(Math.min) as unknown as Vector, ends(Math.max) as unknown as Vector];
};

/** Planes are said where the state counts: `inverse` undoes what moved the picture to the volume. */
const croppedBy = (
  croppings: readonly Cropping[],
  volume: Volume,
  move: Transform,
  picture: Pick<ReslicePlan, 'start' | 'steps'>,
): Pick<ReslicePlan, 'boxes' | 'planes'> => {
  const back = inverse(move) ?? notDrawn('is moved by what cannot be undone');
  const steps = picture.steps.map((step) => turnedBy(back, step)) as unknown as ReslicePlan['steps'];
  const start = movedBy(back, picture.start);
  const planes = croppings.flatMap((cropping) =>
    'planes' in cropping
      ? cropping.planes.map(([outward, constant]): Linear => {
          const [x, y, z, at] = linear({ start, steps }, outward);
          return [x, y, z, at + constant];
        })
      : [],
  );
  const boxes = croppings.flatMap((cropping) => ('corners' in cropping ? [boxIn(volume, move, cropping.corners)] : []));
  return { boxes, planes };
};

const reslicedInput = (view: View, grid: Grid, { input, volume, slices }: Source, move: Transform): ResliceInput => {
  const picture = sampling(view, grid, volume, move, input.projection);
  const plan: ReslicePlan = {
    volume,
    projection: input.projection,
    ...picture,
    ...croppedBy(input.croppings, volume, move, picture),
  };
  return { plan, slices: slices.map(({ format, grey }) => ({ format, grey })) };
};

/** The volume of a state, through which it looks; `wanted` has to be one of its pictures. */
export const renderResliced = async (
  context: Context,
  principal: Principal,
  instance: ServedInstance,
  { sopInstanceUid }: BlendWanted,
  window: WindowInput | undefined,
): Promise<{ readonly pixels: RenderedPixels; readonly options: Partial<PictureOptions> }> => {
  const header = await headerOf(context, instance);
  const { dataset } = header;
  const state = { instance, dataset };
  const { inputs, display } = await volumetricOf(dataset, partsOf(context, instance, header));
  if (window && inputs.length > 1)
    fail('bad-request', 'A window is of one set of pictures: this presentation state shows several.');
  const view = viewOf(dataset);
  const names = new Set(inputs.flatMap(({ images }) => images.map((image) => image.sopInstanceUid)));
  if (sopInstanceUid !== undefined && !names.has(sopInstanceUid))
    fail('not-acceptable', 'The presentation state is for no such image.');
  const found = await namedInstances(context, principal, state, names);
  const sources: Source[] = [];
  for (const input of inputs) sources.push(await sourceOf(context, input, found, window));
  const grid = gridOf(view, (sources[0] as Source).volume);
  const written = volumeGraphics(dataset, view, grid);
  const tasks: ResliceInput[] = [];
  for (const source of sources)
    tasks.push(reslicedInput(view, grid, source, await toVolume(context, principal, state, source)));
  const pixels = await resliceInWorker({ inputs: tasks, display }, async (input, at) => {
    const slice = sources[input]?.slices[at];
    if (slice === undefined) throw new Error('no such slice');
    return (await openFrames(context, slice.instance)).read(slice.frame);
  });
  const graphics = graphicsSvg(dataset.items(tags.GraphicAnnotationSequence), pixels, written);
  return { pixels, options: graphics ? { graphics } : {} };
};
