import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, isComparable, ucumOf } from './ucum.ts';
import { atoms, prefixes, spellings } from './unit-table.ts';

describe('converts', () => {
  // By the definitions of the units, worked out by hand.
  it.each<[number, string, string, number]>([
    [4.2, 'cm', 'mm', 42],
    [1, '[in_i]', 'mm', 25.4],
    [0.58, '1', '%', 58],
    [58, '%', '1', 0.58],
    [180, 'deg', 'rad', Math.PI],
    [60, "'", 'deg', 1],
    [1.07e-5, 'Gy.m2', 'Gy.cm2', 0.107],
    [17.58, 'dGy.cm2', 'Gy.cm2', 1.758],
    [415.82, 'mGycm', 'mGy.cm', 415.82],
    [1, 'Gy.m', 'mGy.cm', 100_000],
    [120, 'mm[Hg]', 'kPa', 15.99864],
    [1, 'm/s', 'cm/s', 100],
    [72, '/min', 'Hz', 1.2],
    [3, 'mL', 'cm3', 3],
    [1, 'g/L', 'kg/m3', 1],
    [500, 'mL/min/m2', 'L/(min.m2)', 0.5],
    [2, '10*3.{events}', '1', 2000],
    [70, 'kg{body}', 'g', 70_000],
    [16, '[lb_av]', 'kg', 7.25747792],
    [20, 'wk', 'd', 140],
  ])('%f %s to %s', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBeCloseTo(expected, 9);
  });

  it.each<[string, string]>([
    ['mm', 'deg'],
    ['mGy', 'mSv'],
    ['rad', 'RAD'],
    ['mm', 'mm2'],
    ['%', 'mm'],
    ['furlong', 'mm'],
    ['mm', ''],
    ['Cel', 'Cel'],
    ['MM', 'mm'],
    ['mm..', 'mm'],
    ['(mm', 'mm'],
    ['mm)', 'mm'],
    ['mm/0', 'mm'],
    ['constructor', 'constructor'],
    ['mm.toString', 'mm'],
  ])('no %s to %s', (from, to) => {
    expect(convert(1, from, to)).toBeUndefined();
  });
});

it('a spelling that is no UCUM has one meaning, which is', () => {
  for (const [spelling, meaning] of Object.entries(spellings)) {
    expect(ucumOf(meaning), spelling).toBe(meaning);
    expect(isComparable(meaning, meaning), spelling).toBe(true);
    expect(ucumOf(spelling), spelling).toBe(meaning);
  }
});

const units = Object.entries(atoms).flatMap(([code, { metric }]) =>
  metric ? [code, ...prefixes.map(([prefix]) => prefix + code)] : [code],
);
const anyUnit = fc.constantFrom(...units);
const anyExponent = fc.constantFrom('', '2', '3', '-1');
const term = fc.tuple(anyUnit, anyExponent).map(([unit, exponent]) => `${unit}${exponent}`);
const terms = fc
  .array(fc.tuple(fc.constantFrom('.', '/'), term), { maxLength: 3 })
  .chain((rest) => term.map((first) => first + rest.map(([sign, next]) => sign + next).join('')));

it('there and back is the same value, and a unit is itself', () => {
  fc.assert(
    fc.property(terms, terms, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (one, other, value) => {
      expect(convert(value, one, one)).toBeCloseTo(value, 6);
      const there = convert(value, one, other);
      expect(there !== undefined).toBe(isComparable(one, other));
      if (there === undefined || there === 0) return;
      const back = convert(there, other, one) ?? Number.NaN;
      expect(Math.abs(back / value - 1)).toBeLessThan(1e-9);
    }),
    { numRuns: 2_000 },
  );
});

it('order does not change what is comparable, nor larger into smaller', () => {
  fc.assert(
    fc.property(
      anyUnit,
      anyUnit,
      fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })),
      (a, b, [x, y]) => {
        expect(isComparable(a, b)).toBe(isComparable(b, a));
        expect(isComparable(`${a}.${b}`, `${b}.${a}`)).toBe(true);
        const [first, second] = [convert(x, a, b), convert(y, a, b)];
        if (first !== undefined && second !== undefined) expect(Math.sign(first - second)).toBe(Math.sign(x - y));
      },
    ),
  );
});

it('reads any text without harm', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ maxLength: 100 }), fc.stringMatching(/^[a-zA-Z0-9./(){}[\]*^'%+-]{0,40}$/)),
      (text) => {
        const converted = convert(1, text, text);
        expect(converted === undefined || converted === 1).toBe(true);
      },
    ),
    { numRuns: 5_000 },
  );
});
