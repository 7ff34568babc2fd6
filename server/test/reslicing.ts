/** Volumes whose values are known at every place, and planes and slabs drawn through them. */
import { Dataset, tags } from '@throughline/dicom';
import { gridOf, sampling, viewOf } from '../src/features/retrieve/render/mpr-view.ts';
import { type Projection, type ReslicePlan, reslicer, slicesTouched } from '../src/features/retrieve/render/reslice.ts';
import { identity, type Transform } from '../src/features/retrieve/render/transform.ts';
import { cross, plus, times, type Vector } from '../src/features/retrieve/render/vector.ts';
import { inDepth, type Slice, volumeOf } from '../src/features/retrieve/render/volume.ts';

export type ValueAt = (place: Vector) => number;

export interface Shape {
  readonly along: Vector;
  readonly down: Vector;
  readonly spacing: readonly [number, number];
  readonly size: readonly [columns: number, rows: number];
  readonly origins: readonly Vector[];
}

export const axial = (slices: number, gap = 1, side = 40): Shape => ({
  along: [1, 0, 0],
  down: [0, 1, 0],
  spacing: [1, 1],
  size: [side, side],
  origins: Array.from({ length: slices }, (_, at): Vector => [-side / 2, -side / 2, at * gap]),
});

export const voxel = ({ along, down, spacing, origins }: Shape, column: number, row: number, slice: number): Vector =>
  plus(origins[slice] as Vector, plus(times(along, column * spacing[0]), times(down, row * spacing[1])));

export const slicesOf = ({
  along,
  down,
  spacing,
  size,
  origins,
}: Shape): readonly (Slice & { readonly number: number })[] =>
  origins.map((origin, number) => ({
    plane: { reference: 'R', origin, along, down, spacing, thickness: 1 },
    columns: size[0],
    rows: size[1],
    number,
  }));

export interface Shown {
  readonly corner: Vector;
  readonly across: Vector;
  readonly downward: Vector;
  readonly width: number;
  readonly height: number;
  readonly slab?: number;
}

export const stateOf = ({ corner, across, downward, width, height, slab }: Shown): Dataset => {
  const state = new Dataset()
    .set(tags.MultiPlanarReconstructionStyle, 'PLANAR')
    .set(tags.MPRThicknessType, slab === undefined ? 'THIN' : 'SLAB')
    .set(tags.MPRTopLeftHandCorner, [...corner], 'FD')
    .set(tags.MPRViewWidthDirection, [...across], 'FD')
    .set(tags.MPRViewWidth, width, 'FD')
    .set(tags.MPRViewHeightDirection, [...downward], 'FD')
    .set(tags.MPRViewHeight, height, 'FD');
  return slab === undefined ? state : state.set(tags.MPRSlabThickness, slab, 'FD');
};

interface Asked {
  readonly projection?: Projection;
  readonly move?: Transform;
  readonly boxes?: ReslicePlan['boxes'];
}

export const drawn = (shape: Shape, valueAt: ValueAt, shown: Shown, asked: Asked = {}) => {
  const ordered = inDepth(slicesOf(shape));
  const volume = volumeOf(ordered);
  const view = viewOf(stateOf(shown));
  const grid = gridOf(view, volume);
  const projection = asked.projection ?? 'MAXIMUM_IP';
  const plan: ReslicePlan = {
    volume,
    ...sampling(view, grid, volume, asked.move ?? identity, projection),
    projection,
    boxes: asked.boxes ?? [],
    planes: [],
  };
  const values = (at: number): Float64Array => {
    const [columns, rows] = shape.size;
    const slice = ordered[at]?.number ?? 0;
    return Float64Array.from({ length: columns * rows }, (_, n) =>
      valueAt(voxel(shape, n % columns, Math.floor(n / columns), slice)),
    );
  };
  const picture = reslicer(plan);
  const touched = slicesTouched(plan);
  for (const at of touched) picture.fill(at, values(at), values(Math.min(at + 1, shape.origins.length - 1)));
  const found = picture.values();
  const placeOf = (column: number, row: number): Vector =>
    plus(
      shown.corner,
      plus(
        times(shown.across, ((column + 0.5) * shown.width) / grid.columns),
        times(shown.downward, ((row + 0.5) * shown.height) / grid.rows),
      ),
    );
  return {
    ...grid,
    found,
    touched,
    plan,
    placeOf,
    at: (column: number, row: number) => found[row * grid.columns + column] as number,
  };
};

export const turned = (yaw: number, pitch: number, roll: number): readonly [Vector, Vector, Vector] => {
  const [a, b, c] = [yaw, pitch, roll].map((angle) => [Math.cos(angle), Math.sin(angle)] as const) as [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ];
  const x: Vector = [a[0] * b[0], a[1] * b[0], -b[1]];
  const y: Vector = [a[0] * b[1] * c[1] - a[1] * c[0], a[1] * b[1] * c[1] + a[0] * c[0], b[0] * c[1]];
  return [x, y, cross(x, y)];
};

export const wholeAxial = {
  corner: [-20.5, -20.5, 10] as Vector,
  across: [1, 0, 0] as Vector,
  downward: [0, 1, 0] as Vector,
  width: 40,
  height: 40,
};
