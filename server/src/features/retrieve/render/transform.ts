/** From one frame of reference to another: affine transformations, as registrations give them (PS3.3 C.20.2.1.1). */
import { dot, plus, times, type Vector } from './vector.ts';

export interface Transform {
  /** By rows. */
  readonly linear: readonly [Vector, Vector, Vector];
  readonly offset: Vector;
}

export const identity: Transform = {
  linear: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  offset: [0, 0, 0],
};

export const turnedBy = ({ linear: [x, y, z] }: Transform, direction: Vector): Vector => [
  dot(x, direction),
  dot(y, direction),
  dot(z, direction),
];

export const movedBy = (transform: Transform, point: Vector): Vector =>
  plus(turnedBy(transform, point), transform.offset);

const column = ({ linear: [x, y, z] }: Transform, at: 0 | 1 | 2): Vector => [x[at], y[at], z[at]];

/** First `second`, then `first`: as matrices are multiplied. */
export const product = (first: Transform, second: Transform): Transform => {
  const [x, y, z] = ([0, 1, 2] as const).map((at) => turnedBy(first, column(second, at))) as [Vector, Vector, Vector];
  return {
    linear: [
      [x[0], y[0], z[0]],
      [x[1], y[1], z[1]],
      [x[2], y[2], z[2]],
    ],
    offset: movedBy(first, second.offset),
  };
};

/** Undefined when it cannot be undone. */
export const inverse = ({ linear: [x, y, z], offset }: Transform): Transform | undefined => {
  const minor = (a: number, b: number, c: number, d: number): number => a * d - b * c;
  const adjugate: Transform['linear'] = [
    [minor(y[1], y[2], z[1], z[2]), -minor(x[1], x[2], z[1], z[2]), minor(x[1], x[2], y[1], y[2])],
    [-minor(y[0], y[2], z[0], z[2]), minor(x[0], x[2], z[0], z[2]), -minor(x[0], x[2], y[0], y[2])],
    [minor(y[0], y[1], z[0], z[1]), -minor(x[0], x[1], z[0], z[1]), minor(x[0], x[1], y[0], y[1])],
  ];
  const determinant = x[0] * adjugate[0][0] + x[1] * adjugate[1][0] + x[2] * adjugate[2][0];
  if (!(Math.abs(determinant) > 1e-9)) return undefined;
  const [a, b, c] = adjugate.map((row) => times(row, 1 / determinant)) as [Vector, Vector, Vector];
  const back: Transform = { linear: [a, b, c], offset: [0, 0, 0] };
  return { ...back, offset: times(turnedBy(back, offset), -1) };
};

/** Sixteen numbers by rows, the last row 0 0 0 1. */
export const transformOf = (numbers: readonly number[]): Transform | undefined => {
  if (numbers.length !== 16 || !numbers.every(Number.isFinite)) return undefined;
  const row = (at: number): Vector => numbers.slice(at * 4, at * 4 + 3) as unknown as Vector;
  const last = numbers.slice(12).every((value, at) => Math.abs(value - (at === 3 ? 1 : 0)) < 1e-6);
  const offset: Vector = [numbers[3] as number, numbers[7] as number, numbers[11] as number];
  return last ? { linear: [row(0), row(1), row(2)], offset } : undefined;
};
