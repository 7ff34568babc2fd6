/** Where a picture lies in the patient, from its header alone. */
import { type Header, numbersOf } from './calibration.ts';

/** Towards the left, the back and the head of the patient (PS3.3 C.7.6.2.1.1). */
export type Vector = readonly [number, number, number];

/** The directions of the rows (to their right end) and of the columns (to their lower end). */
export interface Directions {
  readonly row: Vector;
  readonly column: Vector;
}

export interface Plane extends Directions {
  /** The middle of the picture, millimetres. */
  readonly centre: Vector;
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const vector = (values: readonly number[], from = 0): Vector | null => {
  const [x, y, z] = values.slice(from, from + 3);
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
};

const along = (from: Vector, direction: Vector, far: number): Vector => [
  from[0] + direction[0] * far,
  from[1] + direction[1] * far,
  from[2] + direction[2] * far,
];

const firstItem = (header: Header | undefined, sequence: string, at = 0): Header | undefined =>
  (header?.[sequence] as { readonly Value?: readonly Header[] } | undefined)?.Value?.[at];

const perFrame = '52009230';
const shared = '52009229';

/** Numbers of one frame: of its own functional group, of the one that all frames share, or of the object (PS3.3 C.7.6.16). */
const ofFrame = (header: Header, frame: number, macro: string, tag: string): readonly number[] => {
  const groups = [firstItem(header, perFrame, frame - 1), firstItem(header, shared)];
  const items = [...groups.map((group) => firstItem(group, macro)), header];
  return items.map((item) => (item ? numbersOf(item, tag) : [])).find((values) => values.length > 0) ?? [];
};

/** Image Orientation (Patient) of a frame, counted from 1; null when nobody says. */
export const directionsOf = (header: Header, frame: number): Directions | null => {
  const cosines = ofFrame(header, frame, '00209116', '00200037');
  const [row, column] = [vector(cosines), vector(cosines, 3)];
  return row && column ? { row, column } : null;
};

/** Where a frame lies, counted from 1; null when nobody says. */
export const planeOf = (header: Header, frame: number): Plane | null => {
  const directions = directionsOf(header, frame);
  const corner = vector(ofFrame(header, frame, '00209113', '00200032'));
  if (!directions || !corner) return null;
  const [betweenRows = 0, betweenColumns = 0] = ofFrame(header, frame, '00289110', '00280030');
  const [rows = 1] = numbersOf(header, '00280010');
  const [columns = 1] = numbersOf(header, '00280011');
  const halfway = along(corner, directions.row, (betweenColumns * (columns - 1)) / 2);
  return { ...directions, centre: along(halfway, directions.column, (betweenRows * (rows - 1)) / 2) };
};
