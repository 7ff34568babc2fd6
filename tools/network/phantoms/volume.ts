import type { Plane } from '../drawing/plane.ts';
import type { Picture } from './picture.ts';
import { corner } from './picture.ts';

const INTERCEPT = -1024;

/** Hounsfield units to the stored form of a CT: unsigned 16 bit, intercept -1024. */
export const ctPicture = (
  p: Plane,
  z: number,
  thickness: number,
  window: { center: number; width: number },
): Picture => {
  const pixels = new Uint16Array(p.data.length);
  for (let i = 0; i < pixels.length; i++) {
    const value = Math.round((p.data[i] ?? INTERCEPT) - INTERCEPT);
    pixels[i] = value < 0 ? 0 : Math.min(value, 4095);
  }
  return {
    rows: p.height,
    columns: p.width,
    samples: 1,
    bitsStored: 12,
    signed: false,
    photometric: 'MONOCHROME2',
    frames: [pixels],
    window,
    rescale: { slope: 1, intercept: INTERCEPT, type: 'HU' },
    spacing: p.mm,
    position: corner(p, z),
    orientation: [1, 0, 0, 0, 1, 0],
    thickness,
  };
};

/** A number that goes 0 -> 1 -> 0 between the two ends, as the section of an ellipsoid does. */
export const section = (z: number, from: number, to: number): number => {
  const t = (2 * z - from - to) / (to - from);
  return Math.abs(t) >= 1 ? 0 : Math.sqrt(1 - t * t);
};
