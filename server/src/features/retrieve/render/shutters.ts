/** Display shutters (PS3.3 C.7.6.11): outside of them the picture is one shade. */
import { type Dataset, tags } from '@throughline/dicom';
import type { RenderedPixels, Shutter } from './render-task.ts';

const mostVertices = 10_000;

/** Vertices are row and column. */
const verticesOf = (numbers: readonly number[]): readonly (readonly [row: number, column: number])[] =>
  Array.from({ length: Math.min(mostVertices, numbers.length >> 1) }, (_, at) => [
    numbers[at * 2] as number,
    numbers[at * 2 + 1] as number,
  ]);

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

export const shuttersOf = (dataset: Dataset): readonly Shutter[] =>
  dataset
    .strings(tags.ShutterShape)
    .map((shape) => shutterOf(dataset, shape))
    .filter((shutter) => shutter !== undefined);

/** Shutter Presentation Value is a P-value of 16 bits. */
export const shadeOf = (dataset: Dataset): number =>
  Math.round((dataset.number(tags.ShutterPresentationValue) ?? 0) / 257) & 0xff;

/** Even and odd crossings of a line to the left. */
const isInPolygon = (vertices: readonly (readonly [number, number])[], row: number, column: number): boolean => {
  let inside = false;
  for (const [index, [r1, c1]] of vertices.entries()) {
    const [r2, c2] = vertices[(index + 1) % vertices.length] as readonly [number, number];
    if (r1 > row !== r2 > row && column < ((c2 - c1) * (row - r1)) / (r2 - r1) + c1) inside = !inside;
  }
  return inside;
};

/** Rows and columns count from 1. */
const isOpen = (shutter: Shutter, row: number, column: number): boolean => {
  if (shutter.shape === 'RECTANGULAR')
    return column >= shutter.left && column <= shutter.right && row >= shutter.top && row <= shutter.bottom;
  if (shutter.shape === 'CIRCULAR')
    return (row - shutter.row) ** 2 + (column - shutter.column) ** 2 <= shutter.radius ** 2;
  return isInPolygon(shutter.vertices, row, column);
};

/** `shade` is 0 to 255. */
export const drawShutters = (
  { width, height, channels, data }: RenderedPixels,
  shutters: readonly Shutter[],
  shade: number,
): void => {
  if (shutters.length === 0) return;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (shutters.every((shutter) => isOpen(shutter, row + 1, column + 1))) continue;
      const at = (row * width + column) * channels;
      data.fill(shade, at, at + channels);
    }
  }
};
