/** Runs in a worker thread: decoders meet bytes that nobody has vouched for. */
import { decodeFrame } from './decode.ts';
import type { RenderedPixels, RenderTask } from './frame.ts';
import { toPixels } from './to-pixels.ts';

export const render = async ({ frame, grey, palette }: RenderTask): Promise<RenderedPixels> =>
  toPixels(await decodeFrame(frame), grey, palette);

/** Stored values as little-endian bytes, for those who cannot take the compressed frame. */
export const decode = async ({ frame }: { frame: RenderTask['frame'] }) => {
  const { values, photometric } = await decodeFrame(frame);
  return { bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength), photometric };
};
