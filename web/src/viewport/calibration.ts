import type { Manifest } from '@throughline/contract';

export type Header = Manifest['series'][number]['metadata'][number];

export interface Calibration {
  readonly mmPerColumn: number;
  readonly mmPerRow: number;
  readonly source: 'pixel-spacing' | 'imager-pixel-spacing' | 'ultrasound-region';
  /** Said beside every measurement that needs it. */
  readonly caveat: string | null;
}

interface Element {
  readonly Value?: readonly unknown[];
}

const values = (header: Header, tag: string): readonly unknown[] => (header[tag] as Element | undefined)?.Value ?? [];

export const numbersOf = (header: Header, tag: string): readonly number[] =>
  values(header, tag).map(Number).filter(Number.isFinite);

const centimetres = 3;

/** A region of tissue or flow whose pixels are centimetres in both directions (PS3.3 C.8.5.5). */
const ultrasound = (header: Header): Calibration | null => {
  for (const item of values(header, '00186011') as Header[]) {
    const [x] = numbersOf(item, '0018602C');
    const [y] = numbersOf(item, '0018602E');
    const inCm = numbersOf(item, '00186024')[0] === centimetres && numbersOf(item, '00186026')[0] === centimetres;
    if (x && y && inCm)
      return { mmPerColumn: Math.abs(x) * 10, mmPerRow: Math.abs(y) * 10, source: 'ultrasound-region', caveat: null };
  }
  return null;
};

const fromSpacing = (
  spacing: readonly number[],
  source: Calibration['source'],
  caveat: string | null,
): Calibration | null => {
  const [row, column] = spacing;
  return row && column ? { mmPerRow: row, mmPerColumn: column, source, caveat } : null;
};

/** How large a pixel is, and how we know; null when nobody says. */
export const calibrationOf = (header: Header): Calibration | null =>
  ultrasound(header) ??
  fromSpacing(numbersOf(header, '00280030'), 'pixel-spacing', null) ??
  fromSpacing(
    numbersOf(header, '00181164'),
    'imager-pixel-spacing',
    'Measured at the detector: sizes in the patient are smaller by the magnification.',
  );

type Point = readonly [column: number, row: number];

/** Millimetres between two points in pixels. */
export const lengthOf = ([a, b]: readonly [Point, Point], { mmPerColumn, mmPerRow }: Calibration): number =>
  Math.hypot((a[0] - b[0]) * mmPerColumn, (a[1] - b[1]) * mmPerRow);

/** Degrees at the middle of three points, or between two lines of four; pixels that are not square are stretched first. */
export const angleOf = (points: readonly Point[], calibration: Calibration | null): number => {
  const [a, b, c, d] = points;
  if (a === undefined || b === undefined || c === undefined) return 0;
  const stretch = calibration ? calibration.mmPerRow / calibration.mmPerColumn : 1;
  const direction = (from: Point, to: Point): number => Math.atan2((to[1] - from[1]) * stretch, to[0] - from[0]);
  const turn = d === undefined ? direction(b, a) - direction(b, c) : direction(a, b) - direction(c, d);
  const degrees = Math.abs((turn * 180) / Math.PI) % 360;
  const inner = degrees > 180 ? 360 - degrees : degrees;
  return d === undefined ? inner : Math.min(inner, 180 - inner);
};
