/** Planes and slabs through volumes whose values are known at every place; what is expected is computed from the places alone. */
import { Dataset, tags } from '@throughline/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf, sampling, viewOf } from './mpr-view.ts';
import { type Projection, type ReslicePlan, reslicer, slicesTouched } from './reslice.ts';
import { identity, inverse, movedBy, product, type Transform, transformOf } from './transform.ts';
import { cross, dot, minus, plus, times, type Vector } from './vector.ts';
import { inDepth, type Slice, volumeOf } from './volume.ts';

type ValueAt = (place: Vector) => number;

interface Shape {
  readonly along: Vector;
  readonly down: Vector;
  readonly spacing: readonly [number, number];
  readonly size: readonly [columns: number, rows: number];
  readonly origins: readonly Vector[];
}

const axial = (slices: number, gap = 1, side = 40): Shape => ({
  along: [1, 0, 0],
  down: [0, 1, 0],
  spacing: [1, 1],
  size: [side, side],
  origins: Array.from({ length: slices }, (_, at): Vector => [-side / 2, -side / 2, at * gap]),
});

const voxel = ({ along, down, spacing, origins }: Shape, column: number, row: number, slice: number): Vector =>
  plus(origins[slice] as Vector, plus(times(along, column * spacing[0]), times(down, row * spacing[1])));

const slicesOf = ({ along, down, spacing, size, origins }: Shape): readonly (Slice & { readonly number: number })[] =>
  origins.map((origin, number) => ({
    plane: { reference: 'R', origin, along, down, spacing, thickness: 1 },
    columns: size[0],
    rows: size[1],
    number,
  }));

interface Shown {
  readonly corner: Vector;
  readonly across: Vector;
  readonly downward: Vector;
  readonly width: number;
  readonly height: number;
  readonly slab?: number;
}

