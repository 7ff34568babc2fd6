/** What is written at places of the patient: how much of it there may be, and that a line is one line. */
import { Dataset, tags } from '@throughline/dicom';
import { expect, it } from 'vitest';
import type { View } from './mpr-view.ts';
import { volumeGraphics } from './volume-graphics.ts';

const view: View = {
  corner: [0, 0, 0],
  across: [1, 0, 0],
  downward: [0, 1, 0],
  width: 100,
  height: 100,
  thickness: 4,
};

const annotation = (type: string, data: readonly number[], clipping = 'YES'): Dataset =>
  new Dataset()
    .set(tags.GraphicType, type)
    .set(tags.GraphicData, [...data], 'FL')
    .set(tags.AnnotationClipping, clipping);

const drawn = (...annotations: readonly Dataset[]): readonly string[] =>
  volumeGraphics(new Dataset().set(tags.VolumetricAnnotationSequence, annotations), view, {
    columns: 100,
    rows: 100,
    spacing: [1, 1],
  }).map(({ svg }) => svg);

const zigzag = (points: number): readonly number[] =>
  Array.from({ length: points }, (_, at) => [at % 100, at % 7, 0]).flat();

/** The bends of lines that go on where another ended. */
const bendsOf = (svg = ''): readonly string[] => {
  const pieces = [...svg.matchAll(/points="([^"]*)"/g)].map(([, points = '']) => points.split(' '));
  return pieces.flatMap((piece, at) => {
    const before = pieces[at - 1];
    if (before === undefined) return piece;
    return before.slice(-2).join(' ') === piece.slice(0, 2).join(' ') ? piece.slice(2) : ['broken'];
  });
};

it.each(['YES', 'NO'])('a line is one line, however many bends it has; clipped: %s', (clipping) => {
  const [line, ...others] = drawn(annotation('POLYLINE', zigzag(9000), clipping));
  expect(others).toEqual([]);
  expect(bendsOf(line)).toEqual(Array.from({ length: 9000 }, (_, at) => `${at % 100},${at % 7}`));
});

it('a line that leaves the slab and comes back is two, each up to the edge of the slab', () => {
  const line = [1, 5, 0, 2, 5, 1, 4, 5, 3, 6, 5, 3, 8, 5, 1, 9, 5, 0];
  expect(drawn(annotation('POLYLINE', line))).toEqual([
    '<polyline points="1,5 2,5 3,5"/>',
    '<polyline points="7,5 8,5 9,5"/>',
  ]);
  expect(drawn(annotation('POLYLINE', line, 'NO'))).toEqual(['<polyline points="1,5 2,5 4,5 6,5 8,5 9,5"/>']);
});

it.each<readonly [string, () => readonly Dataset[]]>([
  ['three lines', () => Array.from({ length: 3 }, () => annotation('POLYLINE', zigzag(7000)))],
  ['places', () => [annotation('MULTIPOINT', zigzag(20_001))]],
  ['ellipses', () => Array.from({ length: 400 }, () => annotation('ELLIPSE', [1, 5, 0, 9, 5, 0, 5, 3, 0, 5, 7, 0]))],
  ['nothing, often', () => Array.from({ length: 1001 }, () => annotation('POLYLINE', []))],
])('more than could be drawn is refused, and why: %s', (_name, make) => {
  expect(() => drawn(...make())).toThrow(/too many/);
});
