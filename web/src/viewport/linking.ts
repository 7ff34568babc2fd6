/** Which pictures of two series belong together while they scroll, and how that is known. */
import { cross, dot, type Plane, type Vector } from './geometry.ts';

/** What is linked: the series that hangs in a pane. */
export interface Linkable {
  readonly seriesInstanceUid: string;
  /** Null when nobody says; then its positions compare with those of no other series. */
  readonly frameOfReferenceUid: string | null;
  /** Of each picture. */
  readonly planes: readonly (Plane | null)[];
  /** The parts of the body that its study shows; empty when that is not known. */
  readonly regions: readonly string[];
}

type Side = 'current' | 'prior';

/** The pictures that the reader put side by side. */
export type SideBySide = Readonly<Record<Side, number>>;

export interface Link {
  /** By position in one frame of reference; middle on middle, as nothing better is known; or as the reader put them. */
  readonly how: 'position' | 'relative' | 'hand';
  /** The line that both are scrolled along; null where pictures are counted. */
  readonly normal: Vector | null;
  /** Where the pictures of each lie on it. */
  readonly places: Readonly<Record<Side, readonly number[]>>;
  /** Added to a place of the current series it gives that of the prior. */
  readonly offset: number;
}

/** Why two series are not linked. */
export type NotLinked = 'no positions' | 'one place' | 'other planes' | 'other region' | 'other extent';

/** Two series are parallel that differ by no more than this: heads are tilted from one exam to the next. */
const mostDegrees = 15;
/** Of two series without a common frame of reference the longer may have this times the extent of the other. */
const mostExtent = 1.5;

const isParallel = (a: Vector, b: Vector): boolean => Math.abs(dot(a, b)) >= Math.cos((mostDegrees * Math.PI) / 180);

interface Geometry {
  readonly normal: Vector;
  readonly centres: readonly Vector[];
}

const placesAlong = (normal: Vector, { centres }: Geometry): readonly number[] =>
  centres.map((centre) => dot(normal, centre));

/** Pictures that lie nearer to each other than this, in millimetres, lie at one place. */
const samePlace = 0.001;

const distinct = (places: readonly number[]): number =>
  places.toSorted((a, b) => a - b).filter((place, at, sorted) => place - (sorted[at - 1] ?? -Infinity) >= samePlace)
    .length;

/**
 * So many pictures may lie where another one does, of so many places. A slice that was made again, or the seams of a series made in
 * parts, are a few; a second phase or echo is not told from the first by its place, and goes over a good part of the series. A tenth
 * tells them apart in a long series. A tenth of a short one is not even one slice, so three may be there again, but no more than a
 * quarter: three of six are a phase.
 */
const mostTwice = (places: number): number => Math.max(places / 10, Math.min(3, places / 4));

/** Phases of a beat lie at one place, echoes by twos: nothing tells them apart. */
const isAtOnePlace = (places: readonly number[]): boolean => {
  const known = distinct(places);
  return places.length - known > mostTwice(known);
};

/** Where the pictures of a series lie, or why that is not told: those of a localiser are not parallel. */
const geometryOf = ({ planes }: Linkable): Geometry | NotLinked => {
  const [first] = planes;
  if (!first || planes.some((plane) => plane === null)) return 'no positions';
  const known = planes as readonly Plane[];
  const normal = cross(first.row, first.column);
  if (known.some(({ row, column }) => !isParallel(normal, cross(row, column)))) return 'other planes';
  return { normal, centres: known.map(({ centre }) => centre) };
};

const middleOf = (places: readonly number[]): number => (Math.min(...places) + Math.max(...places)) / 2;

const stepOf = (places: readonly number[]): number =>
  (Math.max(...places) - Math.min(...places)) / Math.max(1, distinct(places) - 1);

const extentOf = (places: readonly number[]): number => Math.max(...places) - Math.min(...places) + stepOf(places);

