/** Where pictures lie in the patient (PS3.3 C.7.6.2), and where a pixel of one is in another. */
import { type Part10, tags } from '@throughline/dicom';
import { functionalGroup } from './task.ts';
import { movedBy, type Transform, turnedBy } from './transform.ts';
import { cross, dot, minus, times, unitVector, type Vector, vector } from './vector.ts';

export interface Plane {
  /** Frame of Reference UID */
  readonly reference: string | undefined;
  /** Centre of the first pixel, in millimetres. */
  readonly origin: Vector;
  /** In the direction of increasing column, and of increasing row; unit vectors. */
  readonly along: Vector;
  readonly down: Vector;
  /** Millimetres between columns, and between rows. */
  readonly spacing: readonly [columns: number, rows: number];
  /** Millimetres, of a slice or between two of them. */
  readonly thickness: number;
}

/** Column and row in another picture: a·x + b·y + c, d·x + e·y + f. */
export type Affine = readonly [number, number, number, number, number, number];

/** Undefined when the object does not say where the frame lies. */
export const planeOf = ({ dataset }: Part10, frame: number): Plane | undefined => {
  const group = (sequence: number) => functionalGroup(dataset, frame, sequence) ?? dataset;
  const measures = group(tags.PixelMeasuresSequence);
  const orientation = group(tags.PlaneOrientationSequence).numbers(tags.ImageOrientationPatient);
  const origin = vector(group(tags.PlanePositionSequence).numbers(tags.ImagePositionPatient));
  const [along, down] = [orientation, orientation.slice(3)].map((numbers) => {
    const direction = vector(numbers);
    return direction && unitVector(direction);
  });
  const [rows, columns] = measures.numbers(tags.PixelSpacing);
  if (!(origin && along && down && rows && columns && rows > 0 && columns > 0)) return undefined;
  const thickness = measures.number(tags.SpacingBetweenSlices) ?? measures.number(tags.SliceThickness) ?? 1;
  const reference = dataset.string(tags.FrameOfReferenceUID);
  return { reference, origin, along, down, spacing: [columns, rows], thickness: Math.abs(thickness) };
};

/** Upright on the picture. */
export const normal = ({ along, down }: Plane): Vector => cross(along, down);

/** Where a picture lies in another frame of reference; undefined when what moves it makes its rows and columns slanting. */
export const movedPlane = (plane: Plane, transform: Transform, reference: string | undefined): Plane | undefined => {
  const [along, down] = [turnedBy(transform, plane.along), turnedBy(transform, plane.down)];
  const [wide, high, deep] = [along, down, turnedBy(transform, normal(plane))].map((way) => Math.hypot(...way)) as [
    number,
    number,
    number,
  ];
  if (Math.abs(dot(along, down)) > 0.001 * wide * high) return undefined;
  return {
    reference,
    origin: movedBy(transform, plane.origin),
    along: times(along, 1 / wide),
    down: times(down, 1 / high),
    spacing: [plane.spacing[0] * wide, plane.spacing[1] * high],
    thickness: plane.thickness * deep,
  };
};

/** Both lie side by side, not at an angle. */
export const isParallel = (a: Plane, b: Plane): boolean => Math.abs(dot(normal(a), normal(b))) > 0.9999;

/** Millimetres from the one plane to the other, which are parallel. */
export const distance = (a: Plane, b: Plane): number => Math.abs(dot(minus(a.origin, b.origin), normal(a)));

/** From a pixel of `from` to the place in `to` that lies over it. */
export const between = (from: Plane, to: Plane): Affine => {
  const apart = minus(from.origin, to.origin);
  const one = (direction: Vector, spacing: number): readonly [number, number, number] => [
    (from.spacing[0] * dot(from.along, direction)) / spacing,
    (from.spacing[1] * dot(from.down, direction)) / spacing,
    dot(apart, direction) / spacing,
  ];
  return [...one(to.along, to.spacing[0]), ...one(to.down, to.spacing[1])] as unknown as Affine;
};
