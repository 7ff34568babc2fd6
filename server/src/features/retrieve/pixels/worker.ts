/** Runs in a worker thread: codecs meet bytes that nobody has vouched for. */
import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { type BlendTask, blended } from '../render/blend.ts';
import type { RenderedPixels, RenderTask } from '../render/render-task.ts';
import { drawResliced, type ResliceTask } from '../render/reslice-task.ts';
import { toPixels } from '../render/to-pixels.ts';
import { drawWaveform, type WaveformDrawing } from '../waveform/draw.ts';
import type { WaveformTask } from '../waveform/waveform-task.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { FrameToDecode, FrameToEncode, NativeFrame } from './frame.ts';
import { inCells, toNative } from './native.ts';

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

/** A picture through volumes; their slices come one by one, as they are asked for. */
export const reslice = async ({
  port,
  ...task
}: ResliceTask & { readonly port: MessagePort }): Promise<RenderedPixels> => {
  const read = async (input: number, slice: number): Promise<Uint8Array> => {
    const answer = once(port, 'message');
    port.postMessage([input, slice]);
    const [bytes] = (await answer) as [Uint8Array | undefined];
    if (bytes === undefined) throw new Error('a slice that is not given');
    return bytes;
  };
  return drawResliced(task, read).finally(() => port.close());
};

/** A waveform on paper. */
export const draw = (task: WaveformTask): WaveformDrawing => drawWaveform(task);

/** As uncompressed little-endian Pixel Data, for those who cannot take the compressed frame. */
export const decode = async (frame: FrameToDecode): Promise<NativeFrame> => {
  const decoded = await decodeFrame(frame);
  return { bytes: toNative(inCells(decoded, frame), frame.bitsAllocated), photometric: decoded.photometric };
};

/** In another compression, without loss. */
export const encode = async ({ frame, target }: FrameToEncode): Promise<NativeFrame> => {
  const decoded = await decodeFrame(frame);
  return { bytes: await encodeFrame(decoded, frame, target), photometric: decoded.photometric };
};
