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

type Point = readonly [column: number, row: number];

/** True when a region has no borders in the header, or all points lie within them. */
const holds = (region: Header, points: readonly Point[]): boolean => {
  const [left, top, right, bottom] = ['00186018', '0018601A', '0018601C', '0018601E'].map(
    (tag) => numbersOf(region, tag)[0],
  );
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return true;
  return points.every(([column, row]) => column >= left && column <= right + 1 && row >= top && row <= bottom + 1);
};

/** The region that holds the points, if its pixels are centimetres in both directions (PS3.3 C.8.5.5). */
const ultrasound = (regions: readonly Header[], points: readonly Point[]): Calibration | null => {
  for (const region of regions) {
    const [x] = numbersOf(region, '0018602C');
    const [y] = numbersOf(region, '0018602E');
    const inCm = numbersOf(region, '00186024')[0] === centimetres && numbersOf(region, '00186026')[0] === centimetres;
    if (x && y && inCm && holds(region, points))
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

/**
 * How large a pixel is where the points lie, and how we know; null when nobody says. An ultrasound picture that has regions
 * is calibrated within them only: a trace beside the picture has another scale.
 */
export const calibrationOf = (header: Header, points: readonly Point[] = []): Calibration | null => {
  const regions = values(header, '00186011') as Header[];
  if (regions.length > 0) return ultrasound(regions, points);
  return (
    fromSpacing(numbersOf(header, '00280030'), 'pixel-spacing', null) ??
    fromSpacing(
      numbersOf(header, '00181164'),
      'imager-pixel-spacing',
      'Measured at the detector: sizes in the patient are smaller by the magnification.',
    )
  );
};

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
