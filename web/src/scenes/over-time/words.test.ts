import { describe, expect, it, test } from 'vitest';
import { amount, changeWords, doseLines, scoresOf, shortModel, studyDoseWords, withoutZ, zWords } from './words.ts';

const point = (date: string, value: number, comparator: string | null = null) => ({
  date,
  value,
  comparator,
  sites: ['County General'],
  method: '',
  z: null,
  zBy: null,
  zAlso: [],
  whyNoZ: null,
  sent: { value, unit: 'deg', code: { value: 'x', scheme: 'y', meaning: 'z' } },
  origins: [],
});

test.each([
  [34, 'deg', '34°'],
  [1.23456, 'mm', '1.235 mm'],
  [610, 'mGy.cm', '610 mGy·cm'],
  [3, '1', '3'],
])('%f %s', (value, unit, text) => {
  expect(amount(value, unit)).toBe(text);
});

describe('the change', () => {
  it.each([
    [[point('2026-05-01', 34)], '34° on 2026-05-01'],
    [[point('2025-11-01', 28), point('2026-05-01', 34)], '34°, +6° since 2025-11-01'],
    [
      [point('2024-05-01', 19), point('2025-11-01', 36), point('2026-05-01', 34)],
      '34°, −2° since 2025-11-01, +15° since 2024-05-01',
    ],
    [[point('2025-11-01', 28), point('2026-05-01', 34, '<')], '<34° on 2026-05-01'],
    [[], ''],
  ])('%#', (points, text) => {
    expect(changeWords({ points, unit: 'deg' })).toBe(text);
  });
});

test('the change of a share is told in points, as it is no share of it', () => {
  const points = [point('2025-12-27', 48), point('2026-11-27', 35)];
  expect(changeWords({ points, unit: '%' })).toBe('35 %, −13 percentage points since 2025-12-27');
});

test('dose says how much of it is known', () => {
  const total = { group: 'CT', kind: 'dlp', side: null, unit: 'mGy.cm' } as const;
  expect(
    doseLines({
      studies: [],
      known: [
        { group: 'CT', known: 3, of: 5 },
        { group: 'nuclear', known: 0, of: 1 },
      ],
      totals: [
        { ...total, region: 'chest', value: 512, studies: 2 },
        { ...total, region: null, value: 900, studies: 1 },
      ],
    }),
  ).toEqual([
    'CT dose, 3 of 5 studies known: 512 mGy·cm dose length product, chest (2 studies); 900 mGy·cm dose length product, region not said (1 study).',
    'Nuclear medicine dose, 0 of 1 study known.',
  ]);
});

test('a study without a dose says why', () => {
  const study = {
    studyInstanceUid: '1',
    date: null,
    siteName: 'County General',
    exam: 'CT',
    group: 'CT',
    state: 'not-known',
    why: 'Its objects are not here, or were not read yet.',
    origin: null,
    doses: [],
  } as const;
  expect(studyDoseWords({ ...study, doses: [] })).toBe('Its objects are not here, or were not read yet.');
});

test('a z-score has its side, and one that is missing its reason, once', () => {
  expect([zWords(2.36), zWords(-0.04)]).toEqual(['z +2.4', 'z −0.0']);
  const without = (date: string) => ({ ...point(date, 3), whyNoZ: 'height and weight of that day are not known' });
  expect(withoutZ({ points: [without('2026-01-01'), point('2026-02-01', 3), without('2026-03-01')] })).toEqual([
    'No z-score of 2026-01-01, 2026-03-01: height and weight of that day are not known.',
  ]);
});

it('each model speaks for itself', () => {
  const score = { z: 2.4, zBy: 'Pettersen 2008 (Detroit)', zAlso: [{ model: 'Gautier 2010 (Paris)', z: 2.1 }] };
  expect(scoresOf(score).map(({ model, z }) => `${zWords(z)} ${shortModel(model)}`)).toEqual([
    'z +2.4 (Detroit)',
    'z +2.1 (Paris)',
  ]);
  expect(scoresOf({ z: null, zBy: null, zAlso: [] })).toEqual([]);
});
