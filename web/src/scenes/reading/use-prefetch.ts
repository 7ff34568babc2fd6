import { useQueryClient } from '@tanstack/react-query';
import type { Manifest, Reading } from '@throughline/contract';
import { useEffect } from 'react';
import { manifestQuery } from '../../api/queries.ts';
import { prefetchFirst, prefetchWhole } from '../../viewport/prefetch.ts';
import { isFlagged } from './colours.ts';
import { isShown } from './media/use-media.ts';

interface Wanted {
  readonly study: string;
  readonly received: number;
}

/** What hangs, then what may be hung: nearest first. */
const wantedOf = ({ current, priors }: Reading, shown: string | undefined): readonly Wanted[] =>
  [current, ...priors.filter((prior) => prior.studyInstanceUid === shown || isFlagged(prior))]
    .filter((one) => one.notDrawn === null && one.received > 0)
    .toSorted((a, b) => Number(b.studyInstanceUid === shown) - Number(a.studyInstanceUid === shown))
    .map(({ studyInstanceUid, received }) => ({ study: studyInstanceUid, received }));

/** Once a picture is live: the first picture of every prior that matters, then all that hangs, then all of the others. */
export const usePrefetch = (reading: Reading, shown: string | undefined): void => {
  const client = useQueryClient();
  const key = JSON.stringify(wantedOf(reading, shown));
  useEffect(() => {
    let stopped = false;
    const isWanted = (): boolean => !stopped;
    const work = async (): Promise<void> => {
      const manifests: Manifest[] = [];
      for (const { study, received } of JSON.parse(key) as readonly Wanted[]) {
        if (stopped) return;
        const manifest = await client.ensureQueryData(manifestQuery(study, received)).catch(() => undefined);
        if (!manifest) continue;
        manifests.push(manifest);
        await prefetchFirst(manifest);
      }
      for (const manifest of manifests) {
        if (isWanted()) await prefetchWhole(manifest, isWanted);
      }
    };
    const begin = (): void => void work();
    if (isShown('current')) begin();
    else addEventListener('live', begin, { once: true });
    return () => {
      stopped = true;
      removeEventListener('live', begin);
    };
  }, [client, key]);
};
