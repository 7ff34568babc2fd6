import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodySurfaceArea } from './body-surface.ts';
import { thingOf } from './things.ts';
import { zScoreModels } from './z-score-models.ts';
import { type Measured, zScoresOf } from './z-scores.ts';

// 20 kg and 115 cm: 0.797 m2 by Haycock, 0.800 by Du Bois.
const body = { heightCm: 115, weightKg: 20 };
const child: Measured = { thing: 'aortic-root', value: 25, isEcho: true, body, age: 6, sex: 'F' };

describe('by hand', () => {
  it('an aortic root of 25 mm in a girl of 115 cm and 20 kg, by two models that each say who they are', () => {
    // Haycock: 0.024265 x 20^0.5378 x 115^0.3964 = 0.79718; ln mean = -0.5 + 2.537 s - 1.707 s2 + 0.42 s3 = 0.650434
    // Du Bois: 0.007184 x 20^0.425 x 115^0.725 = 0.80022; ln mean = 3.1 + 0.44 ln s = 3.001933
    expect(zScoresOf(child)).toEqual([
      { model: 'Pettersen 2008 (Detroit)', z: expect.closeTo((Math.log(2.5) - 0.650434) / Math.sqrt(0.012), 2) },
      { model: 'Gautier 2010 (Paris)', z: expect.closeTo((Math.log(25) - 3.001933) / 0.09, 2) },
    ]);
  });

  it('a left main coronary artery of 4 mm: mean -0.1817 + 2.9238 x 0.89285 = 2.42882, deviation 0.1801 + 0.253 x 0.89285', () => {
    expect(zScoresOf({ ...child, thing: 'left-main-coronary-artery', value: 4 })).toEqual([
      { model: 'Dallaire 2011 (Montreal)', z: expect.closeTo((4 - 2.42882) / 0.40599, 2) },
    ]);
  });
});

describe('beyond the limits nothing, and why', () => {
  const large = { heightCm: 190, weightKg: 110 };
  it.each<readonly [Partial<Measured>, readonly RegExp[]]>([
    [{ age: 18 }, [/younger than 18/, /2 years to 18/]],
    [{ age: undefined }, [/birth date/, /birth date/]],
    [{ isEcho: false }, [/echocardiography/, /echocardiography/]],
    [{ body: undefined }, [/height and weight/, /height and weight/]],
    [{ body: large }, [/0.15 to 2 m2/, /0.4 to 2.2 m2/]],
    [{ value: 0 }, [/none/, /none/]],
    [{ thing: 'circumflex-artery', age: 0.1 }, [/2 months to 18/]],
  ])('%j', (more, whys) => {
    const scores = zScoresOf({ ...child, ...more });
    expect(scores.map((score) => ('why' in score ? score.why : 'a number'))).toEqual(
      whys.map((why) => expect.stringMatching(why)),
    );
  });

  it('by one model only where the other does not go: too young, or of no sex that it knows', () => {
    expect(zScoresOf({ ...child, age: 1 })).toMatchObject([{ z: expect.any(Number) }, { why: /2 years/ }]);
    expect(zScoresOf({ ...child, sex: undefined })).toMatchObject([{ z: expect.any(Number) }, { why: /sex/ }]);
  });

  it('of what no model speaks of', () => {
    expect(zScoresOf({ ...child, thing: 'cobb-angle' })).toEqual([]);
    expect(zScoresOf({ ...child, thing: 'constructor' })).toEqual([]);
  });
});

it('things of the models are in millimetres, each grows with the child, and a larger value has a larger z', () => {
  const asked = zScoreModels.flatMap(({ name, things }) => Object.keys(things).map((thing) => ({ name, thing })));
  for (const { thing } of asked) expect(thingOf(thing)?.unit, thing).toBe('mm');
  const zOf = (name: string, thing: string, value: number, weightKg: number): number => {
    const one = { heightCm: 100 + weightKg, weightKg };
    const score = zScoresOf({ ...child, thing, value, body: one }).find(({ model }) => model === name);
    return score && 'z' in score ? score.z : Number.NaN;
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...asked),
      fc.double({ min: 1, max: 50, noNaN: true }),
      fc.double({ min: 12, max: 40, noNaN: true }),
      ({ name, thing }, value, weightKg) => {
        expect(bodySurfaceArea('Haycock', weightKg, 100 + weightKg)).toBeGreaterThan(0.5);
        expect(zOf(name, thing, value + 1, weightKg)).toBeGreaterThan(zOf(name, thing, value, weightKg));
        // The mean is where z is none: it lies higher in a larger child.
        const meanOf = (kg: number): number => {
          let [low, high] = [0.1, 100];
          for (let step = 0; step < 60; step += 1) {
            const middle = (low + high) / 2;
            if (zOf(name, thing, middle, kg) < 0) low = middle;
            else high = middle;
          }
          return low;
        };
        expect(meanOf(weightKg + 3)).toBeGreaterThan(meanOf(weightKg));
      },
    ),
    { numRuns: 60 },
  );
});
