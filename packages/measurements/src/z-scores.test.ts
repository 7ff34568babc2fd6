import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thingOf } from './things.ts';
import { detroit, zScoreOf } from './z-scores.ts';

const child = { thing: 'aortic-root', value: 25, isEcho: true, surface: 0.81, age: 6 };

it('by hand: an aortic root of 25 mm at 0.81 m2', () => {
  // ln mean = -0.5 + 2.537 x 0.81 - 1.707 x 0.6561 + 0.42 x 0.531441 = 0.658213; (ln 2.5 - 0.658213) / sqrt 0.012
  expect(zScoreOf(child)).toEqual({ z: expect.closeTo(2.356, 2) });
});

describe('beyond the limits nothing, and why', () => {
  it.each([
    [{ age: 18 }, /younger than 18/],
    [{ age: undefined }, /birth date/],
    [{ isEcho: false }, /echocardiography/],
    [{ surface: undefined }, /height and weight/],
    [{ surface: 0.14 }, /0.15 to 2 m2/],
    [{ surface: 2.01 }, /0.15 to 2 m2/],
    [{ value: 0 }, /none/],
  ])('%j', (more, why) => {
    expect(zScoreOf({ ...child, ...more })).toEqual({ why: expect.stringMatching(why) });
  });

  it('of what no model speaks of', () => {
    expect(zScoreOf({ ...child, thing: 'cobb-angle' })).toBeUndefined();
    expect(zScoreOf({ ...child, thing: 'constructor' })).toBeUndefined();
  });
});

it('things of the model are in millimetres, and the mean of each grows with the child', () => {
  for (const thing of Object.keys(detroit.things)) expect(thingOf(thing)?.unit, thing).toBe('mm');
  const meanOf = (thing: string, surface: number): number => {
    // The value at which z is zero, found from two others: z is linear in the logarithm.
    const [one, ten] = [1, 10].map((value) => zScoreOf({ ...child, thing, value, surface }));
    const z = (score: typeof one): number => (score && 'z' in score ? score.z : Number.NaN);
    return 10 ** (-z(one) / (z(ten) - z(one)));
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(detroit.things)),
      fc.double({ min: 0.15, max: 1.4, noNaN: true }),
      (thing, surface) => {
        expect(meanOf(thing, surface + 0.1)).toBeGreaterThan(meanOf(thing, surface));
        expect(zScoreOf({ ...child, thing, surface, value: meanOf(thing, surface) })).toEqual({
          z: expect.closeTo(0, 6),
        });
      },
    ),
  );
});
