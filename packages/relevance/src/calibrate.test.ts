/** Feedback proposes, a person adopts: what is proposed, how far it goes, and that nothing changes by itself. */
import { describe, expect, it } from 'vitest';
import { calibrate, type Feedback, type Outcome, rank, readFeedback, readPack } from './index.ts';

const now = { description: 'MRI LUMBAR SPINE', modality: 'MR', date: '2026-05-01' };
const prior = { description: 'CT ABDOMEN', modality: 'CT', date: '2025-05-01' };
const reading = (outcome: Outcome): Feedback => ({ current: now, candidates: [{ ...prior, outcome }] });
const many = (count: number, outcome: Outcome): readonly Feedback[] =>
  Array.from({ length: count }, () => reading(outcome));

describe('calibration', () => {
  it('proposes less for what is dismissed and more for what is opened or pulled in', () => {
    const down = calibrate(many(10, 'dismissed')).proposals[0];
    expect(down).toMatchObject({
      kind: 'adjacency',
      now: 'lumbar-spine',
      prior: 'abdomen',
      observations: 10,
      wanted: 0,
    });
    expect(down && down.to < down.from && down.from - down.to <= 0.2001).toBe(true);
    for (const outcome of ['opened', 'pulled-in'] as const) {
      const up = calibrate(many(10, outcome)).proposals[0];
      expect(up && up.to > up.from && up.to - up.from <= 0.2001).toBe(true);
    }
  });

  it('proposes nothing on few observations, on what was ignored, or where a gate decided', () => {
    expect(calibrate(many(3, 'dismissed')).proposals).toEqual([]);
    expect(calibrate(many(50, 'ignored')).observations).toBe(0);
    const left = { description: 'XR KNEE LEFT', modality: 'DX', date: '2026-05-01' };
    const right = { description: 'MRI KNEE RIGHT', modality: 'MR', date: '2025-05-01', outcome: 'opened' as const };
    expect(calibrate(Array.from({ length: 9 }, () => ({ current: left, candidates: [right] }))).proposals).toEqual([]);
  });

  it('changes the ranking only when its pack is given', () => {
    const before = rank(now, [prior]);
    const { pack } = calibrate(many(40, 'dismissed'));
    expect(rank(now, [prior])).toEqual(before);
    const after = rank(now, [prior], { packs: [readPack(JSON.parse(JSON.stringify(pack)))] });
    expect(after[0]?.score).toBeLessThan(before[0]?.score ?? 0);
  });

  it('learns how well another modality of the same part serves', () => {
    const film = { description: 'XR LUMBAR SPINE', modality: 'DX', date: '2025-05-01', outcome: 'dismissed' as const };
    const { proposals, pack } = calibrate(Array.from({ length: 8 }, () => ({ current: now, candidates: [film] })));
    expect(proposals).toMatchObject([{ kind: 'modality', part: 'lumbar-spine', now: 'MR', prior: 'XR' }]);
    expect(pack.modalityIn?.['lumbar-spine']?.MR?.XR).toBeLessThan(0.85);
  });

  it.each([
    [{}, 'Feedback is a list'],
    [[{ current: { description: 'x' }, candidates: [] }], 'Reading 0: current'],
    [[{ current: now }], 'Reading 0: candidates is no list'],
    [[{ current: now, candidates: [{ ...prior, outcome: 'liked' }] }], 'Reading 0: candidate 0'],
    [[{ current: now, candidates: [null] }], 'Reading 0: candidate 0'],
  ])('refuses what is no feedback and says where: %j', (value, message) => {
    expect(() => readFeedback(value)).toThrow(message);
  });
});
