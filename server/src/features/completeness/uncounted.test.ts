/** A copy whose source says nowhere how much of it there is, beside one that is counted and here. */
import { describe, expect, it } from 'vitest';
import { countStudy } from './counts.ts';
import type { LedgerStudy } from './ledger.ts';
import { stateStudy } from './study-statement.ts';

const now = new Date('2026-11-26T12:00:00Z');

const copy = (siteName: string, claimed: number | null): LedgerStudy['copies'][number] => ({
  sourceId: siteName,
  siteName,
  claimed,
  ...(claimed === null && { uncounted: true }),
  kind: 'whole',
  gives: true,
});

const ct: LedgerStudy = {
  studyInstanceUid: '2.25.1',
  label: 'CT chest 2024-03-01',
  siteName: 'County',
  role: 'flagged',
  received: 3,
  series: [{ seriesInstanceUid: '2.25.2', label: 'CT 1', received: 3, claims: [3] }],
  copies: [copy('County', 3), copy('Lakeside', null)],
  announced: null,
  transfer: 'done',
  left: null,
  lastReceivedAt: now,
};

describe('a copy that nobody counted', () => {
  it('keeps a study from being called whole: it may have more', () => {
    expect(stateStudy(ct, [], now)).toMatchObject({
      state: 'unknown',
      received: 3,
      text: 'CT chest 2024-03-01: 3 images, Lakeside did not say how many it has',
    });
  });

  it('changes nothing where images are missing from the copy that is counted', () => {
    const series = [{ seriesInstanceUid: '2.25.2', label: 'CT 1', received: 2, claims: [3] }];
    expect(stateStudy({ ...ct, received: 2, series }, [], now)).toMatchObject({
      state: 'unreachable',
      received: 2,
      expected: 3,
    });
  });

  it('does not matter when who made the study said how much there is', () => {
    const made = { ...ct, announced: { objects: 3, missing: 0 } };
    expect(countStudy(made).whole).toBe(true);
  });
});
