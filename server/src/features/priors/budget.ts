/** How much is fetched for one person before anybody asks: the best first, until bytes or time are used up. Pure. */
import type { LeftStudyRow, Spent } from '../../db/index.ts';

/** Of one person within `BUDGET_MS`; null: no limit. */
export interface Budget {
  readonly bytes: number | null;
  readonly milliseconds: number | null;
}

/** A day: opening a page again and again does not bring the whole of an archive here. */
export const BUDGET_MS = 86_400_000;

interface Candidate {
  readonly estimatedBytes: number;
  /** The study that is being read, or what a reader asked for: fetched whatever it costs. */
  readonly exempt: boolean;
}

export type Decision = 'fetch' | LeftStudyRow['left_by'];

/**
 * What of these, best first, is fetched. One that does not fit is left, and a smaller one behind it may still fit. What was begun is
 * not counted again: it is in `spent`.
 */
export const decide = (
  candidates: readonly Candidate[],
  spent: Spent,
  { bytes: mostBytes, milliseconds: mostTime }: Budget,
): readonly Decision[] => {
  let bytes = spent.bytes;
  return candidates.map(({ estimatedBytes: estimate, exempt }) => {
    // Of what nobody can tell the size, something comes.
    const estimatedBytes = Math.max(1, estimate);
    if (!exempt && mostTime !== null && spent.milliseconds >= mostTime) return 'time';
    if (!exempt && mostBytes !== null && bytes + estimatedBytes > mostBytes) return 'bytes';
    bytes += estimatedBytes;
    return 'fetch';
  });
};

/** Whether nothing more is begun by itself. */
export const isUsedUp = (spent: Spent, { bytes, milliseconds }: Budget): boolean =>
  (bytes !== null && spent.bytes >= bytes) || (milliseconds !== null && spent.milliseconds >= milliseconds);
