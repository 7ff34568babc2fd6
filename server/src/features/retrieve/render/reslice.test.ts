/** Planes through volumes whose values are known at every place; what is expected is computed from the places alone. */
import { type Dataset, tags } from '@throughline/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axial,
  drawn,
  type Shape,
  slicesOf,
  stateOf,
  turned,
  type ValueAt,
  wholeAxial,
} from '../../../../test/reslicing.ts';
import { viewOf } from './mpr-view.ts';
import { inverse, movedBy, product, type Transform, transformOf } from './transform.ts';
import { cross, dot, minus, plus, times, type Vector } from './vector.ts';
import { inDepth, type Slice, volumeOf } from './volume.ts';

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
