/** Exams of several parts beside others: each part by its own side. */
import { describe, expect, it } from 'vitest';
import { rank } from './index.ts';
import { study } from './testing/studies.ts';

const beside = (now: string, prior: string, modality: string) => {
  const [one] = rank(study('now', modality, now, '2026-05-01'), [study('p', modality, prior, '2025-05-01')]);
  return { score: one?.score ?? 0, codes: one?.reasons.map(({ code }) => code), tier: one?.tier };
};

describe('an exam of several parts, each of its side', () => {
  it.each([
    ['XR FEMUR LT', 'XR R KNEE L HIP'],
    ['XR FEMUR LT', 'XR L HIP R KNEE'],
    ['XR TIB FIB LT', 'XR R HIP L KNEE'],
    ['XR FOOT LT', 'XR KNEE RT ANKLE LT'],
    ['XR R KNEE L HIP', 'XR FEMUR LT'],
  ])('is not of the other side beside a part of one of its sides: %s, %s', (now, prior) => {
    expect(beside(now, prior, 'CR').codes).not.toContain('other-side');
  });

  it('does not depend on the order in which they are named', () => {
    expect(beside('XR FEMUR LT', 'XR R KNEE L HIP', 'CR').score).toBe(
      beside('XR FEMUR LT', 'XR L HIP R KNEE', 'CR').score,
    );
  });

  it.each([
    ['XR FEMUR LT', 'XR KNEE RT ANKLE RT'],
    ['XR HAND RT', 'XR LT WRIST RT WRIST LT HAND'],
    ['XR ANKLE LT', 'XR KNEE LT ANKLE RT'],
  ])('is of the other side where all that counts is: %s, %s', (now, prior) => {
    expect(beside(now, prior, 'CR').codes).toEqual(['other-side']);
  });

  it.each([
    ['CR', 'XR R KNEE L FOOT', 'amputation of the left foot 2026', false],
    ['CR', 'XR L FOOT', 'amputation of the left foot 2026', true],
    ['CR', 'XR R FOOT L KNEE', 'amputation of the left foot 2026', false],
    ['CR', 'XR L FOOT R ANKLE', 'amputation of the left foot 2026', false],
    ['US', 'US BLADDER AND LEFT KIDNEY', 's/p left nephrectomy', false],
    ['US', 'US LEFT KIDNEY', 's/p left nephrectomy', true],
  ])(
    'is of what was removed only where nothing else is shown: %s %s, %s',
    (modality, name, reasonForExam, isRefused) => {
      const now = study('now', modality, name, '2026-05-01', { reasonForExam });
      const [one] = rank(now, [study('p', modality, name, '2025-05-01')]);
      expect(one?.reasons.some(({ code }) => code === 'organ-removed')).toBe(isRefused);
    },
  );

  it.each([
    ['XR R HIP L KNEE PRE OP', false],
    ['XR L KNEE R HIP PRE OP', false],
    ['XR L HIP R KNEE PRE OP', true],
    ['XR R KNEE L HIP PRE OP', true],
  ])('shows the native joint by the side of that joint: %s', (name, isNative) => {
    const now = study('now', 'CR', 'XR HIP LEFT', '2026-05-01', { reasonForExam: 'left THA follow up' });
    const [one] = rank(now, [study('p', 'CR', name, '2025-05-01')]);
    expect(one?.reasons.some(({ code }) => code === 'before-implant')).toBe(isNative);
  });

  it('is of the side that a person says', () => {
    const prior = study('p', 'CR', 'XR KNEE LT ANKLE RT', '2025-05-01', { correction: { laterality: 'bilateral' } });
    const [one] = rank(study('now', 'CR', 'XR KNEE RT', '2026-05-01'), [prior]);
    expect(one?.tier).toBe('show-first');
  });
});

describe('an exam with a part in another language', () => {
  it.each([
    ['US ABDOMEN', 'ECHO ABDOMINALE', 'US'],
    ['CT LEBER', 'CT Lung Leber', 'CT'],
    ['CT ABDOMEN', 'CT chest, abdome', 'CT'],
    ['MRI PITUITARY', 'MRI BRAIN HYPOFYSE', 'MR'],
    ['XR HAND', 'RX MAIN', 'CR'],
  ])('is shown first beside one of that part: %s, %s', (now, prior, modality) => {
    expect(beside(now, prior, modality).tier).toBe('show-first');
  });
});
