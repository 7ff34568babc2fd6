/** Display shutters (PS3.3 C.7.6.11): what is open, and how much of them there may be. */
import { Dataset, tags } from '@throughline/dicom';
import { expect, it } from 'vitest';
import { drawShutters, shuttersOf } from './shutters.ts';

const many = (count: number, make: (at: number) => number): readonly string[] =>
  Array.from({ length: count }, (_, at) => String(Math.round(make(at))));

const drawn = (dataset: Dataset, side: number): ((column: number, row: number) => number) => {
  const data = new Uint8Array(side * side).fill(200);
  drawShutters({ width: side, height: side, channels: 1, data }, shuttersOf(dataset), 7);
  return (column, row) => data[(row - 1) * side + column - 1] as number;
};

const polygon = (vertices: readonly string[]): Dataset =>
  new Dataset().set(tags.ShutterShape, 'POLYGONAL').set(tags.VerticesOfThePolygonalShutter, [...vertices]);

it('a polygon is open where a line from it crosses its sides an odd number of times', () => {
  // A square from 3 to 13 of rows and columns with a notch in its right side.
  const at = drawn(polygon(['3', '3', '3', '13', '8', '7', '13', '13', '13', '3']), 16);
  expect([at(5, 8), at(11, 4), at(11, 12)]).toEqual([200, 200, 200]);
  expect([at(11, 8), at(2, 8), at(5, 2), at(14, 5)]).toEqual([7, 7, 7, 7]);
});

it('of ten thousand vertices it is drawn in seconds', () => {
  const began = performance.now();
  const zigzag = many(20_000, (at) => (at % 2 === 0 ? 1 + ((at * 7919) % 1024) : 1 + ((at * 104_729) % 1024)));
  drawn(polygon(zigzag), 1024);
  expect(performance.now() - began).toBeLessThan(10_000);
});

it('with more vertices it is refused, and each shape counts once', () => {
  expect(() => shuttersOf(polygon(many(20_002, () => 1)))).toThrow(/10000 vertices/);
  const often = new Dataset()
    .set(tags.ShutterShape, Array(5000).fill('CIRCULAR'))
    .set(tags.CenterOfCircularShutter, ['5', '5'])
    .set(tags.RadiusOfCircularShutter, '3');
  expect(shuttersOf(often)).toHaveLength(1);
});
