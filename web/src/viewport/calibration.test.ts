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
  it('measures within the region that holds the points, and not across two', () => {
    const us = (value: number) => ({ vr: 'US', Value: [value] });
    const region = (left: number, unit: number, mm: number) => ({
      '00186018': us(left),
      '0018601A': us(0),
      '0018601C': us(left + 99),
      '0018601E': us(99),
      '00186024': us(unit),
      '00186026': us(unit),
      '0018602C': ds(mm / 10),
      '0018602E': ds(mm / 10),
    });
    const header = { '00186011': { vr: 'SQ', Value: [region(0, 3, 0.5), region(100, 3, 0.25), region(200, 4, 9)] } };
    const between = (from: number, to: number) =>
      calibrationOf(header, [
        [from, 10],
        [to, 20],
      ])?.mmPerColumn;
    expect(between(10, 20)).toBe(0.5);
    expect(between(110, 120)).toBe(0.25);
    expect(between(10, 120)).toBeUndefined();
    expect(between(210, 220)).toBeUndefined();
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
