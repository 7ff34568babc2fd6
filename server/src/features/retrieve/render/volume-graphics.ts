/** What a volumetric state writes at places of the patient (PS3.3 C.11.28), in the picture's own pixels. */
import { type Dataset, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { circleAt, type Mark, polyline, wordsAt } from './graphics.ts';
import { type Grid, upright, type View } from './mpr-view.ts';
import { dot, minus, plus, times, type Vector } from './vector.ts';

/** Column, row and millimetres in front of the picture. */
type Place = Vector;

/** In one state, as they are drawn. */
const mostPoints = 20_000;
const mostAnnotations = 1000;
const arcs = 64;

const placeOf =
  (view: View, { spacing }: Grid) =>
  (point: Vector): Place => {
    const from = minus(point, view.corner);
    return [dot(from, view.across) / spacing[0], dot(from, view.downward) / spacing[1], dot(from, upright(view))];
  };

const pointsOf = (numbers: readonly number[]): readonly Vector[] =>
  Array.from(
    { length: Math.floor(numbers.length / 3) },
    (_, at): Vector => [numbers[at * 3] as number, numbers[at * 3 + 1] as number, numbers[at * 3 + 2] as number],
  ).filter((point) => point.every(Number.isFinite));

/** The ends of both axes as the line around them. */
const around = ([a, b, c, d]: readonly Vector[]): readonly Vector[] => {
  if (!(a && b && c && d)) return [];
  const centre = times(plus(a, b), 0.5);
  const [major, minor] = [times(minus(b, a), 0.5), times(minus(d, c), 0.5)];
  return Array.from({ length: arcs + 1 }, (_, at) => {
    const turn = (at * 2 * Math.PI) / arcs;
    return plus(centre, plus(times(major, Math.cos(turn)), times(minor, Math.sin(turn))));
  });
};

/** Which part of the line between two places, 0 to 1, is no further than that from the picture. */
const within = (from: Place, to: Place, half: number): readonly [start: number, end: number] | undefined => {
  const change = to[2] - from[2];
  if (Math.abs(change) < 1e-9) return Math.abs(from[2]) <= half ? [0, 1] : undefined;
  const ends = [(-half - from[2]) / change, (half - from[2]) / change];
  const [start, end] = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))];
  return start <= end ? [start, end] : undefined;
};

/** The pieces of a line that are no further than that from the picture, each with its bends. */
const piecesOf = (bends: readonly Place[], half: number): readonly (readonly Place[])[] => {
  const pieces: Place[][] = [];
  let piece: Place[] | undefined;
  for (const [at, to] of bends.slice(1).entries()) {
    const from = bends[at] as Place;
    const part = within(from, to, half);
    if (part === undefined) {
      piece = undefined;
      continue;
    }
    const [start, end] = part;
    if (piece === undefined) {
      piece = [plus(from, times(minus(to, from), start))];
      pieces.push(piece);
    }
    piece.push(end === 1 ? to : plus(from, times(minus(to, from), end)));
    if (end < 1) piece = undefined;
  }
  return pieces;
};

type Shape = { readonly pieces: readonly (readonly Place[])[]; readonly points: readonly Place[] };

const shapeOf = (type: string, vectors: readonly Vector[], place: (point: Vector) => Place, half: number): Shape => {
  if (type === 'POINT' || type === 'MULTIPOINT')
    return { pieces: [], points: vectors.map(place).filter((point) => Math.abs(point[2]) <= half) };
  return { pieces: piecesOf((type === 'ELLIPSE' ? around(vectors) : vectors).map(place), half), points: [] };
};

const drawable: ReadonlySet<string> = new Set(['POINT', 'MULTIPOINT', 'POLYLINE', 'POLYGON', 'ELLIPSE']);

const annotationSvg = (item: Dataset, place: (point: Vector) => Place, half: number): readonly Mark[] => {
  const type = item.string(tags.GraphicType) ?? '';
  if (!drawable.has(type))
    return fail('not-acceptable', 'This presentation state draws a body in the volume: that is not drawn.');
  // What is not clipped is seen in the picture from wherever it lies.
  const depth = item.string(tags.AnnotationClipping) === 'NO' ? Number.POSITIVE_INFINITY : half;
  const { pieces, points } = shapeOf(type, pointsOf(item.numbers(tags.GraphicData)), place, depth);
  const first = pieces[0]?.[0] ?? points[0];
  const [words] = item.items(tags.TextObjectSequence);
  return [
    ...pieces.map((piece) => polyline(piece.map(([x, y]) => [x, y]))),
    ...points.map(([x, y]) => circleAt([x, y])),
    ...(words && first ? [wordsAt(words, [first[0], first[1]])] : []),
  ];
};

const checkAmount = (annotations: readonly Dataset[]): void => {
  const tooMany = (): never => fail('not-acceptable', 'This presentation state writes too many annotations to draw.');
  if (annotations.length > mostAnnotations) tooMany();
  let points = 0;
  for (const item of annotations) {
    points +=
      item.string(tags.GraphicType) === 'ELLIPSE' ? arcs + 1 : Math.floor(item.numbers(tags.GraphicData).length / 3);
    if (points > mostPoints) tooMany();
  }
};

/**
 * Those that lie in the picture, within its slab or half a pixel of its plane.
 *
 * @throws Failure not-acceptable, and why, when not all of it could be drawn
 */
export const volumeGraphics = (state: Dataset, view: View, grid: Grid): readonly Mark[] => {
  if (state.items(tags.VolumetricPresentationInputAnnotationSequence).length > 0)
    return fail('not-acceptable', 'This presentation state labels its inputs: that is not drawn.');
  const annotations = state.items(tags.VolumetricAnnotationSequence);
  checkAmount(annotations);
  const half = Math.max(view.thickness, ...grid.spacing) / 2;
  return annotations.flatMap((item) => annotationSvg(item, placeOf(view, grid), half));
};
