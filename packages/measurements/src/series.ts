/** Measurements of one person, of every record and site, as series over time. */
import { type Thing, thingOf } from './things.ts';
import type { Code, Measurement, Side } from './types.ts';
import { fullestWay, wayOf, wayWords } from './ways.ts';

/** A measurement with where it came from. */
export interface Recorded {
  readonly measurement: Measurement;
  /** Names the object or the report that says it. */
  readonly origin: string;
  readonly kind: 'object' | 'message' | 'observation';
  readonly studyInstanceUid: string | null;
  readonly seriesInstanceUid: string | null;
  readonly sopInstanceUid: string | null;
  /** Modalities of the study (0008,0061); empty where it belongs to none. */
  readonly modalities: readonly string[];
  /** Every site that holds it, the one that it was made at first. */
  readonly sites: readonly string[];
}

export interface Point {
  /** ISO date */
  readonly date: string;
  readonly value: number;
  readonly comparator: string | null;
  readonly sites: readonly string[];
  /** How it was measured, in words; empty when nothing is said. */
  readonly method: string;
  /** As it was sent. */
  readonly sent: { readonly value: number; readonly unit: string; readonly code: Code };
  /** What says so: several when one measurement came in several ways. */
  readonly origins: readonly Recorded[];
}

export interface Unread {
  readonly date: string | null;
  readonly value: number;
  readonly unit: string;
  readonly why: string;
  readonly sites: readonly string[];
}

export interface Series {
  readonly key: string;
  /** The entry of the table of things; null for what is followed by its own code and name only. */
  readonly thing: string | null;
  readonly words: string;
  readonly unit: string;
  readonly side: Side | null;
  readonly subject: string | null;
  /** In order of time. */
  readonly points: readonly Point[];
  /** Kept, and on no axis: why is said with each. */
  readonly unread: readonly Unread[];
  /** Where sites or days do not agree, in words. */
  readonly differences: readonly string[];
}

const MEAN = '373098007';

const isoDate = (at: string): string => `${at.slice(0, 4)}-${at.slice(4, 6)}-${at.slice(6, 8)}`;

const named = (code: Code | null): string => (code === null ? '' : `${code.scheme}|${code.value}`);

const keyOf = ({ what, thing, site, side, subject, tracking, canonical }: Measurement): string => {
  const known = thing === null ? undefined : thingOf(thing);
  if (known !== undefined)
    return [known.id, known.bySite ? named(site) : '', known.bySide ? (side ?? '') : '', subject ?? ''].join('\n');
  const label = (tracking.identifier ?? tracking.uid ?? '').trim().toLowerCase();
  return [named(what), named(site), side ?? '', label, canonical?.unit ?? '', subject ?? ''].join('\n');
};

const sideWords: Readonly<Record<Side, string>> = { L: 'left', R: 'right', B: 'both sides' };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const wordsOf = (measurement: Measurement, thing: Thing | undefined): string => {
  const { what, site, side, subject, tracking } = measurement;
  const base = thing?.words ?? [tracking.identifier, what.meaning].filter(Boolean).join(': ');
  const place = site !== null && (thing === undefined || thing.bySite) ? site.meaning.toLowerCase() : null;
  const hand = side !== null && (thing === undefined || thing.bySide) ? sideWords[side] : null;
  const whose = subject === null ? null : `fetus ${subject}`;
  return capital([base, place, hand, whose].filter((part) => part !== null).join(', '));
};

/** A mean stands for the values that it was made of, and never for those of another way. */
const withoutParts = (recorded: readonly Recorded[], thing: Thing | undefined): readonly Recorded[] => {
  const ways = Map.groupBy(recorded, ({ measurement, modalities }) =>
    thing?.byWay === true ? wayWords(wayOf(measurement, modalities)) : '',
  );
  return [...ways.values()].flatMap((ofWay) => {
    const means = ofWay.filter(({ measurement }) => measurement.derivation?.value === MEAN);
    return means.length > 0 ? means : ofWay;
  });
};

/** Method, mode and derivation; the meaning of the code too where one thing came in several. */
const methodOf = ({ what, modifiers, derivation }: Measurement, several: boolean): string =>
  [
    ...(several ? [what.meaning] : []),
    ...modifiers.map(({ meaning }) => meaning),
    ...(derivation === null ? [] : [derivation.meaning]),
  ].join(', ');

const decimalsOf = (value: number): number => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

/** The same value but for rounding: the one that was sent more exactly, in the unit and with the digits of the other, is the other. */
const isSameValue = (a: Measurement, b: Measurement): boolean => {
  if (a.comparator !== b.comparator) return false;
  const rounds = (exact: Measurement, coarse: Measurement): boolean => {
    if (exact.canonical === null || coarse.canonical === null) return false;
    const scale = coarse.value === 0 ? 1 : coarse.canonical.value / coarse.value;
    const there = exact.canonical.value / scale;
    return Math.abs(there - coarse.value) <= 0.5 * 10 ** -decimalsOf(coarse.value) + 1e-9;
  };
  return decimalsOf(a.value) >= decimalsOf(b.value) ? rounds(a, b) || rounds(b, a) : rounds(b, a) || rounds(a, b);
};

/** Told to be measured in two ways: then they are two, though the values are alike. */
const areTwoWays = (a: Recorded, b: Recorded): boolean => {
  if (thingOf(a.measurement.thing ?? '')?.byWay !== true) return false;
  const [one, other] = [wayOf(a.measurement, a.modalities), wayOf(b.measurement, b.modalities)];
  const differ = (x: string, y: string): boolean => x !== '' && y !== '' && x !== y;
  return differ(one.modality, other.modality) || differ(one.method, other.method);
};

