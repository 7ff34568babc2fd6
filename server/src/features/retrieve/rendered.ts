/** Pictures of stored frames, as WADO-RS rendered resources and thumbnails give them (PS3.18 8.3.5, 10.4). */
import type { Part10, ReadBytes } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import type { Context } from '../context.ts';
import { openFrames, partsOf } from './frames.ts';
import { renderInWorker } from './pixels/pool.ts';
import { encodePicture, type PictureOptions } from './render/picture.ts';
import { renderTask, type WindowInput } from './render/task.ts';

export interface RenderInput extends PictureOptions {
  readonly frame: number;
  readonly window?: WindowInput;
}

/** A picture of a frame whose bytes and header are at hand, wherever they came from. */
export const renderParts = async (
  header: Part10,
  frame: number,
  bytes: Uint8Array,
  read: ReadBytes,
  options: PictureOptions & { readonly window?: WindowInput },
): Promise<Buffer> =>
  encodePicture(await renderInWorker(await renderTask(header, frame, bytes, read, options.window)), options);

export const renderFrame = async (context: Context, instance: ServedInstance, input: RenderInput): Promise<Buffer> => {
  const frames = await openFrames(context, instance);
  const bytes = await frames.read(input.frame);
  return renderParts(frames.header, input.frame, bytes, partsOf(context, instance, frames.header), input);
};

/** The middle frame, which shows more of what it is than the first. */
export const renderMiddleFrame = async (
  context: Context,
  instance: ServedInstance,
  input: PictureOptions,
): Promise<Buffer> => {
  const { count } = await openFrames(context, instance);
  return renderFrame(context, instance, { ...input, frame: (count >> 1) + 1 });
};
