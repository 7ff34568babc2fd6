/**
 * A picture through a volume (PS3.4 FF.2.1.1): thin or a slab, with what lies between the voxels. The slices pass by one after another, and
 * only two of them are in memory.
 */
import { dot, type Vector } from './vector.ts';
import type { Volume } from './volume.ts';

export type Projection = 'AVERAGE_IP' | 'MAXIMUM_IP' | 'MINIMUM_IP';

/** Of column, row and layer: x·column + y·row + z·layer + constant. */
export type Linear = readonly [x: number, y: number, z: number, constant: number];

export interface ReslicePlan {
  readonly volume: Volume;
  readonly columns: number;
  readonly rows: number;
  /** The layers of the slab, which count from its middle. */
  readonly layers: readonly [first: number, last: number];
  /** The middle of the first pixel in layer 0, and the steps to the next column, row and layer, in the frame of reference of the volume. */
  readonly start: Vector;
  readonly steps: readonly [column: Vector, row: Vector, layer: Vector];
  readonly projection: Projection;
  /** What is left of the volume: within these columns, rows and slices. */
  readonly boxes: readonly (readonly [low: Vector, high: Vector])[];
  /** And where these are not above zero. */
  readonly planes: readonly Linear[];
}

/** The values of a slice; NaN where there is none. */
export type SliceValues = Float64Array;

/** How far a place of the picture lies in a direction. */
export const linear = (
  { start, steps: [column, row, layer] }: Pick<ReslicePlan, 'start' | 'steps'>,
  direction: Vector,
): Linear => [dot(column, direction), dot(row, direction), dot(layer, direction), dot(start, direction)];

/** Numbers a millionth of a voxel from a whole one are that: a picture in the plane of a slice is the slice, whatever the rounding. */
const snapped = (value: number): number => {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? whole : value;
};

/** Between the eight voxels, by how near each is; of those without a value none counts, and at least half has to be there. */
const between = (corners: readonly number[], weights: readonly number[]): number => {
  let [sum, total] = [0, 0];
  for (const [at, value] of corners.entries()) {
    if (Number.isNaN(value)) continue;
    sum += value * (weights[at] as number);
    total += weights[at] as number;
  }
  return total >= 0.5 ? sum / total : Number.NaN;
};

type SampleAt = (column: number, row: number, part: number) => number;

/** `column` and `row` lie within the slices, `part` (0 to 1) between the two. */
const sampler = ({ columns, rows }: Volume, lower: SliceValues, upper: SliceValues): SampleAt => {
  return (column, row, part) => {
    const [left, top] = [Math.floor(column), Math.floor(row)];
    const [dx, dy] = [column - left, row - top];
    const right = left + 1 < columns ? left + 1 : left;
    const [above, below] = [top * columns, (top + 1 < rows ? top + 1 : top) * columns];
    const a = lower[above + left] as number;
    const e = upper[above + left] as number;
    if (dx === 0 && dy === 0 && (part === 0 || part === 1)) return part === 0 ? a : e;
    const [b, c, d] = [lower[above + right], lower[below + left], lower[below + right]] as [number, number, number];
    const [f, g, h] = [upper[above + right], upper[below + left], upper[below + right]] as [number, number, number];
    const near = (a * (1 - dx) + b * dx) * (1 - dy) + (c * (1 - dx) + d * dx) * dy;
    const far = (e * (1 - dx) + f * dx) * (1 - dy) + (g * (1 - dx) + h * dx) * dy;
    const value = near * (1 - part) + far * part;
    if (!Number.isNaN(value)) return value;
    const flat = [(1 - dx) * (1 - dy), dx * (1 - dy), (1 - dx) * dy, dx * dy];
    return between([a, b, c, d, e, f, g, h], [...flat.map((w) => w * (1 - part)), ...flat.map((w) => w * part)]);
  };
};

/** The columns of a row whose depth, base + slope · column, may lie from `low` to `high`; a little more than fewer. */
const columnsWithin = (base: number, slope: number, low: number, high: number, columns: number) => {
  if (Math.abs(slope) * columns < 1e-9) return base >= low - 1e-8 && base <= high + 1e-8 ? [0, columns - 1] : [0, -1];
  const ends = [(low - base) / slope, (high - base) / slope];
  return [
    Math.max(0, Math.floor(Math.min(...ends)) - 1),
    Math.min(columns - 1, Math.ceil(Math.max(...ends)) + 1),
  ] as const;
};

const isCropped = (plan: ReslicePlan, at: Vector, place: Vector): boolean =>
  plan.boxes.some(([low, high]) =>
    place.some((value, axis) => value < (low[axis] as number) - 1e-6 || value > (high[axis] as number) + 1e-6),
  ) || plan.planes.some(([x, y, z, constant]) => x * at[0] + y * at[1] + z * at[2] + constant > 1e-6);

