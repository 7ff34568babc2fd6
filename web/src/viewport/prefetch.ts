/** Loads what will probably be shown next, quietly. */
import { Enums, imageLoader } from '@cornerstonejs/core';
import type { Manifest } from '@throughline/contract';
import { pause } from './again.ts';
import { addMetadata } from './desk.ts';
import { engine } from './engine.ts';
import { firstSeries, outwards, type Stack, stackOf } from './stack.ts';

const atOnce = 4;
const mostFailures = 6;
const requestType = Enums.RequestType.Prefetch;

const prepared = (manifest: Manifest): Stack | undefined => {
  const series = firstSeries(manifest);
  if (!series) return undefined;
  engine();
  const stack = stackOf(manifest, series);
  addMetadata(stack);
  return stack;
};

const load = (imageId: string): Promise<boolean> =>
  imageLoader.loadAndCacheImage(imageId, { requestType, priority: 0 }).then(
    () => true,
    () => false,
  );

/** The picture that a study is hung with. */
export const prefetchFirst = async (manifest: Manifest): Promise<void> => {
  const stack = prepared(manifest);
  const imageId = stack?.imageIds[stack.start];
  if (imageId !== undefined) await load(imageId);
};

/** Those that did not come. */
const loadAll = async (imageIds: readonly string[], isWanted: () => boolean): Promise<readonly string[]> => {
  const waiting = [...imageIds];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && isWanted(); next = waiting.shift()) {
      if (!(await load(next))) failed.push(next);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed;
};

/**
 * The whole series that is hung first, from the first picture outwards, until nobody wants it any more; what does not come
 * is asked for again a few times.
 */
export const prefetchWhole = async (manifest: Manifest, isWanted: () => boolean): Promise<void> => {
  const stack = prepared(manifest);
  if (!stack) return;
  let waiting = await loadAll(outwards(stack.imageIds, stack.start), isWanted);
  for (let failures = 1; waiting.length > 0 && isWanted() && failures <= mostFailures; failures += 1) {
    await pause(failures);
    waiting = await loadAll(waiting, isWanted);
  }
};
