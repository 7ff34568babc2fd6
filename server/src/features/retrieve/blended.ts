/** Pictures of blending presentation states: the sets are found, their pictures that lie in one plane are read, laid over each other and drawn. */
import { tags } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { openFrames, partsOf } from './frames.ts';
import { keptHeader } from './header.ts';
import { findInstances } from './instances.ts';
import { discloseNamed, findRegistration, headerOf, type State } from './named.ts';
import { blendInWorker } from './pixels/pool.ts';
import type { LayerTask } from './render/blend.ts';
import { type BlendInput, blendingOf } from './render/blending.ts';
import { between, distance, isParallel, movedPlane, type Plane, planeOf } from './render/geometry.ts';
import type { PictureOptions } from './render/picture.ts';
import { itemsFor, type PresentedImage, presentedOptions } from './render/presentation-state.ts';
import { toRegistered } from './render/registration.ts';
import type { RenderedPixels, RenderTask } from './render/render-task.ts';
import { shadeOf, shuttersOf } from './render/shutters.ts';
import { greyOf, renderTask } from './render/task.ts';

interface Picture {
  readonly instance: ServedInstance;
  readonly frame: number;
}

const mostPictures = 4000;

/** What there is of an input of the state. */
interface Found {
  readonly input: BlendInput;
  readonly pictures: readonly Picture[];
  readonly registration: ServedInstance | undefined;
}

/** In the order in which the state names them, or that of the series. */
const picturesOf = async (
  context: Context,
  principal: Principal,
  { studyInstanceUid, seriesInstanceUid, images }: BlendInput,
): Promise<readonly Picture[]> => {
  const named = new Map(images.map((image, at) => [image.sopInstanceUid, { at, frames: image.frames }]));
  const placeOf = ({ sop_instance_uid: uid }: ServedInstance): number => named.get(uid)?.at ?? 0;
  const there = await findInstances(context, principal, { studyInstanceUid, seriesInstanceUid });
  const wanted = there
    .filter(({ rows, sop_instance_uid: uid }) => rows !== null && (named.size === 0 || named.has(uid)))
    .toSorted((a, b) => placeOf(a) - placeOf(b));
  const framesOf = ({ sop_instance_uid: uid }: ServedInstance) => named.get(uid)?.frames ?? [];
  const countOf = (instance: ServedInstance) => framesOf(instance).length || (instance.number_of_frames ?? 1);
  if (wanted.reduce((sum, instance) => sum + countOf(instance), 0) > mostPictures)
    fail(
      'not-acceptable',
      `This presentation state blends sets of more than ${mostPictures} pictures: that is not drawn.`,
    );
  return wanted.flatMap((instance) => {
    const frames = framesOf(instance);
    const all = Array.from({ length: countOf(instance) }, (_, at) => at + 1);
    return (frames.length > 0 ? frames : all).map((frame) => ({ instance, frame }));
  });
};

type Placing = (plane: Plane | undefined) => Plane | undefined;

/** Where the pictures of a set lie once its registration is applied. */
const placingOf = async (context: Context, { registration, pictures }: Found): Promise<Placing> => {
  if (registration === undefined) return (plane) => plane;
  const object = (await headerOf(context, registration)).dataset;
  const images = new Set(pictures.map(({ instance }) => instance.sop_instance_uid));
  return (plane) => {
    const move = plane && toRegistered(object, { reference: plane.reference, images });
    return (
      (move && movedPlane(plane, move, object.string(tags.FrameOfReferenceUID))) ??
      fail('not-acceptable', 'The pictures of this presentation state lie nowhere that its registration could move.')
    );
  };
};

/** Why a set whose pictures lie in these planes has none over the one that is drawn on. */
const whyNone = (planes: readonly Plane[], base: Plane): string => {
  const sets = 'The sets that this presentation state blends';
  if (planes.length === 0) return `${sets} are not all of pictures that say where they lie.`;
  const together = planes.filter(({ reference }) => reference === base.reference);
  if (together.length === 0) return `${sets} lie in different frames of reference, and it names no registration.`;
  if (!together.some((plane) => isParallel(base, plane))) return `${sets} lie in planes that are not parallel.`;
  return `${sets} are parallel, but have no pictures in one plane.`;
};

/** The picture of a set that lies in the plane of the one that is drawn on, within half a slice. */
const nearest = async (
  context: Context,
  pictures: readonly Picture[],
  base: Plane,
  placing: Placing,
): Promise<readonly [Picture, Plane]> => {
  let best: readonly [Picture, Plane, number] | undefined;
  const planes: Plane[] = [];
  for (const picture of pictures) {
    const plane = placing(planeOf(await headerOf(context, picture.instance), picture.frame));
    if (plane !== undefined) planes.push(plane);
    if (plane === undefined || plane.reference !== base.reference || !isParallel(base, plane)) continue;
    const away = distance(base, plane);
    const near = away <= Math.max(base.thickness, plane.thickness) / 2 + 0.001;
    if (near && (best === undefined || away < best[2])) best = [picture, plane, away];
  }
  return best ? [best[0], best[1]] : fail('not-acceptable', whyNone(planes, base));
};