/** One measurement that came twice: by its tracking UID, of one study, or of one moment; never two of one object. */
const isSame = (a: Recorded, b: Recorded): boolean => {
  if (a.origin === b.origin || areTwoWays(a, b)) return false;
  const [one, other] = [a.measurement, b.measurement];
  if (one.at?.slice(0, 8) !== other.at?.slice(0, 8) || !isSameValue(one, other)) return false;
  if (one.tracking.uid !== null && one.tracking.uid === other.tracking.uid) return true;
  if (a.studyInstanceUid !== null && a.studyInstanceUid === b.studyInstanceUid) return true;
  const [first, second] = [one.at ?? '', other.at ?? ''];
  return first.startsWith(second) || second.startsWith(first);
};

const foldDuplicates = (recorded: readonly Recorded[]): readonly (readonly Recorded[])[] => {
  const groups: Recorded[][] = [];
  for (const one of recorded) {
    const known = groups.find((group) => group.every((other) => isSame(other, one)));
    if (known) known.push(one);
    else groups.push([one]);
  }
  return groups;
};

const pointOf = (group: readonly Recorded[], several: boolean): Point[] => {
  // Objects are nearer to what was measured than a message about it.
  const [first] = group.toSorted((a, b) => Number(a.kind !== 'object') - Number(b.kind !== 'object'));
  const { measurement } = first ?? {};
  if (measurement?.canonical === undefined || measurement.canonical === null || measurement.at === null) return [];
  return [
    {
      date: isoDate(measurement.at),
      value: measurement.canonical.value,
      comparator: measurement.comparator,
      sites: [...new Set(group.flatMap(({ sites }) => sites))],
      method: methodOf(measurement, several),
      sent: { value: measurement.value, unit: measurement.unit, code: measurement.what },
      origins: group,
    },
  ];
};

const whereOf = (point: Point): string => point.sites[0] ?? 'an unknown site';

/** Two sites that say different things of one day, and sites that measure in different ways. */
const differencesOf = (points: readonly Point[], unit: string): string[] => {
  const days = [...Map.groupBy(points, ({ date }) => date)].flatMap(([date, same]) => {
    const bySite = new Map(same.toReversed().map((point) => [whereOf(point), point]));
    if (bySite.size < 2) return [];
    const said = [...bySite].toReversed().map(([site, { value }]) => `${site} ${value} ${unit}`);
    return [`On ${date} the sites differ: ${said.join(', ')}.`];
  });
  const ways = new Map<string, Set<string>>();
  for (const point of points) {
    if (point.method === '') continue;
    ways.set(whereOf(point), (ways.get(whereOf(point)) ?? new Set()).add(point.method));
  }
  const told = [...ways].map(([site, methods]) => ({ site, text: [...methods].toSorted().join('; ') }));
  const differ = new Set(told.map(({ text }) => text)).size > 1;
  return differ
    ? [...days, `Measured in different ways: ${told.map(({ site, text }) => `${site}: ${text}`).join(' / ')}.`]
    : days;
};

const unreadOf = ({ measurement, sites }: Recorded): Unread => ({
  date: measurement.at === null ? null : isoDate(measurement.at),
  value: measurement.value,
  unit: measurement.unit,
  why: measurement.unreadable ?? 'the day is not known',
  sites,
});

/** Points by how they were measured, in words: one line each. All together where the thing has no ways. */
const byWay = (points: readonly Point[], thing: Thing | undefined): ReadonlyMap<string, readonly Point[]> => {
  if (thing?.byWay !== true || points.length === 0) return new Map([['', points]]);
  return Map.groupBy(points, ({ origins }) =>
    wayWords(fullestWay(origins.map(({ measurement, modalities }) => wayOf(measurement, modalities)))),
  );
};

const seriesOf = (key: string, all: readonly Recorded[]): Series[] => {
  const [first] = all;
  if (first === undefined) return [];
  const { measurement } = first;
  const thing = measurement.thing === null ? undefined : thingOf(measurement.thing);
  const placed = all.filter(({ measurement: { canonical, at } }) => canonical !== null && at !== null);
  const read = [...Map.groupBy(placed, ({ origin }) => origin).values()].flatMap((one) => withoutParts(one, thing));
  const several = new Set(read.map((one) => named(one.measurement.what))).size > 1;
  const points = foldDuplicates(read)
    .flatMap((group) => pointOf(group, several))
    .toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
  const unit = thing?.unit ?? placed[0]?.measurement.canonical?.unit ?? '';
  const unread = all.filter((one) => !placed.includes(one)).map(unreadOf);
  const ways = [...byWay(points, thing)];
  return ways.map(([way, ofWay], at) => ({
    key: way === '' ? key : `${key}\n${way}`,
    thing: thing?.id ?? null,
    words: [wordsOf(measurement, thing), way === '' && ways.length > 1 ? 'method not stated' : way]
      .filter(Boolean)
      .join(', '),
    unit,
    side: measurement.side,
    subject: measurement.subject,
    points: ofWay,
    unread: at === 0 ? unread : [],
    differences: differencesOf(ofWay, unit),
  }));
};

const timeOf = ({ origins }: Point): string => origins[0]?.measurement.at ?? '';

/** One series for each thing of the person: those that the table knows first, then the longest. */
export const seriesOverTime = (recorded: readonly Recorded[]): readonly Series[] =>
  [...Map.groupBy(recorded, ({ measurement }) => keyOf(measurement))]
    .flatMap(([key, all]) => seriesOf(key, all))
    .toSorted(
      (a, b) =>
        Number(a.thing === null) - Number(b.thing === null) ||
        b.points.length - a.points.length ||
        a.words.localeCompare(b.words),
    );
