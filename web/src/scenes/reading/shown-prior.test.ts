import type { RankedPrior, Reading } from '@throughline/contract';
import { describe, expect, it } from 'vitest';
import { examplePrior as prior } from './example-prior.ts';
import { betterPrior, emptyPrior, noPrior, shownPrior } from './shown-prior.ts';

const coming: Partial<RankedPrior> = { place: 'queued', received: 0 };
const ecg: Partial<RankedPrior> = { notDrawn: 'Structured report: listed, not drawn here', shows: [] };

describe('shownPrior', () => {
  const cases: readonly (readonly [
    string,
    readonly RankedPrior[],
    string | undefined,
    string | undefined,
    string | undefined,
  ])[] = [
    ['the best', [prior(1), prior(2)], undefined, undefined, '1.1'],
    ['the one asked for, whatever it is', [prior(1), prior(2, { tier: 'not-relevant' })], '1.2', undefined, '1.2'],
    ['the best that is here', [prior(1, coming), prior(2)], undefined, undefined, '1.2'],
    ['the one that hangs, though a better one arrived', [prior(1), prior(2)], undefined, '1.2', '1.2'],
    ['not what was dismissed', [prior(1, { dismissed: true }), prior(2)], undefined, '1.1', '1.2'],
    ['what can be drawn before what cannot', [prior(1, ecg), prior(2, coming)], undefined, undefined, '1.2'],
    ['what cannot be drawn, if there is nothing else', [prior(1, ecg)], undefined, undefined, '1.1'],
    ['nothing, if nothing matters', [prior(1, { tier: 'marginal' })], undefined, undefined, undefined],
  ];
  it.each(cases)('%s', (_, priors, asked, hung, expected) => {
    expect(shownPrior(priors, asked, hung)?.studyInstanceUid).toBe(expected);
  });
});

describe('betterPrior', () => {
  it('is a higher one that is here', () => {
    expect(betterPrior([prior(1), prior(2)], prior(2), undefined)?.rank).toBe(1);
    expect(betterPrior([prior(1, coming), prior(2)], prior(2), undefined)).toBeUndefined();
  });
  it('is not said to a reader who chose', () =>
    expect(betterPrior([prior(1), prior(2)], prior(2), '1.2')).toBeUndefined());
});

describe('that there is none', () => {
  const reading = (verdict: string) => ({ completeness: { verdict } }) as unknown as Reading;

  it('is said only when everybody answered', () => {
    expect(noPrior(reading('complete'))).toBe('No prior matters for this study.');
    for (const verdict of ['incomplete', 'unknown']) {
      expect(noPrior(reading(verdict))).toBe('No relevant prior is known yet.');
      expect(emptyPrior(undefined, reading(verdict), false)).toBe(noPrior(reading(verdict)));
    }
  });
});
