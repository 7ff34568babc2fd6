import type { RankedPrior, Reading, StudySummary } from '@throughline/contract';
import {
  type PlacedMark,
  type PlacedName,
  placeMarks,
  placeNames,
  type Room,
} from '../../../components/lane-layout.ts';
import { textWidth } from '../../../components/text-width.ts';
import { markText } from '../media/shown-text.ts';

/** Pixels of CSS. */
export const left = 170;
export const axisHeight = 22;
export const fontSize = 11;
export const nameLine = 13;
/** From the middle of a lane to its first line of names, the letters of which stand on it. */
export const toNames = 24;
/** Two lines of a hospital's name. */
const leastLane = 26;
const edge = 6;

/** A study in the lane of a hospital: its own, or one that keeps a copy of it. */
interface Kept {
  readonly study: StudySummary;
  readonly siteName: string;
  readonly isCopy: boolean;
}

export interface Mark extends Kept, PlacedMark {
  readonly prior: RankedPrior | undefined;
  /** Where its date is on the axis; it stands beside it where another stands there. */
  readonly dated: number;
  readonly word: string;
  readonly name: string;
  /** Null where there are too many. */
  readonly placedName: PlacedName | null;
}

export interface Lane {
  readonly site: Reading['sites'][number];
  readonly marks: readonly Mark[];
}

const keptOf = (study: StudySummary, prior: RankedPrior | undefined): readonly Kept[] => {
  const elsewhere = new Set(prior?.copies.map(({ siteName }) => siteName));
  elsewhere.delete(study.siteName);
  const copies = [...elsewhere].map((siteName) => ({ study, siteName, isCopy: true }));
  return [{ study, siteName: study.siteName, isCopy: false }, ...copies];
};

/** Where marks and names stand in a strip of this width, and where dates are in it. */
export const roomOf = (width: number): Room => ({ from: left, to: Math.max(left + 1, width - edge) });

/** The dates leave room for a word at both ends. */
export const onAxis =
  ({ from, to }: Room) =>
  (share: number): number =>
    from + 10 + share * Math.max(0, to - from - 70);

/** Of a whole life more names than this would push the other hospitals out of the strip: what is left out is in the list of priors. */
const mostLines = 6;

/** All names where they have room; else those of what matters, then of others. */
const namesOf = (
  names: readonly { readonly at: number; readonly width: number; readonly first: boolean }[],
  room: Room,
): readonly (PlacedName | null)[] => {
  const placed = placeNames(names, room);
  if (placed.every(({ line }) => line < mostLines)) return placed;
  const order = names.map((_, index) => index).toSorted((a, b) => Number(names[b]?.first) - Number(names[a]?.first));
  const again = placeNames(
    order.flatMap((index) => names[index] ?? []),
    room,
  );
  return names.map((_, index) => {
    const place = again[order.indexOf(index)];
    return place !== undefined && place.line < mostLines ? place : null;
  });
};

const inLane = (
  kept: readonly Kept[],
  priors: ReadonlyMap<string, RankedPrior>,
  x: (date: string) => number,
  room: Room,
) => {
  const known = kept.map((one) => {
    const prior = priors.get(one.study.studyInstanceUid);
    const word = `${markText(one.study)}${prior ? '' : ' now'}${one.isCopy ? ' copy' : ''}`;
    const name = `${one.study.date ?? ''} ${one.study.exam}`;
    return { ...one, prior, word, name, dated: x(one.study.date ?? '') };
  });
  const places = placeMarks(
    known.map(({ dated, word }) => ({ at: dated, word: textWidth(word, fontSize) })),
    room,
  );
  const names = namesOf(
    known.map(({ name, prior }, index) => ({
      at: places[index]?.at ?? 0,
      width: textWidth(name, fontSize),
      first: prior === undefined || prior.tier === 'show-first' || prior.tier === 'relevant',
    })),
    room,
  );
  return known.map((one, index) => ({
    ...one,
    ...(places[index] ?? { at: one.dated, worded: true }),
    placedName: names[index] ?? null,
  }));
};

/** What each hospital has of the dated studies, oldest first. */
export const lanesOf = (
  { sites, priors }: Reading,
  studies: readonly StudySummary[],
  x: (date: string) => number,
  room: Room,
): readonly Lane[] => {
  const ranked = new Map(priors.map((prior) => [prior.studyInstanceUid, prior]));
  const kept = studies
    .toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? ''))
    .flatMap((study) => keptOf(study, ranked.get(study.studyInstanceUid)));
  return sites.map((site) => ({
    site,
    marks: inLane(
      kept.filter(({ siteName }) => siteName === site.name),
      ranked,
      x,
      room,
    ),
  }));
};

/** With names the line of a lane stands this far below its top, so that they have the rest. */
const headRoom = 14;

/** How high a lane is at least, so that neither its hospital nor a name is cut. */
export const leastHeight = (lanes: readonly Lane[], large: boolean): number => {
  const lines = Math.max(
    1,
    ...lanes.flatMap(({ marks }) => marks.map(({ placedName }) => (placedName?.line ?? 0) + 1)),
  );
  return large ? headRoom + toNames + (lines - 1) * nameLine + 4 : leastLane;
};

/** The line of a lane, as all lanes share the height above the axis. */
export const lineOf = (at: number, lanes: number, large: boolean): string => {
  const share = (large ? at : at + 0.5) / lanes;
  return `calc((100% - ${axisHeight}px) * ${share.toFixed(4)} + ${large ? headRoom : 0}px)`;
};
