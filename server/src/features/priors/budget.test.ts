/** What of the wanted is fetched, and how much it is thought to be. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownStudy } from '../history/index.ts';
import { decide, isUsedUp } from './budget.ts';
import { estimatedBytes } from './object-sizes.ts';

const nothing = { bytes: 0, milliseconds: 0 };
const wanted = (bytes: number, exempt = false) => ({ estimatedBytes: bytes, exempt });

describe('decide', () => {
  it.each<[string, Parameters<typeof decide>, readonly string[]]>([
    [
      'everything without a limit',
      [[wanted(9), wanted(9)], nothing, { bytes: null, milliseconds: null }],
      ['fetch', 'fetch'],
    ],
    ['the best first', [[wanted(6), wanted(6)], nothing, { bytes: 10, milliseconds: null }], ['fetch', 'bytes']],
    [
      'a smaller one behind one that does not fit',
      [[wanted(12), wanted(6)], nothing, { bytes: 10, milliseconds: null }],
      ['bytes', 'fetch'],
    ],
    [
      'less, where much was fetched today',
      [[wanted(6)], { bytes: 5, milliseconds: 0 }, { bytes: 10, milliseconds: null }],
      ['bytes'],
    ],
    [
      'what a reader asks for, and it counts',
      [[wanted(12, true), wanted(1)], nothing, { bytes: 10, milliseconds: null }],
      ['fetch', 'bytes'],
    ],
    [
      'nothing more when the time is over',
      [[wanted(1), wanted(1, true)], { bytes: 0, milliseconds: 60 }, { bytes: 10, milliseconds: 60 }],
      ['time', 'fetch'],
    ],
    [
      'nothing of unknown size either',
      [[wanted(0)], { bytes: 10, milliseconds: 0 }, { bytes: 10, milliseconds: null }],
      ['bytes'],
    ],
  ])('fetches %s', (_name, [candidates, spent, budget], expected) => {
    expect(decide(candidates, spent, budget)).toEqual(expected);
  });

  it('never begins what goes beyond the bytes, and never leaves what fits', () => {
    const candidate = fc.record({ estimatedBytes: fc.integer({ min: 1, max: 50 }), exempt: fc.constant(false) });
    fc.assert(
      fc.property(fc.array(candidate), fc.nat(60), fc.nat(100), (all, before, most) => {
        const decisions = decide(all, { bytes: before, milliseconds: 0 }, { bytes: most, milliseconds: null });
        let total = before;
        for (const [place, { estimatedBytes: bytes }] of all.entries()) {
          const isTaken = decisions[place] === 'fetch';
          expect(isTaken).toBe(total + bytes <= most);
          if (isTaken) total += bytes;
        }
      }),
    );
  });
});

it('is used up by bytes or by time', () => {
  const budget = { bytes: 10, milliseconds: 60 };
  expect(isUsedUp({ bytes: 9, milliseconds: 59 }, budget)).toBe(false);
  expect(isUsedUp({ bytes: 10, milliseconds: 0 }, budget)).toBe(true);
  expect(isUsedUp({ bytes: 0, milliseconds: 60 }, budget)).toBe(true);
  expect(isUsedUp({ bytes: 10, milliseconds: 60 }, { bytes: null, milliseconds: null })).toBe(false);
});

describe('estimatedBytes', () => {
  const KIB = 2 ** 10;
  const series = (modality: string, received: number, ...claims: number[]) => ({ modality, received, claims });
  const study = (modalities: readonly string[], all: readonly ReturnType<typeof series>[] = []) =>
    ({ modalities, series: all }) as unknown as KnownStudy;

  it.each<[string, KnownStudy, number | null, number]>([
    ['by the modality', study(['CT']), 10, 5_280 * KIB],
    ['by the heaviest of several', study(['SR', 'CT']), 10, 5_280 * KIB],
    [
      'by series, where they are told',
      study(['CT', 'SR'], [series('CT', 2, 10), series('SR', 0, 1)]),
      9,
      8 * 528 * KIB + 32 * KIB,
    ],
    ['as a whole study, when nobody says how many', study(['CT']), null, 400 * 528 * KIB],
    ['as nothing, when all is here', study(['CT']), 0, 0],
    ['something for what is not known', study([]), 2, 2 * 2 ** 20],
  ])('is made %s', (_name, one, missing, bytes) => {
    expect(estimatedBytes(one, missing)).toBe(bytes);
  });
});
