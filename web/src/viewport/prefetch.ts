/** Loads what will probably be shown next, quietly. */
import { Enums, imageLoader } from '@cornerstonejs/core';
import type { Manifest } from '@throughline/contract';
import { addMetadata } from './desk.ts';
import { engine } from './engine.ts';
import { firstSeries, outwards, type Stack, stackOf } from './stack.ts';

const atOnce = 4;
const requestType = Enums.RequestType.Prefetch;

const prepared = (manifest: Manifest): Stack | undefined => {
  const series = firstSeries(manifest);
  if (!series) return undefined;
  engine();
  const stack = stackOf(manifest, series);
  addMetadata(stack);
  return stack;
};

const load = (imageId: string): Promise<unknown> =>
  imageLoader.loadAndCacheImage(imageId, { requestType, priority: 0 }).catch(() => undefined);

/** The picture that a study is hung with. */
export const prefetchFirst = async (manifest: Manifest): Promise<void> => {
  const stack = prepared(manifest);
  const imageId = stack?.imageIds[stack.start];
  if (imageId !== undefined) await load(imageId);
};

/** The whole series that is hung first, from the first picture outwards, until nobody wants it any more. */
export const prefetchWhole = async (manifest: Manifest, isWanted: () => boolean): Promise<void> => {
  const stack = prepared(manifest);
  if (!stack) return;
  const waiting = outwards(stack.imageIds, stack.start);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && isWanted(); next = waiting.shift()) await load(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};
