/** What is still to be had of a study. */
import type { FetchRequest, PeerInstance } from './peer.ts';

export interface WantedSeries {
  readonly seriesInstanceUid: string;
  readonly instances: readonly PeerInstance[];
  /** Nothing of the series is here: it can be had as a whole. */
  readonly whole: boolean;
}

export const wantedOf = (
  listed: ReadonlyMap<string, readonly PeerInstance[]>,
  { held, maxInstances }: FetchRequest,
): readonly WantedSeries[] => {
  // An object counts as held whichever series it came in: one UID is one object.
  const known = new Set([...held.values()].flatMap((series) => [...series]));
  let left = maxInstances;
  return [...listed].flatMap(([seriesInstanceUid, all]) => {
    const missing = all.filter((instance) => !known.has(instance.sopInstanceUid)).slice(0, Math.max(0, left));
    left -= missing.length;
    if (missing.length === 0) return [];
    return [{ seriesInstanceUid, instances: missing, whole: missing.length === all.length }];
  });
};
