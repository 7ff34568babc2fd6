import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionsIn } from './mentions.ts';

describe('what a report was compared with', () => {
  it.each<[string, string, string, readonly (readonly [string | null, readonly string[]])[]]>([
    ['', 'Comparison: CT chest 2019-03-02.', 'ISO', [['CT', ['2019-03-02']]]],
    ['Comparison', 'MRI brain of 2 March 2019', 'day and month in words', [['MR', ['2019-03-02']]]],
    ['', 'Compared with the chest x-ray from March 12, 2019, unchanged.', 'month first', [['DX', ['2019-03-12']]]],
    ['', 'Im Vergleich zum CT vom 02.03.2019 kein Wachstum.', 'German', [['CT', ['2019-03-02']]]],
    ['', 'Par rapport à la TDM précédente du 25/03/2019.', 'French', [['CT', ['2019-03-25']]]],
    ['', 'Comparison: 03/02/2019 CT.', 'day or month first', [['CT', ['2019-02-03', '2019-03-02']]]],
    ['', 'Compared with prior exam of 2019-03-02.', 'no modality', [[null, ['2019-03-02']]]],
    [
      '',
      'Comparison is made with CT of 2019-03-02 and PET of 2020-01-05.',
      'two of them',
      [
        ['CT', ['2019-03-02']],
        ['PT', ['2020-01-05']],
      ],
    ],
    ['', 'Compared with the prior CT.', 'no date', []],
    ['', 'Comparison: CT of 2019-02-30.', 'a day that there is not', []],
    ['', 'Next appointment 2026-03-02.', 'no comparison', []],
    ['', 'CT of 2019-03-02 was read. Compared with nothing.', 'another sentence', []],
  ])('%s "%s" (%s)', (heading, text, _what, expected) => {
    expect(mentionsIn(heading, text).map(({ modality, dates }) => [modality, dates])).toEqual(expected);
  });

  it('is found in any text without harm, and is a real day', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1000, max: 9999 }), (noise, year) => {
        for (const { dates } of mentionsIn('Comparison', `${noise} ${year}-02-29 ${noise} 1.1.${year}`))
          for (const date of dates) expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
      }),
      { numRuns: 500 },
    );
  });
});
