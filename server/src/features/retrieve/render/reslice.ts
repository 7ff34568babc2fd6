/**
 * A picture through a volume (PS3.4 FF.2.1.1): thin or a slab, with what lies between the voxels. The slices pass by one after another, and
 * only two of them are in memory.
 */
import { dot, minus, times, type Vector } from './vector.ts';
import type { Volume } from './volume.ts';

export type Projection = 'AVERAGE_IP' | 'MAXIMUM_IP' | 'MINIMUM_IP';

/** Of column, row and layer: x·column + y·row + z·layer + constant. */
export type Linear = readonly [x: number, y: number, z: number, constant: number];

export interface ReslicePlan {
  readonly volume: Volume;
  readonly columns: number;
  readonly rows: number;
  /** Millimetres of the layers of the slab from its middle, lowest first. */
  readonly layers: readonly number[];
  /** The middle of the first pixel in the middle of the slab, and the steps to the next column and row, and a millimetre through the slab; in the frame of reference of the volume. */
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
  const whole = (at: number, right: number, below: number, dx: number, dy: number, part: number): number => {
    const places = [at, at + right, at + below, at + right + below];
    const flat = [(1 - dx) * (1 - dy), dx * (1 - dy), (1 - dx) * dy, dx * dy];
    const corners = [lower, upper].flatMap((slice) => places.map((place) => slice[place] as number));
    return between(corners, [...flat.map((w) => w * (1 - part)), ...flat.map((w) => w * part)]);
  };
  const inSlice = (slice: SliceValues, at: number, right: number, below: number, dx: number, dy: number): number => {
    const above = (slice[at] as number) * (1 - dx) + (slice[at + right] as number) * dx;
    if (dy === 0) return dx === 0 ? (slice[at] as number) : above;
    return (
      above * (1 - dy) + ((slice[at + below] as number) * (1 - dx) + (slice[at + right + below] as number) * dx) * dy
    );
  };
  return (column, row, part) => {
    const [left, top] = [Math.floor(column), Math.floor(row)];
    const [dx, dy] = [column - left, row - top];
    const at = top * columns + left;
    const right = left + 1 < columns ? 1 : 0;
    const below = top + 1 < rows ? columns : 0;
    let value: number;
    if (part === 0) value = inSlice(lower, at, right, below, dx, dy);
    else if (part === 1) value = inSlice(upper, at, right, below, dx, dy);
    else
      value = inSlice(lower, at, right, below, dx, dy) * (1 - part) + inSlice(upper, at, right, below, dx, dy) * part;
    return Number.isNaN(value) ? whole(at, right, below, dx, dy, part) : value;
  };
};

/** Those of so many places in a row whose depth, base + slope · place, may lie from `low` to `high`; a little more than fewer. */
const placesWithin = (
  base: number,
  slope: number,
  low: number,
  high: number,
  count: number,
): readonly [from: number, to: number] => {
  if (Math.abs(slope) * count < 1e-9) return base >= low - 1e-8 && base <= high + 1e-8 ? [0, count - 1] : [0, -1];
  const [one, other] = [(low - base) / slope, (high - base) / slope];
  return [Math.max(0, Math.floor(Math.min(one, other)) - 1), Math.min(count - 1, Math.ceil(Math.max(one, other)) + 1)];
};

/** @param at column, row and layer of the picture; `place`: column, row and slice of the volume */
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

/** How deep the picture reaches. */
const depthsOf = (plan: ReslicePlan): readonly [low: number, high: number] => {
  const [x, y, z, constant] = linear(plan, plan.volume.inward);
  const outer = [plan.layers[0] ?? 0, plan.layers.at(-1) ?? 0];
  const ends = [0, plan.columns - 1].flatMap((column) =>
    [0, plan.rows - 1].flatMap((row) => outer.map((layer) => x * column + y * row + z * layer + constant)),
  );
  return [Math.min(...ends), Math.max(...ends)];
};

/** The slices between which, and the next of each, the picture lies. */
export const slicesTouched = (plan: ReslicePlan): readonly number[] => {
  const [low, high] = depthsOf(plan);
  return Array.from({ length: Math.max(1, plan.volume.depths.length - 1) }, (_, at) => at).filter((at) => {
    const [from, to] = reach(plan.volume, at);
    return high >= from - 1e-8 && low <= to + 1e-8;
  });
};

