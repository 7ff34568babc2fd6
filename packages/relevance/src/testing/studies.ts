/** Studies for tests. */
import type { RankedCandidate, Study } from '../index.ts';

export const study = (
  id: string,
  modality: string,
  description: string,
  date: string,
  more: Partial<Study> = {},
): Study => ({
  id,
  studyUid: `1.2.${id.length}.${[...id].map((letter) => letter.charCodeAt(0)).join('')}`,
  modality,
  description,
  date,
  ...more,
});

export const ids = (ranked: readonly RankedCandidate[]): readonly (string | undefined)[] =>
  ranked.map((one) => one.study.id);
export const flagged = (one: RankedCandidate): boolean => one.tier === 'show-first' || one.tier === 'relevant';
