/** Runs in a worker thread: codecs meet bytes that nobody has vouched for. */
import { type BlendTask, blended } from '../render/blend.ts';
import type { RenderedPixels, RenderTask } from '../render/render-task.ts';
import { toPixels } from '../render/to-pixels.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { FrameToDecode, FrameToEncode, NativeFrame } from './frame.ts';
import { toNative } from './native.ts';

export const render = async ({ frame, ...how }: RenderTask): Promise<RenderedPixels> => {
  const masks = [];
  for (const mask of how.mask?.frames ?? []) masks.push(await decodeFrame(mask));
  return toPixels(await decodeFrame(frame), how, masks);
};

/** Several as one. */
export const blend = async ({ layers, ...how }: BlendTask): Promise<RenderedPixels> => {
  const drawn = [];
  for (const { task, ...layer } of layers) drawn.push({ ...layer, pixels: await render(task) });
  return blended(drawn, how);
};

/** As uncompressed little-endian Pixel Data, for those who cannot take the compressed frame. */
export const decode = async (frame: FrameToDecode): Promise<NativeFrame> => {
  const decoded = await decodeFrame(frame);
  return { bytes: toNative(decoded, frame.bitsAllocated), photometric: decoded.photometric };
};

/** In another compression, without loss. */
export const encode = async ({ frame, target }: FrameToEncode): Promise<NativeFrame> => {
  const decoded = await decodeFrame(frame);
  return { bytes: await encodeFrame(decoded, frame, target), photometric: decoded.photometric };
};