export interface Reslicer {
  /** What lies between slice `at` and the next; the last slice alone is its own next. */
  fill(at: number, lower: SliceValues, upper: SliceValues): void;
  /** By rows; NaN where the volume is not. */
  values(): Float64Array;
}

/** What the picture has so far, pixel by pixel. */
const gathering = ({ columns, rows, projection }: ReslicePlan) => {
  const found = new Float64Array(columns * rows).fill(Number.NaN);
  const counts = new Uint32Array(projection === 'AVERAGE_IP' ? columns * rows : 0);
  const [isMean, isHighest] = [projection === 'AVERAGE_IP', projection === 'MAXIMUM_IP'];
  const add = (pixel: number, value: number): void => {
    if (Number.isNaN(value)) return;
    const before = found[pixel] as number;
    if (isMean) {
      found[pixel] = counts[pixel] === 0 ? value : before + value;
      counts[pixel] = (counts[pixel] as number) + 1;
    } else if (Number.isNaN(before) || (isHighest ? value > before : value < before)) found[pixel] = value;
  };
  const values = (): Float64Array => (isMean ? found.map((sum, pixel) => sum / (counts[pixel] as number)) : found);
  return { add, values };
};

/** The hot loop: plain numbers, nothing made for a sample but where something is cropped. */
export const reslicer = (plan: ReslicePlan): Reslicer => {
  const { volume, columns, rows, layers } = plan;
  const { add, values } = gathering(plan);
  const isWhole = plan.boxes.length === 0 && plan.planes.length === 0;
  const depth = linear(plan, volume.inward);
  const across = linear(plan, times(volume.along, 1 / volume.spacing[0]));
  const downward = linear(plan, times(volume.down, 1 / volume.spacing[1]));
  const spread = depth[0] * (columns - 1);
  const [mostColumn, mostRow] = [volume.columns - 1, volume.rows - 1];

  const fill: Reslicer['fill'] = (at, lower, upper) => {
    const sample = sampler(volume, lower, upper);
    const [low, high, isLast] = reach(volume, at);
    const origin = volume.origins[at] as Vector;
    const slant = minus(volume.origins[at + 1] ?? origin, origin);
    const near = volume.depths[at] as number;
    const gap = (volume.depths[at + 1] ?? near + volume.edge * 2) - near;
    const [left, above] = [dot(origin, volume.along) / volume.spacing[0], dot(origin, volume.down) / volume.spacing[1]];
    const [slantX, slantY] = [
      dot(slant, volume.along) / volume.spacing[0],
      dot(slant, volume.down) / volume.spacing[1],
    ];

    const one = (column: number, row: number, layer: number, deepness: number): void => {
      const part = snapped((deepness - near) / gap);
      const x = across[0] * column + across[1] * row + across[2] * layer + across[3];
      const y = downward[0] * column + downward[1] * row + downward[2] * layer + downward[3];
      const c = snapped(x - left - slantX * part);
      const r = snapped(y - above - slantY * part);
      if (!(c >= -0.5 && r >= -0.5 && c <= mostColumn + 0.5 && r <= mostRow + 0.5)) return;
      if (!isWhole && isCropped(plan, [column, row, layer], [c, r, at + part])) return;
      const within = lower === upper ? 0 : Math.min(1, Math.max(0, part));
      const [inColumn, inRow] = [Math.min(mostColumn, Math.max(0, c)), Math.min(mostRow, Math.max(0, r))];
      add(row * columns + column, sample(inColumn, inRow, within));
    };

    for (const layer of layers) {
      const middle = depth[2] * layer + depth[3];
      const [top, bottom] = placesWithin(middle, depth[1], low - Math.max(0, spread), high - Math.min(0, spread), rows);
      for (let row = top; row <= bottom; row += 1) {
        const base = depth[1] * row + middle;
        const [from, to] = placesWithin(base, depth[0], low, high, columns);
        for (let column = from; column <= to; column += 1) {
          const deepness = base + depth[0] * column;
          if (deepness >= low && deepness <= high && (isLast || deepness < high)) one(column, row, layer, deepness);
        }
      }
    }
  };
  return { fill, values };
};
