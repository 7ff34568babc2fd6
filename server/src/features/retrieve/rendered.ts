/** Pictures of stored frames, as WADO-RS rendered resources and thumbnails give them (PS3.18 8.3.5, 10.4). */
import type { Part10, ReadBytes } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import { openFrames, partsOf } from './frames.ts';
import { renderInWorker } from './pixels/pool.ts';
import { type Annotation, annotationLines } from './render/annotation.ts';
import { encodePicture, type PictureOptions } from './render/picture.ts';
import { renderTask, type WindowInput } from './render/task.ts';

export interface RenderOptions extends Omit<PictureOptions, 'annotation'> {
  readonly window?: WindowInput;
  readonly annotations?: readonly Annotation[];
}

/** A picture of a frame whose bytes and header are at hand, wherever they came from. */
export const renderParts = async (
  header: Part10,
  frame: number,
  bytes: Uint8Array,
  read: ReadBytes,
  { window, annotations = [], ...options }: RenderOptions,
): Promise<Buffer> => {
  const pixels = await renderInWorker(await renderTask(header, frame, bytes, read, window));
  const annotation = annotationLines(header.dataset, annotations);
  const picture = await encodePicture(pixels, { ...options, annotation });
  return picture ?? fail('bad-request', 'The viewport lies outside the picture.');
};

export const renderFrame = async (
  context: Context,
  instance: ServedInstance,
  frame: number,
  options: RenderOptions,
): Promise<Buffer> => {
  const frames = await openFrames(context, instance);
  const bytes = await frames.read(frame);
  return renderParts(frames.header, frame, bytes, partsOf(context, instance, frames.header), options);
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
