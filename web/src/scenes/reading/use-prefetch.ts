import { useQueryClient } from '@tanstack/react-query';
import type { Reading } from '@throughline/contract';
import { useEffect } from 'react';
import { manifestQuery } from '../../api/queries.ts';
import { prefetch } from '../../viewport/desk.ts';
import { isFlagged } from './colours.ts';

const isLive = (): boolean => document.querySelector('[data-stage=current][data-live=true]') !== null;

/** Once both pictures are live: the first picture of every other prior that matters, then the rest of what hangs. */
export const usePrefetch = (reading: Reading, shown: string | undefined): void => {
  const client = useQueryClient();
  const wanted = reading.priors
    .filter((prior) => isFlagged(prior) && prior.notDrawn === null && prior.received > 0)
    .map((prior) => `${prior.studyInstanceUid} ${prior.received}`)
    .join(',');
  useEffect(() => {
    let stopped = false;
    const work = async (): Promise<void> => {
      const others = wanted.split(',').filter((one) => one !== '');
      const manifests = [];
      for (const one of others) {
        if (stopped) return;
        const [uid = '', received = '0'] = one.split(' ');
        const manifest = await client.ensureQueryData(manifestQuery(uid, Number(received))).catch(() => undefined);
        if (!manifest) continue;
        manifests.push(manifest);
        await prefetch(manifest, false);
      }
      for (const manifest of manifests.filter((one) => one.studyInstanceUid === shown)) {
        if (!stopped) await prefetch(manifest, true);
      }
    };
    const begin = (): void => void work();
    if (isLive()) begin();
    else addEventListener('live', begin, { once: true });
    return () => {
      stopped = true;
      removeEventListener('live', begin);
    };
  }, [client, wanted, shown]);
};
