/** Worker threads for decoders: bounded in number, memory and time; one that breaks is replaced. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { Failure } from '../../../errors.ts';
import type { BlendTask } from '../render/blend.ts';
import type { RenderedPixels, RenderTask } from '../render/render-task.ts';
import type { FrameToDecode, FrameToEncode, NativeFrame } from './frame.ts';

const taskTimeoutMs = 20_000;
const mostWaiting = 256;

let started: Piscina | undefined;

const pool = (): Piscina => {
  started ??= new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: Math.max(1, Math.min(4, availableParallelism())),
    maxQueue: mostWaiting,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  return started;
};

const run = async <T>(
  name: 'render' | 'blend' | 'decode' | 'encode',
  task: unknown,
  timeoutMs = taskTimeoutMs,
): Promise<T> => {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return (await pool().run(task, { name, signal: timeout })) as T;
  } catch (error) {
    if (error instanceof Error && error.message === 'Task queue is at limit')
      throw new Failure('too-many', undefined, error);
    throw new Failure('not-acceptable', 'This frame cannot be decoded.', error);
  }
};

export const renderInWorker = (task: RenderTask): Promise<RenderedPixels> => run('render', task);

export const blendInWorker = (task: BlendTask): Promise<RenderedPixels> => run('blend', task);

/** A frame that takes longer than that ends with its worker. */
export const decodeInWorker = (frame: FrameToDecode, timeoutMs?: number): Promise<NativeFrame> =>
  run('decode', frame, timeoutMs);

export const encodeInWorker = (task: FrameToEncode): Promise<NativeFrame> => run('encode', task);

export const closeWorkers = async (): Promise<void> => {
  await started?.destroy();
  started = undefined;
};
