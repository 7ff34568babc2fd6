import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodySurfaceArea } from './body-surface.ts';
import { normalise } from './normalise.ts';
import { measurementOfObservation, measurementOfResult } from './result.ts';
import { type Recorded, seriesOverTime } from './series.ts';
import { things } from './things.ts';
import type { Measurement } from './types.ts';

const given = {
  what: { value: '285285000', scheme: 'SCT', meaning: 'Cobb angle' },
  value: 34,
  unit: 'deg',
  comparator: null,
  site: { value: '122495006', scheme: 'SCT', meaning: 'Thoracic spine' },
  side: null,
  derivation: null,
  modifiers: [],
  tracking: { identifier: null, uid: null },
  subject: null,
  at: '20260501083000',
};

let count = 0;
const recorded = (more: Partial<Measurement>, where: Partial<Recorded> = {}): Recorded => {
  count += 1;
  return {
    measurement: normalise({ ...given, ...more }),
    origin: `object ${count}`,
    kind: 'object',
    studyInstanceUid: `1.2.${count}`,
    seriesInstanceUid: null,
    sopInstanceUid: null,
    sites: ['County General'],
    ...where,
  };
};

const spine = (value: string) => ({ value, scheme: 'SCT', meaning: value });

it('one series for each thing and place, in order of time, of whatever code it came in', () => {
  const root = { what: { value: '18015-8', scheme: 'LN', meaning: 'Aortic Root Diameter' }, site: null };
  const later = { what: { value: '79953-6', scheme: 'LN', meaning: 'Aortic root diameter' }, site: null };
  const [cobb, aorta, lumbar] = seriesOverTime([
    recorded({ value: 34 }),
    recorded({ value: 28, at: '20251101' }),
    recorded({ value: 19, at: '20240501', what: { value: 'C', scheme: '99X', meaning: 'Cobb' } }),
    recorded({ value: 11, site: spine('Lumbar spine') }),
    recorded({ ...root, value: 2.9, unit: 'cm', at: '20240101' }),
    recorded({ ...later, value: 31, unit: 'mm' }),
  ]);
  expect(cobb?.points.map(({ date, value }) => [date, value])).toEqual([
    ['2024-05-01', 19],
    ['2025-11-01', 28],
    ['2026-05-01', 34],
  ]);
  expect(cobb?.words).toBe('Cobb angle, thoracic spine');
  expect(aorta?.points.map(({ value }) => value)).toEqual([29, 31]);
  expect(lumbar?.points).toHaveLength(1);
});

describe('duplicates', () => {
  it('the same value of one study, or by one tracking UID, is one point with both sites', () => {
    const tracking = { identifier: 'c', uid: '2.25.7' };
    const [series] = seriesOverTime([
      recorded({ tracking }),
      recorded({ tracking, at: '20260501' }, { sites: ["Children's Hospital"] }),
      recorded({ at: '20260501' }, { kind: 'message', studyInstanceUid: null }),
    ]);
    expect(series?.points).toHaveLength(1);
    expect(series?.points[0]?.sites).toEqual(['County General', "Children's Hospital"]);
    expect(series?.points[0]?.origins).toHaveLength(3);
    expect(series?.differences).toEqual([]);
  });

  it('a value that a message rounds is the same; another value is not, and the sites are named', () => {
    const root = { what: { value: '18015-8', scheme: 'LN', meaning: 'Aortic Root Diameter' }, site: null };
    const [rounded] = seriesOverTime([
      recorded({ ...root, value: 34.2, unit: 'mm' }, { studyInstanceUid: '1' }),
      recorded({ ...root, value: 3.4, unit: 'cm' }, { studyInstanceUid: '1', kind: 'message' }),
    ]);
    expect(rounded?.points.map(({ value }) => value)).toEqual([34.2]);
    const [series] = seriesOverTime([recorded({}), recorded({ value: 29 }, { sites: ["Children's Hospital"] })]);
    expect(series?.points).toHaveLength(2);
    expect(series?.differences).toEqual([
      "On 2026-05-01 the sites differ: County General 34 deg, Children's Hospital 29 deg.",
    ]);
  });

  it('two of one object are two, unless one is their mean', () => {
    const one = { origin: 'x', studyInstanceUid: '1' };
    expect(seriesOverTime([recorded({}, one), recorded({}, one)])[0]?.points).toHaveLength(2);
    const mean = { value: '373098007', scheme: 'SCT', meaning: 'Mean' };
    const [series] = seriesOverTime([
      recorded({ value: 33 }, one),
      recorded({ value: 35 }, one),
      recorded({ derivation: mean }, one),
    ]);
    expect(series?.points.map(({ value }) => value)).toEqual([34]);
  });
});

