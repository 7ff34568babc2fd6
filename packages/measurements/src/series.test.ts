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
    modalities: [],
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

const ef = (meaning: string, value: number, modalities: string[], at: string, ...methods: string[]): Recorded =>
  recorded(
    {
      what: { value: '10230-1', scheme: 'LN', meaning },
      value,
      unit: '%',
      site: null,
      at,
      modifiers: methods.map((method) => ({ value: method, scheme: '99X', meaning: method })),
    },
    { modalities },
  );

it('ejection fractions by different modalities and methods are lines of their own, named', () => {
  const series = seriesOverTime([
    ef('LVEF', 55, ['US', 'SR'], '20240101', 'Method of Disks, Biplane'),
    ef('LVEF', 52, ['US', 'SR'], '20250101', "Biplane Simpson's"),
    ef('LVEF', 63, ['US', 'SR'], '20250601', 'Teichholz'),
    ef('LVEF', 47, ['MR', 'SR'], '20250201'),
    ef('LVEF', 45, ['MR', 'SR'], '20260201'),
    ef('Left ventricular Ejection fraction by Nuclear blood pool', 49, [], '20250301'),
    ef('LVEF', 50, [], '20250401'),
  ]);
  expect(Object.fromEntries(series.map(({ words, points }) => [words, points.map(({ value }) => value)]))).toEqual({
    'Left ventricular ejection fraction, echo, biplane Simpson': [55, 52],
    'Left ventricular ejection fraction, echo, Teichholz': [63],
    'Left ventricular ejection fraction, MRI': [47, 45],
    'Left ventricular ejection fraction, nuclear': [49],
    'Left ventricular ejection fraction, method not stated': [50],
  });
  expect(new Set(series.map(({ key }) => key)).size).toBe(5);
  expect(series.flatMap(({ differences }) => differences)).toEqual([]);
});

it('a message that repeats what an object says is on the line of the object', () => {
  const object = ef('LVEF', 55, ['US'], '20240101083000', 'Biplane method of discs');
  const message = { ...ef('LVEF', 55, [], '20240101'), kind: 'message' as const };
  const [one, ...others] = seriesOverTime([message, object]);
  expect([one?.words, one?.points.length, others]).toEqual([
    'Left ventricular ejection fraction, echo, biplane Simpson',
    1,
    [],
  ]);
});

it('where nobody says how, the name says nothing of it', () => {
  const [one] = seriesOverTime([ef('LVEF', 55, [], '20240101'), ef('LVEF', 52, [], '20250101')]);
  expect([one?.words, one?.points.length]).toEqual(['Left ventricular ejection fraction', 2]);
});

it('values of one object by two methods are both kept, though one of them is a mean', () => {
  const mean = { value: '373098007', scheme: 'SCT', meaning: 'Mean' };
  const biplane = ef('LVEF', 55, ['US'], '20240101', 'Biplane');
  const teichholz = ef('LVEF', 63, ['US'], '20240101', 'Teichholz');
  const derived = { ...teichholz.measurement, derivation: mean };
  const series = seriesOverTime([
    { ...biplane, origin: 'one' },
    { ...teichholz, measurement: derived, origin: 'one' },
  ]);
  expect(series.map(({ points }) => points.map(({ value }) => value))).toEqual([[55], [63]]);
});

it('one value by two methods of one study is two measurements', () => {
  const [biplane, teichholz] = ['Biplane', 'Teichholz'].map((method) => ef('LVEF', 55, ['US'], '20240101', method));
  const series = seriesOverTime([biplane, teichholz].map((one) => ({ ...(one as Recorded), studyInstanceUid: '1.2' })));
  expect(series).toHaveLength(2);
});
