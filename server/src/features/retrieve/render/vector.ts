/** Points and directions in a frame of reference, in millimetres (PS3.3 C.7.6.2). */
export type Vector = readonly [number, number, number];

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const times = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** The first three numbers; undefined when one is missing or is none. */
export const vector = (numbers: readonly number[]): Vector | undefined => {
  const [x, y, z] = numbers;
  return x === undefined || y === undefined || z === undefined || ![x, y, z].every(Number.isFinite)
    ? undefined
    : [x, y, z];
};

/** Of length one; undefined when it is not that but for how it was rounded. */
export const unitVector = (v: Vector): Vector | undefined => {
  const length = Math.hypot(...v);
  return Math.abs(length - 1) < 0.01 ? times(v, 1 / length) : undefined;
};
