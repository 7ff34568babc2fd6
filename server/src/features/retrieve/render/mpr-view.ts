/** The plane or slab that a planar MPR state shows, and the picture of it (PS3.3 C.11.26). */
import { type Dataset, type Tag, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { Projection, ReslicePlan } from './reslice.ts';
import { layersOf } from './slab.ts';
import { movedBy, type Transform, turnedBy } from './transform.ts';
import { cross, dot, plus, times, unitVector, type Vector, vector } from './vector.ts';
import type { Volume } from './volume.ts';

export interface View {
  /** The upper left corner of the picture, not the middle of a pixel. */
  readonly corner: Vector;
  /** In the direction of the top row, and of the leftmost column; unit vectors. */
  readonly across: Vector;
  readonly downward: Vector;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  /** Millimetres, of which half lies on either side; 0 when it is thin. */
  readonly thickness: number;
}

const notDrawn = (why: string): never =>
  fail('not-acceptable', `The view of this presentation state ${why}: that is not drawn.`);

const length = (state: Dataset, tag: Tag): number => {
  const value = state.number(tag);
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : notDrawn('has no size');
};

const direction = (state: Dataset, tag: Tag): Vector => {
  const value = vector(state.numbers(tag));
  return (value && unitVector(value)) ?? notDrawn('has no direction');
};

/** @throws Failure not-acceptable, and why, when there is none that could be drawn */
export const viewOf = (state: Dataset): View => {
  if (state.string(tags.MultiPlanarReconstructionStyle) !== 'PLANAR') notDrawn('is no plane');
  const [across, downward] = [
    direction(state, tags.MPRViewWidthDirection),
    direction(state, tags.MPRViewHeightDirection),
  ];
  if (Math.abs(dot(across, downward)) > 0.001) notDrawn('has directions that are not upright on each other');
  const thickness = state.string(tags.MPRThicknessType);
  if (thickness !== 'THIN' && thickness !== 'SLAB') notDrawn('is neither thin nor a slab');
  return {
    corner: vector(state.numbers(tags.MPRTopLeftHandCorner)) ?? notDrawn('has no corner'),
    across,
    downward,
    width: length(state, tags.MPRViewWidth),
    height: length(state, tags.MPRViewHeight),
    thickness: thickness === 'SLAB' ? length(state, tags.MPRSlabThickness) : 0,
  };
};

export const upright = ({ across, downward }: View): Vector => cross(across, downward);

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Millimetres between columns, and between rows: the same but for what makes them whole. */
  readonly spacing: readonly [columns: number, rows: number];
}

const mostSide = 2048;

/** As fine as the pixels of the volume that is looked at, where the picture does not become too large by it. */
export const gridOf = ({ width, height }: View, { spacing }: Volume): Grid => {
  const finest = Math.max(Math.min(...spacing), Math.max(width, height) / mostSide);
  const count = (size: number): number => Math.min(mostSide, Math.max(1, Math.round(size / finest)));
  const [columns, rows] = [count(width), count(height)];
  return { columns, rows, spacing: [width / columns, height / rows] };
};

const mostSamples = 300_000_000;
const mostLayers = 200_000;

/** @param toVolume from the frame of reference of the view to that of the volume */
export const sampling = (
  view: View,
  { columns, rows, spacing }: Grid,
  volume: Volume,
  toVolume: Transform,
  projection: Projection,
): Pick<ReslicePlan, 'columns' | 'rows' | 'layers' | 'start' | 'steps'> => {
  const toMiddle = plus(times(view.across, spacing[0] / 2), times(view.downward, spacing[1] / 2));
  const start = movedBy(toVolume, plus(view.corner, toMiddle));
  const way = turnedBy(toVolume, upright(view));
  const stretch = Math.hypot(...way);
  const straight = times(way, 1 / stretch);
  const sides = [
    turnedBy(toVolume, times(view.across, view.width)),
    turnedBy(toVolume, times(view.downward, view.height)),
  ] as const;
  const slab = { start, sides, way: straight, thickness: view.thickness * stretch };
  const most = Math.min(mostLayers, mostSamples / (columns * rows));
  const layers = layersOf(slab, volume, projection, most) ?? notDrawn('is too large and too thick');
  const steps = [
    turnedBy(toVolume, times(view.across, spacing[0])),
    turnedBy(toVolume, times(view.downward, spacing[1])),
    straight,
  ] as const;
  return { columns, rows, layers, start, steps };
};