/** What of the depth lies between slice `at` and the next; the first and the last reach out over the edges. */
const reach = ({ depths, edge }: Volume, at: number): readonly [low: number, high: number, isLast: boolean] => {
  const isLast = at >= depths.length - 2;
  const low = (depths[at] as number) - (at === 0 ? edge : 0);
  const high = isLast ? (depths.at(-1) as number) + edge : (depths[at + 1] as number);
  return [low, high, isLast];
};

/** How deep the picture reaches; of one layer, or of all. */
const depthsOf = (plan: ReslicePlan, [first, last]: ReslicePlan['layers']): readonly [low: number, high: number] => {
  const [x, y, z, constant] = linear(plan, plan.volume.inward);
  const ends = [0, plan.columns - 1].flatMap((column) =>
    [0, plan.rows - 1].flatMap((row) => [first, last].map((layer) => x * column + y * row + z * layer + constant)),
  );
  return [Math.min(...ends), Math.max(...ends)];
};

/** The slices between which, and the next of each, the picture lies. */
export const slicesTouched = (plan: ReslicePlan): readonly number[] => {
  const [low, high] = depthsOf(plan, plan.layers);
  return Array.from({ length: Math.max(1, plan.volume.depths.length - 1) }, (_, at) => at).filter((at) => {
    const [from, to] = reach(plan.volume, at);
    return high >= from - 1e-8 && low <= to + 1e-8;
  });
};

const noted: Readonly<Record<Projection, (before: number, value: number) => number>> = {
  AVERAGE_IP: (before, value) => before + value,
  MAXIMUM_IP: (before, value) => Math.max(before, value),
  MINIMUM_IP: (before, value) => Math.min(before, value),
};

export interface Reslicer {
  /** What lies between slice `at` and the next; the last slice alone is its own next. */
  fill(at: number, lower: SliceValues, upper: SliceValues): void;
  /** By rows; NaN where the volume is not. */
  values(): Float64Array;
}

export const reslicer = (plan: ReslicePlan): Reslicer => {
  const { volume, columns, rows, layers } = plan;
  const found = new Float64Array(columns * rows).fill(Number.NaN);
  const counts = new Uint32Array(plan.projection === 'AVERAGE_IP' ? columns * rows : 0);
  const note = noted[plan.projection];
  const [depth, across, downward] = [volume.inward, volume.along, volume.down].map((way) => linear(plan, way)) as [
    Linear,
    Linear,
    Linear,
  ];
  const add = (pixel: number, value: number): void => {
    if (Number.isNaN(value)) return;
    const before = found[pixel] as number;
    found[pixel] = Number.isNaN(before) ? value : note(before, value);
    if (counts.length > 0) counts[pixel] = (counts[pixel] as number) + 1;
  };

  const fill: Reslicer['fill'] = (at, lower, upper) => {
    const sample = sampler(volume, lower, upper);
    const [low, high, isLast] = reach(volume, at);
    const [origin, next] = [volume.origins[at] as Vector, volume.origins[at + 1] ?? (volume.origins[at] as Vector)];
    const near = volume.depths[at] as number;
    const gap = (volume.depths[at + 1] ?? near + volume.edge * 2) - near;
    const [left, top] = [dot(origin, volume.along), dot(origin, volume.down)];
    const [slantX, slantY] = [dot(next, volume.along) - left, dot(next, volume.down) - top];
    for (let layer = layers[0]; layer <= layers[1]; layer += 1) {
      const [shallow, deep] = depthsOf(plan, [layer, layer]);
      if (deep < low - 1e-8 || shallow > high + 1e-8) continue;
      for (let row = 0; row < rows; row += 1) {
        const base = depth[1] * row + depth[2] * layer + depth[3];
        const [from, to] = columnsWithin(base, depth[0], low, high, columns) as [number, number];
        for (let column = from; column <= to; column += 1) {
          const deepness = base + depth[0] * column;
          if (deepness < low || deepness > high || (deepness === high && !isLast)) continue;
          const part = snapped((deepness - near) / gap);
          const within = volume.depths.length === 1 ? 0 : Math.min(1, Math.max(0, part));
          const x = across[0] * column + across[1] * row + across[2] * layer + across[3] - left - slantX * part;
          const y = downward[0] * column + downward[1] * row + downward[2] * layer + downward[3] - top - slantY * part;
          const [c, r] = [snapped(x / volume.spacing[0]), snapped(y / volume.spacing[1])];
          if (!(c >= -0.5 && r >= -0.5 && c <= volume.columns - 0.5 && r <= volume.rows - 0.5)) continue;
          if (isCropped(plan, [column, row, layer], [c, r, at + part])) continue;
          const inside = [
            Math.min(volume.columns - 1, Math.max(0, c)),
            Math.min(volume.rows - 1, Math.max(0, r)),
          ] as const;
          add(row * columns + column, sample(...inside, within));
        }
      }
    }
  };

  const values = (): Float64Array =>
    counts.length === 0 ? found : found.map((sum, pixel) => sum / (counts[pixel] as number));
  return { fill, values };
};
