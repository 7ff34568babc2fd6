/** Pictures of stored frames, as WADO-RS rendered resources and thumbnails give them (PS3.18 8.3.5, 10.4). */
import type { Dataset, Part10, ReadBytes } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { openFrames, partsOf } from './frames.ts';
import { keptHeader } from './header.ts';
import { listInstances } from './instances.ts';
import { renderInWorker } from './pixels/pool.ts';
import { type Annotation, annotationLines } from './render/annotation.ts';
import { encodePicture, type PictureOptions } from './render/picture.ts';
import { drawnStates, type PresentedImage, presented, presentedImage } from './render/presentation-state.ts';
import { renderTask, type WindowInput } from './render/task.ts';

export interface RenderOptions extends Omit<PictureOptions, 'annotation'> {
  readonly window?: WindowInput;
  readonly annotations?: readonly Annotation[];
}

/** A presentation state and the image that it is for. */
export interface Presentation {
  readonly state: Dataset;
  readonly image: PresentedImage;
  readonly read: ReadBytes;
}

/** A picture of a frame whose bytes and header are at hand, wherever they came from. */
export const renderParts = async (
  header: Part10,
  frame: number,
  bytes: Uint8Array,
  read: ReadBytes,
  { window, annotations = [], ...options }: RenderOptions,
  presentation?: Presentation,
): Promise<Buffer> => {
  const plain = await renderTask(header, frame, bytes, read, window);
  const { task, options: more } = presentation
    ? await presented(presentation.state, presentation.image, plain, presentation.read, window)
    : { task: plain, options: {} };
  const annotation = annotationLines(header.dataset, annotations);
  const picture = await encodePicture(await renderInWorker(task), { ...more, ...options, annotation });
  return picture ?? fail('bad-request', 'The viewport lies outside the picture.');
};

export const renderFrame = async (
  context: Context,
  instance: ServedInstance,
  frame: number,
  options: RenderOptions,
  presentation?: Presentation,
): Promise<Buffer> => {
  const frames = await openFrames(context, instance);
  const bytes = await frames.read(frame);
  return renderParts(frames.header, frame, bytes, partsOf(context, instance, frames.header), options, presentation);
};

export const isPresentationState = ({ sop_class_uid: uid }: ServedInstance): boolean => drawnStates.has(uid);

/** The image that a presentation state is for, as the state has it (PS3.18 8.3.5). */
export const renderPresentation = async (
  context: Context,
  principal: Principal,
  instance: ServedInstance,
  options: RenderOptions,
  wanted: { readonly sopInstanceUid?: string; readonly frame?: number } = {},
): Promise<Buffer> => {
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
