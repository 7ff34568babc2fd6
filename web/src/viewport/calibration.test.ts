import { describe, expect, it } from 'vitest';
import { angleOf, calibrationOf, lengthOf } from './calibration.ts';

const ds = (...numbers: readonly number[]) => ({ vr: 'DS', Value: numbers });

describe('calibration', () => {
  it('takes the pixel spacing', () => {
    expect(calibrationOf({ '00280030': ds(0.5, 0.4) })).toMatchObject({
      mmPerRow: 0.5,
      mmPerColumn: 0.4,
      source: 'pixel-spacing',
      caveat: null,
    });
  });
  it('says that the detector is not the patient', () => {
    expect(calibrationOf({ '00181164': ds(0.2, 0.2) })?.caveat).toMatch(/magnification/);
  });
  it('takes an ultrasound region in centimetres, and no other', () => {
    const region = (unit: number) => ({
      '00186024': ds(unit),
      '00186026': ds(unit),
      '0018602C': ds(0.03),
      '0018602E': ds(0.03),
    });
    expect(calibrationOf({ '00186011': { vr: 'SQ', Value: [region(3)] } })).toMatchObject({ mmPerColumn: 0.3 });
    expect(calibrationOf({ '00186011': { vr: 'SQ', Value: [region(4)] } })).toBeNull();
  });
  it('is not there where nobody says', () => expect(calibrationOf({})).toBeNull());
  it('measures lengths of pixels that are not square', () => {
    const calibration = { mmPerColumn: 2, mmPerRow: 1, source: 'pixel-spacing', caveat: null } as const;
    expect(
      lengthOf(
        [
          [0, 0],
          [3, 8],
        ],
        calibration,
      ),
    ).toBeCloseTo(10);
  });
  it('measures an angle at a vertex and between two lines', () => {
    expect(
      angleOf(
        [
          [0, 10],
          [0, 0],
          [10, 0],
        ],
        null,
      ),
    ).toBeCloseTo(90);
    expect(
      angleOf(
        [
          [0, 0],
          [10, 0],
          [0, 10],
          [10, 20],
        ],
        null,
      ),
    ).toBeCloseTo(45);
  });
});
