/** What a volumetric state writes at places of the patient (PS3.3 C.11.28), in the picture's own pixels. */
import { type Dataset, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { circleAt, polyline, wordsAt } from './graphics.ts';
import { type Grid, upright, type View } from './mpr-view.ts';
import { dot, minus, plus, times, type Vector } from './vector.ts';

/** Column, row and millimetres in front of the picture. */
type Place = Vector;

const mostPoints = 10_000;
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
    { length: Math.min(mostPoints, Math.floor(numbers.length / 3)) },
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

/** What of the line between two places is no further than that from the picture. */
const within = (from: Place, to: Place, half: number): readonly [Place, Place] | undefined => {
  const change = to[2] - from[2];
  if (Math.abs(change) < 1e-9) return Math.abs(from[2]) <= half ? [from, to] : undefined;
  const ends = [(-half - from[2]) / change, (half - from[2]) / change];
  const [start, end] = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))];
  const at = (part: number): Place => plus(from, times(minus(to, from), part));
  return start <= end ? [at(start), at(end)] : undefined;
};

type Shape = { readonly lines: readonly (readonly [Place, Place])[]; readonly points: readonly Place[] };

const shapeOf = (type: string, points: readonly Vector[], place: (point: Vector) => Place): Shape => {
  if (type === 'POINT' || type === 'MULTIPOINT') return { lines: [], points: points.map(place) };
  const bends = (type === 'ELLIPSE' ? around(points) : points).map(place);
  return { lines: bends.slice(1).map((to, at) => [bends[at] as Place, to] as const), points: [] };
};

const drawable: ReadonlySet<string> = new Set(['POINT', 'MULTIPOINT', 'POLYLINE', 'POLYGON', 'ELLIPSE']);

const annotationSvg = (item: Dataset, place: (point: Vector) => Place, half: number): readonly string[] => {
  const type = item.string(tags.GraphicType) ?? '';
  if (!drawable.has(type))
    return fail('not-acceptable', 'This presentation state draws a body in the volume: that is not drawn.');
  // What is not clipped is seen in the picture from wherever it lies.
  const depth = item.string(tags.AnnotationClipping) === 'NO' ? Number.MAX_VALUE : half;
  const { lines, points } = shapeOf(type, pointsOf(item.numbers(tags.GraphicData)), place);
  const shown = lines.flatMap(([from, to]) => {
    const part = depth === Number.MAX_VALUE ? ([from, to] as const) : within(from, to, depth);
    return part ? [part] : [];
  });
  const seen = points.filter((point) => Math.abs(point[2]) <= depth);
  const first = shown[0]?.[0] ?? seen[0];
  const [words] = item.items(tags.TextObjectSequence);
  return [
    ...shown.map(([from, to]) =>
      polyline([
        [from[0], from[1]],
        [to[0], to[1]],
      ]),
    ),
    ...seen.map(([x, y]) => circleAt([x, y])),
    ...(words && first ? [wordsAt(words, [first[0], first[1]])] : []),
  ];
};

/** Those that lie in the picture, within its slab or half a pixel of its plane; SVG elements. */
export const volumeGraphics = (state: Dataset, view: View, grid: Grid): readonly string[] => {
  if (state.items(tags.VolumetricPresentationInputAnnotationSequence).length > 0)
    return fail('not-acceptable', 'This presentation state labels its inputs: that is not drawn.');
  const half = Math.max(view.thickness, ...grid.spacing) / 2;
  return state
    .items(tags.VolumetricAnnotationSequence)
    .slice(0, mostAnnotations)
    .flatMap((item) => annotationSvg(item, placeOf(view, grid), half));
};
