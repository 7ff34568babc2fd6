/** Pictures of stored frames, as WADO-RS rendered resources and thumbnails give them (PS3.18 8.3.5, 10.4). */
import type { Part10, ReadBytes } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type BlendWanted, renderBlended } from './blended.ts';
import { openFrames, partsOf } from './frames.ts';
import { keptHeader, readHeader } from './header.ts';
import { listInstances } from './instances.ts';
import { renderInWorker } from './pixels/pool.ts';
import { type Annotation, annotationLines } from './render/annotation.ts';
import { encodePicture, type PictureOptions } from './render/picture.ts';
import { type Presentation, presentationStates, presented, presentedImage } from './render/presentation-state.ts';
import type { RenderedPixels } from './render/render-task.ts';
import { renderTask, type WindowInput } from './render/task.ts';
import { renderResliced } from './resliced.ts';

export interface RenderOptions extends Omit<PictureOptions, 'annotation'> {
  readonly window?: WindowInput;
  readonly annotations?: readonly Annotation[];
}

const encoded = async (pixels: RenderedPixels, options: PictureOptions): Promise<Buffer> =>
  (await encodePicture(pixels, options)) ?? fail('bad-request', 'The viewport lies outside the picture.');

/** Who it is of as everybody is told now: what was corrected, the patient that it was moved to. */
const writtenOn = async (
  context: Context,
  instance: ServedInstance,
  annotations: readonly Annotation[] = [],
): Promise<readonly string[]> =>
  annotations.length === 0 ? [] : annotationLines((await readHeader(context.objects, instance)).dataset, annotations);

/** A picture of a frame whose bytes and header are at hand, wherever they came from; `annotation`: the lines to write on it. */
export const renderParts = async (
  header: Part10,
  frame: number,
  bytes: Uint8Array,
  read: ReadBytes,
  { window, annotation = [], ...options }: PictureOptions & { readonly window?: WindowInput },
  presentation?: Presentation,
): Promise<Buffer> => {
  const plain = await renderTask(header, frame, bytes, read, window);
  const { task, options: more } = presentation
    ? await presented(presentation, plain, window)
    : { task: plain, options: {} };
  return encoded(await renderInWorker(task), { ...more, ...options, annotation });
};

export const renderFrame = async (
  context: Context,
  instance: ServedInstance,
  frame: number,
  { annotations, ...options }: RenderOptions,
  state?: Omit<Presentation, 'readFrame'>,
): Promise<Buffer> => {
  const annotation = await writtenOn(context, instance, annotations);
  const frames = await openFrames(context, instance);
  const bytes = await frames.read(frame);
  const presentation = state && { ...state, readFrame: frames.read };
  return renderParts(
    frames.header,
    frame,
    bytes,
    partsOf(context, instance, frames.header),
    { ...options, annotation },
    presentation,
  );
};

export const isPresentationState = ({ sop_class_uid: uid }: ServedInstance): boolean => presentationStates.has(uid);

const blendedPicture = async (
  context: Context,
  principal: Principal,
  instance: ServedInstance,
  { window, annotations, ...options }: RenderOptions,
  wanted: BlendWanted,
): Promise<Buffer> => {
  if (window) return fail('bad-request', 'A window is of one set of pictures: this presentation state blends several.');
  const annotation = await writtenOn(context, instance, annotations);
  const { pixels, options: more } = await renderBlended(context, principal, instance, wanted);
  return encoded(pixels, { ...more, ...options, annotation });
};

const reslicedPicture = async (
  context: Context,
  principal: Principal,
  instance: ServedInstance,
  { window, annotations, ...options }: RenderOptions,
  wanted: BlendWanted,
): Promise<Buffer> => {
  const annotation = await writtenOn(context, instance, annotations);
  const { pixels, options: more } = await renderResliced(context, principal, instance, wanted, window);
  return encoded(pixels, { ...more, ...options, annotation });
};

/**
 * What a presentation state is for, as the state has it (PS3.18 8.3.5).
 *
 * @throws Failure not-acceptable, and why, if that cannot be drawn: there is no picture without what the state asks for
 */
export const renderPresentation = async (
  context: Context,
  principal: Principal,
  instance: ServedInstance,
  options: RenderOptions,
  wanted: BlendWanted = {},
): Promise<Buffer> => {
  const kind = presentationStates.get(instance.sop_class_uid);
  if (kind === 'blended') return blendedPicture(context, principal, instance, options, wanted);
  if (kind === 'resliced') return reslicedPicture(context, principal, instance, options, wanted);
  if (kind === 'volumetric')
    return fail(
      'not-acceptable',
      'This presentation state is of a body in a volume, of which no pictures are made here.',
    );
  const header = await keptHeader(context.objects, instance);
  const named = presentedImage(header.dataset, wanted.sopInstanceUid);
  if (named === undefined) return fail('not-acceptable', 'The presentation state is for no such image.');
  const image = { ...named, ...(wanted.frame !== undefined && { frame: wanted.frame }) };
  const { study_instance_uid: studyInstanceUid } = instance;
  const [shown] = await listInstances(context, principal, { studyInstanceUid, sopInstanceUid: image.sopInstanceUid });
  if (shown === undefined) return fail('not-found');
  const presentation = { state: header.dataset, image, read: partsOf(context, instance, header) };
  return renderFrame(context, shown, image.frame, options, presentation);
};

/** The middle frame, which shows more of what it is than the first. */
export const renderMiddleFrame = async (
  context: Context,
  instance: ServedInstance,
  options: RenderOptions,
): Promise<Buffer> => {
  const { count } = await openFrames(context, instance);
  return renderFrame(context, instance, (count >> 1) + 1, options);
};