type Line = Pick<Link, 'normal' | 'places'>;

/** Both on the line along which the current one is scrolled, or why there is no such line. */
const lineOf = (current: Linkable, prior: Linkable): (Line & { readonly normal: Vector }) | NotLinked => {
  const [a, b] = [geometryOf(current), geometryOf(prior)];
  if (typeof a === 'string') return a;
  if (typeof b === 'string') return b;
  if (!isParallel(a.normal, b.normal)) return 'other planes';
  const { normal } = a;
  const places = { current: placesAlong(normal, a), prior: placesAlong(normal, b) };
  return isAtOnePlace(places.current) || isAtOnePlace(places.prior) ? 'one place' : { normal, places };
};

const isKnown = (regions: readonly string[]): boolean => regions.length > 0 && !regions.includes('whole-body');

const isOtherRegion = (a: readonly string[], b: readonly string[]): boolean =>
  isKnown(a) && isKnown(b) && !a.some((region) => b.includes(region));

const isOtherExtent = ({ current, prior }: Link['places']): boolean => {
  const [a, b] = [extentOf(current), extentOf(prior)];
  return Math.max(a, b) > mostExtent * Math.min(a, b);
};

/** What can honestly be linked without asking the reader. */
export const automaticLink = (current: Linkable, prior: Linkable): Link | NotLinked => {
  const line = lineOf(current, prior);
  if (typeof line === 'string') return line;
  const { frameOfReferenceUid } = current;
  if (frameOfReferenceUid !== null && frameOfReferenceUid === prior.frameOfReferenceUid)
    return { ...line, how: 'position', offset: 0 };
  if (isOtherRegion(current.regions, prior.regions)) return 'other region';
  if (isOtherExtent(line.places)) return 'other extent';
  return { ...line, how: 'relative', offset: middleOf(line.places.prior) - middleOf(line.places.current) };
};

const count = ({ planes }: Linkable): readonly number[] => planes.map((_, index) => index);

const counted = (current: Linkable, prior: Linkable): Line => ({
  normal: null,
  places: { current: count(current), prior: count(prior) },
});

/** As the reader put them: by millimetres where both have positions, else picture by picture; never across planes. */
export const linkByHand = (current: Linkable, prior: Linkable, at: SideBySide): Link | NotLinked => {
  const automatic = automaticLink(current, prior);
  if (typeof automatic === 'object' && linkedPlace(automatic, 'current', at.current).index === at.prior)
    return automatic;
  const measured = lineOf(current, prior);
  if (measured === 'other planes') return measured;
  const line = typeof measured === 'string' ? counted(current, prior) : measured;
  return { ...line, how: 'hand', offset: (line.places.prior[at.prior] ?? 0) - (line.places.current[at.current] ?? 0) };
};

/**
 * As the reader put two other series of the same frames of reference; null when their planes are others. What was counted holds for the same
 * two series, which may have got more pictures since.
 */
export const linkLike = (current: Linkable, prior: Linkable, held: Link): Link | null => {
  if (held.normal === null) return { ...held, ...counted(current, prior) };
  const line = lineOf(current, prior);
  if (typeof line === 'string' || !isParallel(line.normal, held.normal)) return null;
  return { ...line, how: 'hand', offset: held.offset * Math.sign(dot(line.normal, held.normal)) };
};

/** The picture of the other series that goes with one of the series on this side, and whether that one ends before it. */
export const linkedPlace = (
  { places, offset }: Link,
  side: Side,
  index: number,
): { readonly index: number; readonly beyond: boolean } => {
  const other = side === 'current' ? places.prior : places.current;
  const wanted = (places[side][index] ?? 0) + (side === 'current' ? offset : -offset);
  const far = other.map((place) => Math.abs(place - wanted));
  const nearest = Math.min(...far);
  return { index: far.indexOf(nearest), beyond: nearest > Math.max(stepOf(other), stepOf(places[side])) };
};
