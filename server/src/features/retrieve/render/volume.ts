/** A volume: parallel pictures of one size, one behind the other (PS3.3 C.11.23.1). */
import { fail } from '../../../errors.ts';
import { normal, type Plane } from './geometry.ts';
import { dot, minus, type Vector } from './vector.ts';

export interface Volume {
  readonly columns: number;
  readonly rows: number;
  /** In the direction of increasing column, of increasing row, and from slice to slice; unit vectors. */
  readonly along: Vector;
  readonly down: Vector;
  readonly inward: Vector;
  /** Millimetres between columns, and between rows. */
  readonly spacing: Plane['spacing'];
  /** The centres of the first pixels of the slices, by increasing depth. */
  readonly origins: readonly Vector[];
  /** Millimetres of the slices along `inward`. */
  readonly depths: readonly number[];
  /** Millimetres that the first and the last slice reach outwards. */
  readonly edge: number;
}

export interface Slice {
  readonly plane: Plane;
  readonly rows: number;
  readonly columns: number;
}

const notDrawn = (why: string): never =>
  fail('not-acceptable', `The pictures that this presentation state names ${why}: that is no volume to draw.`);

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 0.01 * Math.abs(b);

const fits = (a: Slice, b: Slice): boolean =>
  a.rows === b.rows &&
  a.columns === b.columns &&
  a.plane.reference === b.plane.reference &&
  dot(a.plane.along, b.plane.along) > 0.9999 &&
  dot(a.plane.down, b.plane.down) > 0.9999 &&
  close(a.plane.spacing[0], b.plane.spacing[0]) &&
  close(a.plane.spacing[1], b.plane.spacing[1]);

/** A gap wider than this, against the usual one, is a slice that is missing. */
const widestGap = 1.5;

const checkGaps = (gaps: readonly number[], usual: number): void => {
  if (gaps.some((gap) => gap < 0.01)) notDrawn('lie in the same place');
  if (gaps.some((gap) => gap > usual * widestGap)) notDrawn('are not evenly spaced, as if some were missing');
};

/** The slices in the order of their depth. */
export const inDepth = <T extends Slice>(slices: readonly T[]): readonly T[] => {
  const [first] = slices;
  if (first === undefined) return notDrawn('are not there');
  const inward = normal(first.plane);
  return slices.toSorted((a, b) => dot(a.plane.origin, inward) - dot(b.plane.origin, inward));
};

/** @param slices in the order of their depth */
export const volumeOf = (slices: readonly Slice[]): Volume => {
  const [first, ...others] = slices;
  if (first === undefined) return notDrawn('are not there');
  const { along, down, spacing, thickness } = first.plane;
  if (Math.abs(dot(along, down)) > 0.001) notDrawn('have rows and columns that are not upright on each other');
  if (!others.every((slice) => fits(slice, first))) notDrawn('differ in size, spacing or direction');
  const inward = normal(first.plane);
  const origins = slices.map(({ plane }) => plane.origin);
  const depths = origins.map((origin) => dot(origin, inward));
  const gaps = origins.slice(1).map((origin, at) => dot(minus(origin, origins[at] as Vector), inward));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? thickness;
  checkGaps(gaps, usual);
  const { rows, columns } = first;
  return { columns, rows, along, down, inward, spacing, origins, depths, edge: usual / 2 };
};

/** Column, row and slice of a place, with parts of them; slices count beyond the first and last as between the nearest two. */
export const placeIn = (volume: Volume, point: Vector): Vector => {
  const { depths, origins, along, down, inward, spacing, edge } = volume;
  const depth = dot(point, inward);
  const at = Math.max(
    0,
    Math.min(
      depths.length - 2,
      depths.findLastIndex((one) => one <= depth),
    ),
  );
  const [low, high] = [depths[at] as number, depths[at + 1] ?? (depths[at] as number) + edge * 2];
  const part = (depth - low) / (high - low);
  const origin = origins[at] as Vector;
  const next = origins[at + 1] ?? origin;
  const within = (direction: Vector): number =>
    dot(point, direction) - dot(origin, direction) - part * (dot(next, direction) - dot(origin, direction));
  return [within(along) / spacing[0], within(down) / spacing[1], at + part];
};