/** The set's own window, and modality transformation where the state has it; polarity is the presentation's alone. */
const taskOf = async (
  context: Context,
  { instance, frame }: Picture,
  { item, ownModality, palette }: BlendInput,
): Promise<RenderTask> => {
  const { header, read } = await openFrames(context, instance);
  const parts = partsOf(context, instance, header);
  const task = await renderTask(header, frame, await read(frame), parts, undefined);
  if (task.frame.samples !== 1 || task.palette) return { ...task, shutters: [] };
  const image: PresentedImage = { sopInstanceUid: instance.sop_instance_uid, frame };
  const [voi = item] = itemsFor(item, tags.SoftcopyVOILUTSequence, image);
  const own = await greyOf({ dataset: item, rescale: item, voi, signed: task.frame.signed }, parts, undefined);
  const { slope, intercept, modalityLut } = ownModality ? task.grey : own;
  const inverse = task.frame.photometric === 'MONOCHROME1';
  const grey = { ...own, slope, intercept, modalityLut, inverse, padding: task.grey.padding };
  return { ...task, grey, pseudo: palette, shutters: [], overlays: [] };
};

/** Where nothing says where they lie: one picture over another of the same size. */
const unplaced = (pictures: readonly Picture[], base: ServedInstance): Picture => {
  const [only, ...others] = pictures;
  const fits = only?.instance.rows === base.rows && only?.instance.columns === base.columns;
  return only && fits && others.length === 0
    ? only
    : fail('not-acceptable', 'Nothing says where the pictures lie that this presentation state blends.');
};

const layerOf = async (
  context: Context,
  found: Found,
  base: { readonly picture: Picture; readonly plane: Plane | undefined },
): Promise<LayerTask> => {
  const { input, pictures } = found;
  const placing = await placingOf(context, found);
  if (base.plane === undefined) {
    // Refuses where there is a registration and nothing that it could move.
    placing(undefined);
    return { task: await taskOf(context, unplaced(pictures, base.picture.instance), input) };
  }
  const [picture, plane] = await nearest(context, pictures, base.plane, placing);
  return { task: await taskOf(context, picture, input), place: between(base.plane, plane) };
};

const findInput = async (context: Context, principal: Principal, state: State, input: BlendInput): Promise<Found> => {
  const pictures = await picturesOf(context, principal, input);
  const { registration } = input;
  return {
    input,
    pictures,
    registration: registration && (await findRegistration(context, principal, state, registration)),
  };
};

/** Each of them once, though several sets may have it. */
const instancesIn = (found: readonly Found[]): readonly ServedInstance[] => {
  const all = found.flatMap(({ pictures, registration }) => [
    ...pictures.map(({ instance }) => instance),
    ...(registration ? [registration] : []),
  ]);
  return [...new Map(all.map((instance) => [instance.sop_instance_uid, instance])).values()];
};

export interface BlendWanted {
  readonly sopInstanceUid?: string;
  readonly frame?: number;
}

/** Several sets as one picture, as the state has them: on the one that is wanted of the set that is looked at, or its first. */
export const renderBlended = async (
  context: Context,
  principal: Principal,
  instance: ServedInstance,
  wanted: BlendWanted,
): Promise<{ readonly pixels: RenderedPixels; readonly options: Partial<PictureOptions> }> => {
  const header = await keptHeader(context.objects, instance);
  const { dataset } = header;
  const state = { instance, dataset };
  const { inputs, mix } = await blendingOf(dataset, partsOf(context, instance, header));
  const [first, ...further] = inputs;
  const shown = await findInput(context, principal, state, first);
  const picture = shown.pictures.find(
    ({ instance: { sop_instance_uid: uid }, frame }) =>
      uid === (wanted.sopInstanceUid ?? uid) && frame === (wanted.frame ?? frame),
  );
  if (picture === undefined) return fail('not-acceptable', 'The presentation state is for no such image.');
  const others: Found[] = [];
  for (const input of further) others.push(await findInput(context, principal, state, input));
  // Once, and only when all of them are known: a state that is refused for one of its sets tells of none.
  await discloseNamed(context, principal, instance, instancesIn([shown, ...others]));
  const placing = await placingOf(context, shown);
  const base = { picture, plane: placing(planeOf(await headerOf(context, picture.instance), picture.frame)) };
  const layers: LayerTask[] = [{ task: await taskOf(context, picture, first) }];
  for (const found of others) layers.push(await layerOf(context, found, base));
  const pixels = await blendInWorker({ layers, mix, shutters: shuttersOf(dataset), shutterShade: shadeOf(dataset) });
  const image = { sopInstanceUid: picture.instance.sop_instance_uid, frame: picture.frame };
  return { pixels, options: presentedOptions(dataset, image, pixels) };
};