const stateOf = ({ corner, across, downward, width, height, slab }: Shown): Dataset => {
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

const drawn = (shape: Shape, valueAt: ValueAt, shown: Shown, asked: Asked = {}) => {
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

const turned = (yaw: number, pitch: number, roll: number): readonly [Vector, Vector, Vector] => {
  const [a, b, c] = [yaw, pitch, roll].map((angle) => [Math.cos(angle), Math.sin(angle)] as const) as [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ];
  const x: Vector = [a[0] * b[0], a[1] * b[0], -b[1]];
  const y: Vector = [a[0] * b[1] * c[1] - a[1] * c[0], a[1] * b[1] * c[1] + a[0] * c[0], b[0] * c[1]];
  return [x, y, cross(x, y)];
};

/** How far a place is inside the volume, in columns, rows and slices, from an independent solution in its own axes; below 0 outside. */
const insideOf = ({ along, down, spacing, size, origins }: Shape, place: Vector): number => {
  const [first, last] = [origins[0] as Vector, origins.at(-1) as Vector];
  const inward = cross(along, down);
  const depth = dot(minus(place, first), inward) / dot(minus(last, first), inward);
  const flat = minus(place, plus(first, times(minus(last, first), depth)));
  const [column, row, slice] = [
    dot(flat, along) / spacing[0],
    dot(flat, down) / spacing[1],
    depth * (origins.length - 1),
  ];
  return Math.min(column, size[0] - 1 - column, row, size[1] - 1 - row, slice, origins.length - 1 - slice);
};

const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
const offset = fc.double({ min: -20, max: 20, noNaN: true });

it('a value that changes evenly with the place does so on any plane, through volumes in any direction, tilted or not', () => {
  fc.assert(
    fc.property(
      fc.tuple(angle, angle, angle),
      fc.tuple(angle, angle, angle),
      fc.tuple(offset, offset, offset),
      fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      fc.double({ min: 0.4, max: 2.5, noNaN: true }),
      (volumeTurn, viewTurn, middle, tilt, gap) => {
        const [along, down, inward] = turned(...volumeTurn);
        const step = plus(times(inward, gap), times(down, tilt));
        const corner = plus(plus(times(along, -15), times(down, -12)), times(inward, -8 * gap));
        const shape: Shape = {
          along,
          down,
          spacing: [1.2, 0.9],
          size: [25, 28],
          origins: Array.from({ length: 17 }, (_, at) => plus(corner, times(step, at))),
        };
        const valueAt: ValueAt = ([x, y, z]) => 3 * x - 2 * y + 0.5 * z + 7;
        const [across, downward] = turned(...viewTurn);
        const shown = {
          corner: plus(middle, plus(times(across, -15), times(downward, -15))),
          across,
          downward,
          width: 30,
          height: 30,
        };
        const { columns, rows, at, placeOf } = drawn(shape, valueAt, shown);
        for (let row = 0; row < rows; row += 1)
          for (let column = 0; column < columns; column += 1) {
            const place = placeOf(column, row);
            const inside = insideOf(shape, place);
            // A place a millionth of a voxel from a whole one is taken for that.
            if (inside > 1e-5) expect(Math.abs(at(column, row) - valueAt(place))).toBeLessThan(5e-5);
            if (inside < -0.5 - 1e-5) expect(at(column, row)).toBeNaN();
          }
      },
    ),
    { numRuns: 60 },
  );
});

it.each([0, 5, 9])('a ball is cut in a disc: %d mm from its middle', (away) => {
  const shape = axial(41);
  const middle: Vector = [0, 0, 20];
  const ball: ValueAt = (place) => (Math.hypot(...minus(place, middle)) <= 14 ? 1 : 0);
  const [across, downward, upright] = turned(0.7, 0.4, -0.3);
  const from = plus(middle, times(upright, away));
  const corner = plus(from, plus(times(across, -18), times(downward, -18)));
  const { found } = drawn(shape, ball, { corner, across, downward, width: 36, height: 36 });
  const area = found.filter((value) => value > 0.5).length;
  const wanted = Math.PI * (14 ** 2 - away ** 2);
  expect(Math.abs(area - wanted) / wanted).toBeLessThan(0.03);
});

const wholeAxial = {
  corner: [-20.5, -20.5, 10] as Vector,
  across: [1, 0, 0] as Vector,
  downward: [0, 1, 0] as Vector,
  width: 40,
  height: 40,
};

it('a slab shows its brightest point where it is, and nothing of what is beyond', () => {
  const bright: ValueAt = ([x, y, z]) => (x === 3 && y === -7 && z === 14 ? 1000 : 0);
  const show = (slab: number) => drawn(axial(21), bright, { ...wholeAxial, slab }, { projection: 'MAXIMUM_IP' });
  const thick = show(8);
  expect(thick.at(23, 13)).toBe(1000);
  expect(thick.found.filter((value) => value !== 0)).toHaveLength(1);
  expect(show(6).found.every((value) => value === 0)).toBe(true);
});

describe('a slab that touches the outer half of a voxel alone shows that voxel', () => {
  // Slices from 0 to 20 mm, so that the volume reaches from -0.5 to 20.5; rows from -20 mm.
  const shape = axial(21);
  const value: ValueAt = ([, y, z]) => 100 + 3 * y + z;
  const below: Vector = [-20.5, -20.5, -1.3];
  const above: Vector = [-20.5, -20.5, 22.2];
  it.each<Projection>(['AVERAGE_IP', 'MAXIMUM_IP', 'MINIMUM_IP'])('%s', (projection) => {
    for (const [corner, slice] of [
      [below, 0],
      [above, 20],
    ] as const) {
      const { at } = drawn(shape, value, { ...wholeAxial, corner, slab: slice === 0 ? 2 : 4 }, { projection });
      expect(at(8, 20)).toBeCloseTo(100 + slice, 6);
    }
    const nowhere = drawn(shape, value, { ...wholeAxial, corner: [-20.5, -20.5, -1.6], slab: 2 }, { projection });
    expect(nowhere.found.some(Number.isFinite)).toBe(false);
  });
});

describe('one bright or dark voxel of a slab is seen in full, wherever the slab begins', () => {
  const side = 16;
  const seen = { width: side, height: side };
  const slabOf = (corner: Vector, across: Vector, downward: Vector, slab: number): Shown => ({
    ...seen,
    corner,
    across,
    downward,
    slab,
  });
  const [x, y, z]: readonly [Vector, Vector, Vector] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const cube = axial(side, 1, side);
  const uneven: Shape = { ...cube, origins: cube.origins.map(([a, b, c], at) => [a, b, c + (at % 2) * 0.15]) };
  const thick = axial(side, 5, side);
  it.each<readonly [string, Shape, readonly [number, number, number], (away: number) => Shown, readonly number[]]>([
    // The first is what a slab of eight millimetres through 10.5 has, 6.5 to 14.5.
    ['slices', cube, [8, 8, 14], (away) => slabOf([-8.5, -8.5, 14 - away], x, y, 8), [3.5]],
    ['slices', cube, [8, 8, 7], (away) => slabOf([-8.5, -8.5, 7 - away], x, y, 8), [-4, -3.7, 0, 4]],
    ['rows', cube, [8, 8, 7], (away) => slabOf([-8.5, away, 15.5], x, times(z, -1), 5), [-2.4, 0.5, 1.3]],
    ['columns', cube, [8, 8, 7], (away) => slabOf([away, -8.5, -0.5], y, z, 5), [-2.4, 0.5, 1.3]],
    ['rows from behind', cube, [8, 8, 7], (away) => slabOf([-8.5, away, -0.5], x, z, 5), [0.3]],
    ['slices upside down', cube, [8, 8, 7], (away) => slabOf([-8.5, 7.5, 7 - away], x, times(y, -1), 5), [0.3]],
    ['uneven slices', uneven, [8, 8, 7], (away) => slabOf([-8.5, -8.5, 7.15 - away], x, y, 4), [0.4, 1.7]],
    ['thick slices', thick, [8, 8, 7], (away) => slabOf([-8.5, -8.5, 35 - away], x, y, 4), [0.4, 1.7]],
  ])('%s', (_name, shape, [column, row, slice], shownAt, aways) => {
    const bright = voxel(shape, column, row, slice);
    const isBright = (place: Vector) => Math.hypot(...minus(place, bright)) < 0.01;
    for (const away of aways) {
      const high = drawn(shape, (place) => (isBright(place) ? 255 : 0), shownAt(away), { projection: 'MAXIMUM_IP' });
      expect(Math.max(...high.found.filter(Number.isFinite)), `${away}`).toBe(255);
      const low = drawn(shape, (place) => (isBright(place) ? 0 : 255), shownAt(away), { projection: 'MINIMUM_IP' });
      expect(Math.min(...low.found.filter(Number.isFinite)), `${away}`).toBe(0);
    }
  });

  it('of a slab at an angle at least seven tenths, wherever it begins', () => {
    const bright: Vector = [0, 0, 8];
    const valueAt: ValueAt = (place) => (Math.hypot(...minus(place, bright)) < 0.01 ? 255 : 0);
    const [across, downward, upright] = turned(0, 0, 0.15);
    for (let away = 0; away < 1; away += 0.1) {
      // The bright voxel lies on the line through the middle of the pixel in column and row 8.
      const corner = plus(plus(bright, times(upright, 0.4 - away)), plus(times(across, -8.5), times(downward, -8.5)));
      const { at } = drawn(cube, valueAt, slabOf(corner, across, downward, 6), { projection: 'MAXIMUM_IP' });
      expect(at(8, 8), `${away}`).toBeGreaterThan(255 * 0.7);
    }
  });

  it('and the mean of a slab has its middle where the slab has', () => {
    const even: ValueAt = (place) => place[2];
    const { at } = drawn(cube, even, slabOf([-8.5, -8.5, 8.3], x, y, 4), {
      projection: 'AVERAGE_IP',
    });
    expect(at(5, 5)).toBeCloseTo(8.3, 6);
  });
});

/** By brute force: the nearest eight voxels of the whole volume, at places one after another. */
const bruteForce = (shape: Shape, valueAt: ValueAt, place: Vector): number => {
  const [first, second] = shape.origins as [Vector, Vector];
  const from = minus(place, first);
  const index = [from[0] / shape.spacing[0], from[1] / shape.spacing[1], from[2] / (second[2] - first[2])] as const;
  const lows = index.map(Math.floor) as [number, number, number];
  let sum = 0;
  for (const corner of [0, 1, 2, 3, 4, 5, 6, 7]) {
    const at = lows.map((low, axis) => low + ((corner >> axis) & 1)) as [number, number, number];
    const near = at.map((whole, axis) => 1 - Math.abs(whole - (index[axis] as number)));
    sum += valueAt(voxel(shape, ...at)) * near.reduce((product, part) => product * part, 1);
  }
  return sum;
};

it.each<Projection>(['AVERAGE_IP', 'MAXIMUM_IP', 'MINIMUM_IP'])('a slab at an angle is seen by %s', (projection) => {
  const shape = axial(31, 1.5);
  const waves: ValueAt = ([x, y, z]) => 100 * Math.sin(x / 5) * Math.cos(y / 7) + z * Math.sin(z / 4);
  const [across, downward, upright] = turned(0.5, -0.3, 0.2);
  const corner = plus([0, 0, 20] as Vector, plus(times(across, -6), times(downward, -6)));
  const slab = 6;
  const { columns, rows, at, placeOf } = drawn(
    shape,
    waves,
    { corner, across, downward, width: 12, height: 12, slab },
    { projection },
  );
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const values = Array.from({ length: 241 }, (_, n) =>
        bruteForce(shape, waves, plus(placeOf(column, row), times(upright, ((n - 120) / 240) * slab))),
      );
      const wanted = {
        AVERAGE_IP: values.reduce((sum, value) => sum + value, 0) / values.length,
        MAXIMUM_IP: Math.max(...values),
        MINIMUM_IP: Math.min(...values),
      }[projection];
      expect(Math.abs(at(column, row) - wanted)).toBeLessThan(3);
    }
});

it('what has no value counts for nothing, and the picture of a slice is the slice', () => {
  const holes: ValueAt = ([x, y]) => ((x + y) % 3 === 0 ? Number.NaN : x * 10 + y);
  const { at } = drawn(axial(21), holes, wholeAxial);
  for (let row = 0; row < 40; row += 1)
    for (let column = 0; column < 40; column += 1) expect(at(column, row)).toBe(holes([column - 20, row - 20, 10]));
});

it('leaves out what a box crops', () => {
  const boxes = [
    [
      [5, 10, 0],
      [20, 12.5, 30],
    ],
  ] as const;
  const { at } = drawn(axial(21), () => 1, wholeAxial, { boxes });
  expect([at(5, 10), at(20, 12), at(4, 10), at(21, 10), at(10, 13), at(10, 9)]).toEqual([
    1,
    1,
    ...Array(4).fill(Number.NaN),
  ]);
});

it('asks for the slices that the picture touches, in order, and for no others', () => {
  const [across, downward] = [[1, 0, 0] as Vector, [0, 1, 0] as Vector];
  const volume = axial(1000, 0.5, 4);
  const view = { corner: [-2.5, -2.5, 100.2] as Vector, across, downward, width: 4, height: 4 };
  expect(drawn(volume, () => 1, view).touched).toEqual([200]);
  expect(drawn(volume, () => 1, { ...view, slab: 1 }).touched).toEqual([199, 200, 201]);
  expect(drawn(volume, () => 1, { ...view, corner: [-2.5, -2.5, 900] }).touched).toEqual([]);
});

it('a registration is undone by its inverse, and moves the picture as it says', () => {
  const [x, y, z] = turned(0.3, -0.8, 1.1);
  const move = transformOf([...x, 4, ...y, -3, ...z, 12, 0, 0, 0, 1]) as Transform;
  const there = product(inverse(move) as Transform, move);
  for (const place of [
    [1, 2, 3],
    [-40, 0, 9],
  ] as Vector[])
    for (const [axis, value] of movedBy(there, place).entries()) expect(value).toBeCloseTo(place[axis] as number, 9);
  const valueAt: ValueAt = ([a, b, c]) => a - 2 * b + 3 * c;
  const shape = axial(31);
  const shown = {
    corner: movedBy(inverse(move) as Transform, [0, 0, 15]),
    across: [1, 0, 0] as Vector,
    downward: [0, 1, 0] as Vector,
    width: 5,
    height: 5,
  };
  const { at, placeOf } = drawn(shape, valueAt, shown, { move });
  expect(at(2, 3)).toBeCloseTo(valueAt(movedBy(move, placeOf(2, 3))), 6);
});

describe('what is no volume or no view is refused, and why', () => {
  const z = (...places: number[]): Shape => ({ ...axial(0), origins: places.map((at): Vector => [0, 0, at]) });
  it.each<readonly [string, Shape, RegExp]>([
    ['a slice that is missing', z(0, 1, 2, 4, 5), /missing/],
    ['two slices in one place', z(0, 1, 1, 2), /same place/],
    ['nothing', z(), /not there/],
    ['rows that are not upright on columns', { ...axial(3), down: [0.6, 0.8, 0] }, /upright/],
  ])('%s', (_name, shape, why) => {
    expect(() => volumeOf(inDepth(slicesOf(shape)))).toThrow(why);
  });

  it('slices of another size', () => {
    const [first, second, third] = slicesOf(axial(3));
    expect(() => volumeOf([first as Slice, { ...(second as Slice), rows: 41 }, third as Slice])).toThrow(/differ/);
  });

  it.each<readonly [string, (state: Dataset) => unknown, RegExp]>([
    ['no corner', (state) => state.delete(tags.MPRTopLeftHandCorner), /corner/],
    ['a corner that is no number', (state) => state.set(tags.MPRTopLeftHandCorner, [0, Number.NaN, 0], 'FD'), /corner/],
    ['no direction', (state) => state.set(tags.MPRViewWidthDirection, [0, 0, 0], 'FD'), /direction/],
    ['one direction twice', (state) => state.set(tags.MPRViewHeightDirection, [1, 0, 0], 'FD'), /upright/],
    ['no width', (state) => state.set(tags.MPRViewWidth, 0, 'FD'), /size/],
    ['an endless width', (state) => state.set(tags.MPRViewWidth, Number.POSITIVE_INFINITY, 'FD'), /size/],
    ['a slab without a thickness', (state) => state.set(tags.MPRThicknessType, 'SLAB'), /size/],
    ['a curve', (state) => state.set(tags.MultiPlanarReconstructionStyle, 'CURVED'), /plane/],
  ])('%s', (_name, spoil, why) => {
    const state = stateOf(wholeAxial);
    spoil(state);
    expect(() => viewOf(state)).toThrow(why);
  });

  it('a view that is absurdly large is drawn within bounds, and one through too much is not', () => {
    const large = drawn(axial(3), () => 1, { ...wholeAxial, width: 1e12, height: 1 });
    expect([large.columns, large.rows]).toEqual([2048, 1]);
    const deep = { ...axial(1000, 0.1, 512), spacing: [0.1, 0.1] as const };
    const across = { ...wholeAxial, corner: [-256, -256, 50] as Vector, width: 51.2 * 4, height: 51.2 * 4, slab: 1e9 };
    expect(() => drawn(deep, () => 1, across)).toThrow(/too thick/);
  });
});
