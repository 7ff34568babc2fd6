/** Graphics and text that a presentation state writes on a picture (PS3.3 C.10.5), as SVG in the picture's own pixels. */
import { type Dataset, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { escaped } from './annotation.ts';
import { inPieces } from './pieces.ts';

type Point = readonly [x: number, y: number];

/** Elements of SVG, and what it takes to draw them. */
export interface Mark {
  readonly svg: string;
  readonly points: number;
  /** Pixels of line. */
  readonly length: number;
  readonly characters: number;
}

/** In one picture. */
const most = { objects: 1000, points: 20_000, characters: 4000 };
/** Line in one picture, as a multiple of the mean of its sides. */
const mostSides = 2000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels count from 1 at the centre of the first; DISPLAY is a part of the picture. */
const pointsOf = (numbers: readonly number[], units: string | undefined, { width, height }: Size): readonly Point[] =>
  Array.from({ length: numbers.length >> 1 }, (_, at): Point => {
    const [x, y] = [numbers[at * 2] as number, numbers[at * 2 + 1] as number];
    return units === 'DISPLAY' ? [x * width, y * height] : [x - 0.5, y - 0.5];
  }).filter((point) => point.every(Number.isFinite));

const distance = ([x1, y1]: Point, [x2, y2]: Point): number => Math.hypot(x2 - x1, y2 - y1);

const nothing: Mark = { svg: '', points: 0, length: 0, characters: 0 };

/** An ellipse by the ends of its major and minor axes (C.10.5.1.2). */
const ellipse = (points: readonly Point[]): Mark => {
  const [a, b, c, d] = points;
  if (!(a && b && c && d)) return nothing;
  const [cx, cy] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [rx, ry] = [distance(a, b) / 2, distance(c, d) / 2];
  const turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  const svg = `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" transform="rotate(${turn} ${cx} ${cy})"/>`;
  return { ...nothing, svg, points: 4, length: 2 * Math.PI * Math.max(rx, ry) };
};

const circle = ([x, y]: Point, radius: number): Mark => ({
  ...nothing,
  svg: `<circle cx="${x}" cy="${y}" r="${radius}"/>`,
  points: 1,
  length: 2 * Math.PI * radius,
});

export const circleAt = (point: Point): Mark => circle(point, 1.5);

export const polyline = (points: readonly Point[]): Mark => {
  let length = 0;
  for (let at = 1; at < points.length; at += 1) length += distance(points[at - 1] as Point, points[at] as Point);
  const svg = inPieces(points)
    .map((piece) => `<polyline points="${piece.map((point) => point.join(',')).join(' ')}"/>`)
    .join('');
  return { ...nothing, svg, points: points.length, length };
};

const shapes: Readonly<Record<string, (points: readonly Point[]) => Mark>> = {
  POINT: ([point]) => (point ? circleAt(point) : nothing),
  POLYLINE: polyline,
  INTERPOLATED: polyline,
  CIRCLE: ([centre, edge]) => (centre && edge ? circle(centre, distance(centre, edge)) : nothing),
  ELLIPSE: ellipse,
};

const tooMuch = (what: string): never =>
  fail('not-acceptable', `This presentation state writes ${what}: that is not drawn.`);

const graphic = (object: Dataset, size: Size): Mark => {
  const numbers = object.numbers(tags.GraphicData);
  if (numbers.length > most.points * 2) tooMuch('too many annotations');
  const points = pointsOf(numbers, object.string(tags.GraphicAnnotationUnits), size);
  return shapes[object.string(tags.GraphicType) ?? '']?.(points) ?? nothing;
};

/** What the object says, from this point to the right. */
export const wordsAt = (object: Dataset, [x, y]: Point): Mark => {
  const words = object.string(tags.UnformattedTextValue) ?? '';
  if (words.length > most.characters) tooMuch('too much text');
  const svg = `<text x="${x}" y="${y}" stroke="none" fill="#fff">${escaped(words)}</text>`;
  return { ...nothing, svg, points: 1, characters: words.length };
};

const text = (object: Dataset, size: Size): Mark => {
  const box = object.numbers(tags.BoundingBoxTopLeftHandCorner);
  const [numbers, units] =
    box.length > 0
      ? [box, object.string(tags.BoundingBoxAnnotationUnits)]
      : [object.numbers(tags.AnchorPoint), object.string(tags.AnchorPointAnnotationUnits)];
  const [point] = pointsOf(numbers, units, size);
  return point ? wordsAt(object, point) : nothing;
};

/** What is drawn takes its time in one process with everything else: more of it than anybody reads is refused, not cut. */
const check = (marks: readonly Mark[], { width, height }: Size): void => {
  const total = (of: 'points' | 'length' | 'characters'): number => marks.reduce((sum, mark) => sum + mark[of], 0);
  if (total('points') > most.points) tooMuch('too many annotations');
  if (total('characters') > most.characters) tooMuch('too much text');
  // Not a number of pixels either where a place is none.
  if (!(total('length') <= (mostSides * (width + height)) / 2)) tooMuch('lines that are too long');
};

/**
 * Undefined when there is nothing to write; `more`: marks that are drawn too.
 *
 * @throws Failure not-acceptable, and why, when not all of it could be drawn
 */
export const graphicsSvg = (
  annotations: readonly Dataset[],
  size: Size,
  more: readonly Mark[] = [],
): string | undefined => {
  const objects = annotations.map((annotation) => ({
    graphics: annotation.items(tags.GraphicObjectSequence),
    texts: annotation.items(tags.TextObjectSequence),
  }));
  const count = objects.reduce((sum, { graphics, texts }) => sum + graphics.length + texts.length, 0);
  if (count > most.objects) tooMuch('too many annotations');
  const annotated = objects.flatMap(({ graphics, texts }) => [
    ...graphics.map((object) => graphic(object, size)),
    ...texts.map((object) => text(object, size)),
  ]);
  const drawn = [...annotated, ...more];
  if (drawn.length === 0) return undefined;
  check(drawn, size);
  const letters = Math.max(8, Math.round(Math.min(size.width, size.height) / 28));
  const marks = drawn.map(({ svg }) => svg).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><g fill="none" stroke="#fff" font-family="DejaVu Sans, sans-serif" font-size="${letters}">${marks}</g></svg>`;
};
