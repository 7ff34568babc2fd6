/** Worker threads for decoders: bounded in number, memory and time; one that breaks is replaced. */
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Failure } from '../../../errors.ts';
import type { BlendTask } from '../render/blend.ts';
import type { RenderedPixels, RenderTask } from '../render/render-task.ts';
import type { ReadSlice, ResliceTask } from '../render/reslice-task.ts';
import type { WaveformDrawing } from '../waveform/draw.ts';
import type { WaveformTask } from '../waveform/waveform-task.ts';
import type { FrameToDecode, FrameToEncode, NativeFrame } from './frame.ts';

const taskTimeoutMs = 20_000;
const mostWaiting = 256;

/** A volume is a thousand frames: those who want one wait for each other, and nobody waits for them. */
const volumeTimeoutMs = 60_000;
const mostVolumesWaiting = 8;

let started: Piscina | undefined;
let startedVolumes: Piscina | undefined;

const filename = new URL('./worker.ts', import.meta.url).href;
const common = { filename, idleTimeout: 60_000, resourceLimits: { maxOldGenerationSizeMb: 512 } };

const pool = (): Piscina => {
  const maxThreads = Math.max(1, Math.min(4, availableParallelism()));
  started ??= new Piscina({ ...common, minThreads: 1, maxThreads, maxQueue: mostWaiting });
  return started;
};

const volumePool = (): Piscina => {
  startedVolumes ??= new Piscina({ ...common, minThreads: 0, maxThreads: 1, maxQueue: mostVolumesWaiting });
  return startedVolumes;
};

const isFull = (error: unknown): boolean => error instanceof Error && error.message === 'Task queue is at limit';

const run = async <T>(
  name: 'render' | 'blend' | 'decode' | 'encode' | 'draw',
  task: unknown,
  { timeoutMs = taskTimeoutMs, why = 'This frame cannot be decoded.' } = {},
): Promise<T> => {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return (await pool().run(task, { name, signal: timeout })) as T;
  } catch (error) {
    if (isFull(error)) throw new Failure('too-many', undefined, error);
    throw new Failure('not-acceptable', why, error);
  }
};

export const renderInWorker = (task: RenderTask): Promise<RenderedPixels> => run('render', task);

export const blendInWorker = (task: BlendTask): Promise<RenderedPixels> => run('blend', task);

export const drawInWorker = (task: WaveformTask): Promise<WaveformDrawing> =>
  run('draw', task, { why: 'This waveform cannot be drawn.' });

/** @param read gives the slices, one after another, as the picture is drawn */
export const resliceInWorker = async (task: ResliceTask, read: ReadSlice): Promise<RenderedPixels> => {
  const { port1: asked, port2: port } = new MessageChannel();
  let unread: unknown;
  asked.on('message', ([input, slice]: [number, number]) =>
    read(input, slice).then(
      (bytes) => asked.postMessage(bytes),
      (error: unknown) => {
        unread = error;
        asked.postMessage(undefined);
      },
    ),
  );
  const signal = AbortSignal.timeout(volumeTimeoutMs);
  try {
    const options = { name: 'reslice', signal, transferList: [port] };
    return (await volumePool().run({ ...task, port }, options)) as RenderedPixels;
  } catch (error) {
    if (unread !== undefined) throw unread;
    if (isFull(error)) throw new Failure('too-many', undefined, error);
    const why = signal.aborted ? 'It takes too long to draw this volume.' : 'This volume cannot be decoded.';
    throw new Failure('not-acceptable', why, error);
  } finally {
    asked.close();
  }
};

/** A frame that takes longer than that ends with its worker. */
export const decodeInWorker = (frame: FrameToDecode, timeoutMs?: number): Promise<NativeFrame> =>
  run('decode', frame, { ...(timeoutMs !== undefined && { timeoutMs }) });

export const encodeInWorker = (task: FrameToEncode): Promise<NativeFrame> => run('encode', task);

export const closeWorkers = async (): Promise<void> => {
  await Promise.all([started?.destroy(), startedVolumes?.destroy()]);
  started = undefined;
  startedVolumes = undefined;
};