it('sites that measure in different ways are told apart', () => {
  const way = (meaning: string) => ({ modifiers: [{ value: meaning, scheme: '99', meaning }] });
  const [series] = seriesOverTime([
    recorded({ ...way('2D'), at: '20240101' }),
    recorded({ ...way('M-mode') }, { sites: ["Children's Hospital"] }),
  ]);
  expect(series?.differences).toEqual([
    "Measured in different ways: County General: 2D / Children's Hospital: M-mode.",
  ]);
});

it('what cannot be read or has no day is kept beside the series', () => {
  const [series] = seriesOverTime([recorded({ unit: 'mm' }), recorded({ at: null }), recorded({})]);
  expect(series?.points).toHaveLength(1);
  expect(series?.unread.map(({ why }) => why)).toEqual([
    'the unit does not measure what this is (deg expected)',
    'the day is not known',
  ]);
});

it('every value is in one place: a point, folded into one, or unread', () => {
  const any = fc.record({
    value: fc.integer({ min: 1, max: 4 }),
    unit: fc.constantFrom('deg', 'rad', 'mm', ''),
    at: fc.constantFrom(null, '20240101', '20240101120000', '20250101'),
    site: fc.constantFrom(null, spine('a'), spine('b')),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), (all) => {
      const told = seriesOverTime(all.map((one) => recorded(one)));
      const kept = told.flatMap(({ points, unread }) => [...points.flatMap(({ origins }) => origins), ...unread]);
      expect(kept).toHaveLength(all.length);
      for (const { points } of told)
        expect(points.map(({ date }) => date)).toEqual(points.map(({ date }) => date).toSorted());
    }),
  );
});

it('a code or a name means one thing', () => {
  const codes = things.flatMap((thing) => thing.codes.map(([scheme, value]) => `${scheme}|${value}`));
  const names = things.flatMap((thing) => thing.names ?? []);
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(names).size).toBe(names.length);
});

describe('results', () => {
  const aorta = { code: '18015-8', text: 'Aortic root', system: 'LN' };
  const result = { valueType: 'NM', codes: [aorta], value: ['3.1'], unit: 'cm', at: '20260501' };
  it.each([
    [result, { thing: 'aortic-root', canonical: { value: 31, unit: 'mm' }, at: '20260501' }],
    [{ ...result, codes: [{ code: 'AR', text: 'Root', system: 'L' }, aorta] }, { thing: 'aortic-root' }],
    [
      { ...result, valueType: 'SN', value: ['<', '3.1', '', ''] },
      { value: 3.1, comparator: '<' },
    ],
    [
      { ...result, unit: 'cubits' },
      { canonical: null, unreadable: 'the unit is not known' },
    ],
    [
      { ...result, codes: [{ code: 'ALPHA', text: 'Alpha angle', system: 'L' }], unit: 'deg' },
      { thing: 'hip-alpha-angle' },
    ],
  ])('OBX %#', (obx, expected) => {
    expect(measurementOfResult(obx)).toMatchObject(expected);
  });
  it.each([
    { ...result, value: ['3,1'] },
    { ...result, value: ['about 3'] },
    { ...result, valueType: 'TX' },
    { ...result, valueType: 'SN', value: ['', '1', ':', '128'] },
    { ...result, codes: [] },
  ])('none of OBX %#', (obx) => {
    expect(measurementOfResult(obx)).toBeNull();
  });

  it('Observations', () => {
    const code = { coding: [{ system: 'http://loinc.org', code: '18043-0', display: 'LVEF' }] };
    const valueQuantity = { value: 0.55, unit: 'ratio', system: 'http://unitsofmeasure.org', code: '1' };
    expect(
      measurementOfObservation({ code, valueQuantity, effectiveDateTime: '2026-05-01T10:30:00+02:00' }),
    ).toMatchObject({ thing: 'lv-ejection-fraction', canonical: { value: 55, unit: '%' }, at: '20260501103000' });
    expect(measurementOfObservation({ code })).toBeNull();
  });
});

describe('body surface', () => {
  // Worked out by hand from the formulas: 20 kg and 115 cm.
  it.each([
    ['Haycock', 0.798],
    ['Mosteller', 0.799],
    ['Du Bois', 0.8],
  ] as const)('by %s', (formula, expected) => {
    expect(bodySurfaceArea(formula, 20, 115)).toBeCloseTo(expected, 2);
  });
  it('of no body is none', () => {
    expect(bodySurfaceArea('Haycock', 20_000, 115)).toBeUndefined();
    expect(bodySurfaceArea('Haycock', Number.NaN, 115)).toBeUndefined();
  });
});
