/** Through which layers of a volume a slab is seen (PS3.3 C.11.26). */
import type { Projection } from './reslice.ts';
import { dot, plus, times, type Vector } from './vector.ts';
import type { Volume } from './volume.ts';

/** In the frame of reference of the volume, millimetres. */
interface Slab {
  /** The middle of the first pixel, halfway through the slab. */
  readonly start: Vector;
  /** How far the picture reaches to the right, and downwards. */
  readonly sides: readonly [Vector, Vector];
  /** Through the slab; a unit vector. */
  readonly way: Vector;
  /** Of which half lies on either side; 0 when it is thin. */
  readonly thickness: number;
}

/** How far the volume reaches along the slab, from any corner of its middle. */
const reachAlong = (volume: Volume, { start, sides, way }: Slab): readonly [low: number, high: number] => {
  const { along, down, inward, spacing, origins, edge } = volume;
  const ends = [origins[0] as Vector, origins.at(-1) as Vector].flatMap((origin, last) =>
    [-0.5, volume.columns - 0.5].flatMap((column) =>
      [-0.5, volume.rows - 0.5].map((row) => {
        const within = plus(times(along, column * spacing[0]), times(down, row * spacing[1]));
        const outer = times(inward, last === 1 ? edge : -edge);
        return dot(plus(plus(origin, within), outer), way);
      }),
    ),
  );
  const [right, below] = sides;
  const corners = [start, plus(start, right), plus(start, below), plus(plus(start, right), below)];
  const places = corners.map((place) => dot(place, way));
  return [Math.min(...ends) - Math.max(...places), Math.max(...ends) - Math.min(...places)];
};

/** A direction in which voxels follow each other. */
interface Axis {
  /** A unit vector. */
  readonly direction: Vector;
  /** Millimetres from voxel to voxel. */
  readonly apart: number;
  /** Where on it the planes of voxels lie that are upright on it; none where there are no such planes. */
  readonly planes: readonly number[];
}

/** Parts of the distance of two voxels: what is less far from a plane of voxels lies on it. */
const tolerance = 0.05;

/** Of the rows or the columns, which are in planes where the slices lie straight behind each other. */
const axisInSlices = ({ origins }: Volume, direction: Vector, apart: number, count: number): Axis => {
  const starts = origins.map((origin) => dot(origin, direction));
  const [low, high] = [Math.min(...starts), Math.max(...starts)];
  const isStraight = high - low <= apart * tolerance;
  const planes = Array.from({ length: isStraight ? count : 0 }, (_, at) => (low + high) / 2 + at * apart);
  return { direction, apart, planes };
};

/** The axis that this direction follows most. */
const axisAlong = (volume: Volume, way: Vector): Axis => {
  const { along, down, inward, spacing, rows, columns, depths, edge } = volume;
  const axes: readonly Axis[] = [
    axisInSlices(volume, along, spacing[0], columns),
    axisInSlices(volume, down, spacing[1], rows),
    { direction: inward, apart: edge * 2, planes: depths },
  ];
  const follows = ({ direction }: Axis): number => Math.abs(dot(direction, way));
  return axes.reduce((most, axis) => (follows(axis) > follows(most) ? axis : most));
};

const mostParts = 64;

/** Into how many layers the distance of two voxels is cut: as fine as the finest distance that there is. */
const partsOf = ({ spacing, edge }: Volume, apart: number): number =>
  Math.min(mostParts, Math.max(1, Math.round(apart / Math.min(...spacing, edge * 2))));

const isParallel = ({ direction, apart, planes }: Axis, { sides }: Slab): boolean =>
  planes.length > 0 && sides.every((side) => Math.abs(dot(side, direction)) <= apart * tolerance);

/** Each plane of voxels that lies in the slab, and between two of them whole parts of their distance. */
const layersOnPlanes = ({ direction, planes }: Axis, slab: Slab, volume: Volume): readonly number[] => {
  const { start, sides, way, thickness } = slab;
  const middle = dot(plus(start, times(plus(...sides), 0.5)), direction);
  return planes
    .flatMap((plane, at) => {
      const gap = (planes[at + 1] ?? plane) - plane;
      const parts = partsOf(volume, gap);
      return Array.from({ length: parts }, (_, part) => plane + (gap * part) / parts);
    })
    .map((place) => (place - middle) / dot(way, direction))
    .filter((layer) => Math.abs(layer) <= thickness / 2 + 1e-6)
    .toSorted((a, b) => a - b);
};

/** The middle of what of the slab lies in the volume; that of the slab where nothing does. */
const middleWithin = ({ thickness }: Slab, [low, high]: readonly [number, number]): number => {
  const [from, to] = [Math.max(-thickness / 2, low), Math.min(thickness / 2, high)];
  return from <= to ? (from + to) / 2 : 0;
};

/** At these distances from the middle, as far as the volume reaches. */
const layersFromMiddle = ({ thickness }: Slab, step: number, [low, high]: readonly [number, number]) => {
  const half = thickness / 2 + 1e-6;
  const first = Math.ceil(Math.max(-half, low) / step);
  const count = Math.max(0, Math.floor(Math.min(half, high) / step) - first + 1);
  return { count, layers: () => Array.from({ length: count }, (_, at) => (first + at) * step) };
};

/** By the first of these steps that is not too fine. */
const evenLayers = (slab: Slab, reach: readonly [number, number], steps: readonly number[], most: number) =>
  steps
    .map((step) => layersFromMiddle(slab, step, reach))
    .find(({ count }) => count <= most)
    ?.layers();

/**
 * Millimetres of the layers from the middle of the slab, lowest first; one alone where it is thin, or less than a voxel of the volume is in it. What is
 * brightest or darkest is a voxel, which a layer beside it shows in part: layers lie on the voxels, or close together. A mean is of as much
 * on either side of the middle.
 *
 * @returns undefined when there are more than `most`
 */
export const layersOf = (
  slab: Slab,
  volume: Volume,
  projection: Projection,
  most: number,
): readonly number[] | undefined => {
  if (slab.thickness === 0) return [0];
  const axis = axisAlong(volume, slab.way);
  const step = axis.apart / partsOf(volume, axis.apart);
  const isMean = projection === 'AVERAGE_IP';
  const reach = reachAlong(volume, slab);
  const layers =
    !isMean && isParallel(axis, slab)
      ? layersOnPlanes(axis, slab, volume)
      : evenLayers(slab, reach, isMean ? [step] : [step / 2, step], most);
  if (layers === undefined || layers.length > most) return undefined;
  // A slab may touch less than a voxel, between two layers or in the outer half of the first or last.
  return layers.length > 0 ? layers : [middleWithin(slab, reach)];
};
