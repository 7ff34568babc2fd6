/** Display shutters (PS3.3 C.7.6.11): outside of them the picture is one shade. */
import { type Dataset, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { RenderedPixels, Shutter } from './render-task.ts';

const mostVertices = 10_000;

/** Vertices are row and column. */
const verticesOf = (numbers: readonly number[]): readonly (readonly [row: number, column: number])[] => {
  if (numbers.length > mostVertices * 2)
    return fail('not-acceptable', `A shutter of more than ${mostVertices} vertices is not drawn.`);
  return Array.from({ length: numbers.length >> 1 }, (_, at) => [
    numbers[at * 2] as number,
    numbers[at * 2 + 1] as number,
  ]);
};

const shutterOf = (dataset: Dataset, shape: string): Shutter | undefined => {
  const at = (tag: number): number => dataset.number(tag) ?? 0;
  if (shape === 'RECTANGULAR') {
    const [left, right] = [at(tags.ShutterLeftVerticalEdge), at(tags.ShutterRightVerticalEdge)];
    return {
      shape,
      left,
      right,
      top: at(tags.ShutterUpperHorizontalEdge),
      bottom: at(tags.ShutterLowerHorizontalEdge),
    };
  }
  if (shape === 'CIRCULAR') {
    const [row = 0, column = 0] = dataset.numbers(tags.CenterOfCircularShutter);
    return { shape, row, column, radius: at(tags.RadiusOfCircularShutter) };
  }
  const vertices = verticesOf(dataset.numbers(tags.VerticesOfThePolygonalShutter));
  return shape === 'POLYGONAL' && vertices.length > 2 ? { shape, vertices } : undefined;
};

/** Each shape once, whatever is written: it has one description (C.7.6.11). */
export const shuttersOf = (dataset: Dataset): readonly Shutter[] =>
  [...new Set(dataset.strings(tags.ShutterShape))]
    .map((shape) => shutterOf(dataset, shape))
    .filter((shutter) => shutter !== undefined);

/** Shutter Presentation Value is a P-value of 16 bits. */
export const shadeOf = (dataset: Dataset): number =>
  Math.round((dataset.number(tags.ShutterPresentationValue) ?? 0) / 257) & 0xff;

type IsOpen = (column: number) => boolean;

/** Even and odd crossings of a row to the right; columns are asked for one after another. */
const polygonInRow = (vertices: readonly (readonly [number, number])[], row: number): IsOpen => {
  const found = new Float64Array(vertices.length);
  let count = 0;
  for (let at = 0; at < vertices.length; at += 1) {
    const from = vertices[at] as readonly [number, number];
    const to = vertices[at + 1 < vertices.length ? at + 1 : 0] as readonly [number, number];
    if (from[0] > row === to[0] > row) continue;
    found[count] = ((to[1] - from[1]) * (row - from[0])) / (to[0] - from[0]) + from[1];
    count += 1;
  }
  const crossings = found.subarray(0, count).sort();
  let passed = 0;
  return (column) => {
    while (passed < crossings.length && (crossings[passed] as number) <= column) passed += 1;
    return (crossings.length - passed) % 2 === 1;
  };
};

/** Rows and columns count from 1. */
const openInRow = (shutter: Shutter, row: number): IsOpen => {
  if (shutter.shape === 'RECTANGULAR') {
    const isWithin = row >= shutter.top && row <= shutter.bottom;
    return (column) => isWithin && column >= shutter.left && column <= shutter.right;
  }
  if (shutter.shape === 'CIRCULAR')
    return (column) => (row - shutter.row) ** 2 + (column - shutter.column) ** 2 <= shutter.radius ** 2;
  return polygonInRow(shutter.vertices, row);
};

/** `shade` is 0 to 255. */
export const drawShutters = (
  { width, height, channels, data }: RenderedPixels,
  shutters: readonly Shutter[],
  shade: number,
): void => {
  if (shutters.length === 0) return;
  for (let row = 0; row < height; row += 1) {
    const open = shutters.map((shutter) => openInRow(shutter, row + 1));
    for (let column = 0; column < width; column += 1) {
      if (open.every((isOpen) => isOpen(column + 1))) continue;
      const at = (row * width + column) * channels;
      data.fill(shade, at, at + channels);
    }
  }
};
