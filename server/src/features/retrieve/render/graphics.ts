/** Graphics and text that a presentation state writes on a picture (PS3.3 C.10.5), as SVG in the picture's own pixels. */
import { type Dataset, tags } from '@throughline/dicom';
import { escaped } from './annotation.ts';

type Point = readonly [x: number, y: number];

const mostPoints = 10_000;
const mostObjects = 1000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels count from 1 at the centre of the first; DISPLAY is a part of the picture. */
const pointsOf = (numbers: readonly number[], units: string | undefined, { width, height }: Size): readonly Point[] =>
  Array.from({ length: Math.min(mostPoints, numbers.length >> 1) }, (_, at): Point => {
    const [x, y] = [numbers[at * 2] as number, numbers[at * 2 + 1] as number];
    return units === 'DISPLAY' ? [x * width, y * height] : [x - 0.5, y - 0.5];
  }).filter((point) => point.every(Number.isFinite));

const distance = ([x1, y1]: Point, [x2, y2]: Point): number => Math.hypot(x2 - x1, y2 - y1);

/** An ellipse by the ends of its major and minor axes (C.10.5.1.2). */
const ellipse = (points: readonly Point[]): string => {
  const [a, b, c, d] = points;
  if (!(a && b && c && d)) return '';
  const [cx, cy] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  return `<ellipse cx="${cx}" cy="${cy}" rx="${distance(a, b) / 2}" ry="${distance(c, d) / 2}" transform="rotate(${turn} ${cx} ${cy})"/>`;
};

export const circleAt = ([x, y]: Point): string => `<circle cx="${x}" cy="${y}" r="1.5"/>`;
export const polyline = (points: readonly Point[]): string =>
  `<polyline points="${points.map((point) => point.join(',')).join(' ')}"/>`;

const shapes: Readonly<Record<string, (points: readonly Point[]) => string>> = {
  POINT: ([point]) => (point ? circleAt(point) : ''),
  POLYLINE: polyline,
  INTERPOLATED: polyline,
  CIRCLE: ([centre, edge]) =>
    centre && edge ? `<circle cx="${centre[0]}" cy="${centre[1]}" r="${distance(centre, edge)}"/>` : '',
  ELLIPSE: ellipse,
};

const graphic = (object: Dataset, size: Size): string => {
  const points = pointsOf(object.numbers(tags.GraphicData), object.string(tags.GraphicAnnotationUnits), size);
  return shapes[object.string(tags.GraphicType) ?? '']?.(points) ?? '';
};

/** What the object says, from this point to the right. */
export const wordsAt = (object: Dataset, [x, y]: Point): string => {
  const words = escaped((object.string(tags.UnformattedTextValue) ?? '').slice(0, mostObjects));
  return `<text x="${x}" y="${y}" stroke="none" fill="#fff">${words}</text>`;
};

const text = (object: Dataset, size: Size): string => {
  const box = object.numbers(tags.BoundingBoxTopLeftHandCorner);
  const [numbers, units] =
    box.length > 0
      ? [box, object.string(tags.BoundingBoxAnnotationUnits)]
      : [object.numbers(tags.AnchorPoint), object.string(tags.AnchorPointAnnotationUnits)];
  const [point] = pointsOf(numbers, units, size);
  return point ? wordsAt(object, point) : '';
};

/** Undefined when there is nothing to write; `more`: elements that are drawn too. */
export const graphicsSvg = (
  annotations: readonly Dataset[],
  size: Size,
  more: readonly string[] = [],
): string | undefined => {
  const annotated = annotations.flatMap((annotation) => [
    ...annotation
      .items(tags.GraphicObjectSequence)
      .slice(0, mostObjects)
      .map((object) => graphic(object, size)),
    ...annotation
      .items(tags.TextObjectSequence)
      .slice(0, mostObjects)
      .map((object) => text(object, size)),
  ]);
  const drawn = [...annotated, ...more];
  if (drawn.length === 0) return undefined;
  const letters = Math.max(8, Math.round(Math.min(size.width, size.height) / 28));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><g fill="none" stroke="#fff" font-family="DejaVu Sans, sans-serif" font-size="${letters}">${drawn.join('')}</g></svg>`;
};
