/** Slabs through volumes whose values are known at every place; what is expected is computed from the places alone. */
import { describe, expect, it } from 'vitest';
import {
  axial,
  drawn,
  type Shape,
  type Shown,
  turned,
  type ValueAt,
  voxel,
  wholeAxial,
} from '../../../../test/reslicing.ts';
import type { Projection } from './reslice.ts';
import { minus, plus, times, type Vector } from './vector.ts';

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
