/** The radiation dose of a person, study by study and together. Values of different kinds or regions are never added. */
import { type Dose, type DoseKind, type DoseRecord, doseKindOf, doseUnits } from './dose.ts';

export interface DoseStudy {
  readonly studyInstanceUid: string;
  /** ISO date; null when nobody says. */
  readonly date: string | null;
  readonly siteName: string;
  readonly exam: string;
  readonly modalities: readonly string[];
  /** Whether its objects are here and were read. */
  readonly read: boolean;
  readonly records: readonly DoseRecord[];
}

export interface StudyDose {
  readonly kind: DoseKind;
  readonly value: number;
  readonly unit: string;
  readonly region: string | null;
  readonly side: Dose['side'];
}

type Group = 'CT' | 'projection' | 'nuclear';

export interface DoseOfStudy {
  readonly studyInstanceUid: string;
  readonly date: string | null;
  readonly siteName: string;
  readonly exam: string;
  readonly group: Group;
  readonly state: 'known' | 'not-known' | 'counted-elsewhere';
  /** Why it is not known, or where it is counted; null when it is known. */
  readonly why: string | null;
  readonly origin: DoseRecord['origin'] | null;
  readonly doses: readonly StudyDose[];
}

export interface DoseTotal {
  readonly group: Group;
  readonly kind: DoseKind;
  readonly region: string | null;
  readonly side: Dose['side'];
  readonly value: number;
  readonly unit: string;
  /** How many studies it is the sum of. */
  readonly studies: number;
}

export interface CumulatedDose {
  readonly studies: readonly DoseOfStudy[];
  readonly totals: readonly DoseTotal[];
  /** Of each kind of study: of how many there is a dose, and how many there are. */
  readonly known: readonly { readonly group: Group; readonly known: number; readonly of: number }[];
}

/** CT before projections; what is injected is another matter, and a PET/CT has both. */
const groupsOf = (modalities: readonly string[]): readonly Group[] => {
  const kinds = new Set(modalities.map(doseKindOf));
  const rays = (['CT', 'projection'] as const).find((kind) => kinds.has(kind));
  return [...(rays === undefined ? [] : [rays]), ...(kinds.has('nuclear') ? (['nuclear'] as const) : [])];
};

/** A report all of whose events another report tells too is a part of it, or the same again. */
const withoutContained = (records: readonly DoseRecord[]): readonly DoseRecord[] =>
  records.filter((record, at) => {
    if (record.eventUids.length === 0) return true;
    return !records.some((other, place) => {
      if (place === at || !record.eventUids.every((uid) => other.eventUids.includes(uid))) return false;
      return other.eventUids.length > record.eventUids.length || place < at;
    });
  });

/** Reports speak for the study; without one its images do. */
const chosen = (records: readonly DoseRecord[]): readonly DoseRecord[] => {
  const reports = records.filter(({ origin }) => origin === 'report');
  if (reports.length > 0) return withoutContained(reports);
  // Every series of a study tells of what was given.
  return records.every(({ kind }) => kind === 'nuclear') ? withoutContained(records) : records;
};

/** What may be added up within a study and over studies: the other kinds are of one exposure. */
const additive: ReadonlySet<DoseKind> = new Set(['dlp', 'area-product', 'glandular']);

const regionKey = (region: string | null): string => (region ?? '').trim().toLowerCase();

const add = (doses: readonly Dose[]): StudyDose[] =>
  [...Map.groupBy(doses, ({ kind, region, side }) => `${kind} ${side ?? ''} ${regionKey(region)}`).values()].flatMap(
    (same) => {
      const [first] = same;
      const values = same.flatMap(({ value }) => value ?? []);
      // A sum with a part that cannot be read would be too small.
      if (first === undefined || values.length < same.length) return [];
      const { kind, region, side } = first;
      const unit = doseUnits[kind];
      const sum = Number(values.reduce((all, value) => all + value, 0).toPrecision(9));
      if (additive.has(kind)) return [{ kind, value: sum, unit, region, side }];
      return values.map((value) => ({ kind, value, unit, region, side }));
    },
  );

/**
 * The doses of a record without the irradiation events that were counted before. Events that say their region speak before the total,
 * which says none, when they come to the same.
 */
const dosesOf = (record: DoseRecord, counted: ReadonlySet<string>): readonly Dose[] => {
  const events = record.events.filter(({ event }) => event === null || !counted.has(event));
  if (record.eventUids.some((uid) => counted.has(uid))) return events;
  const kinds = new Set([...record.totals, ...events].map(({ kind }) => kind));
  return [...kinds].flatMap((kind) => {
    const totals = record.totals.filter((dose) => dose.kind === kind);
    const parts = events.filter((dose) => dose.kind === kind);
    if (totals.length === 0 || !additive.has(kind)) return totals.length > 0 ? totals : parts;
    const sumOf = (doses: readonly Dose[]): number => doses.reduce((sum, { value }) => sum + (value ?? Number.NaN), 0);
    const [whole, sum] = [sumOf(totals), sumOf(parts)];
    const agrees = parts.length > 0 && Math.abs(whole - sum) <= 0.01 * whole;
    return agrees && kind !== 'glandular' ? parts : totals;
  });
};

const notKnown = (study: DoseStudy, group: Group): string => {
  if (!study.read) return 'Its objects are not here, or were not read yet.';
  if (group === 'nuclear') return 'Its images do not give the activity.';
  return study.records.length === 0
    ? 'Neither a dose report nor its images give a dose.'
    : 'Its dose has a unit that cannot be read.';
};

const studyDose = (study: DoseStudy, group: Group, counted: Set<string>): DoseOfStudy => {
  const { studyInstanceUid, date, siteName, exam } = study;
  const base = { studyInstanceUid, date, siteName, exam, group };
  const records = chosen(study.records);
  const uids = records.flatMap(({ eventUids }) => eventUids);
  if (uids.length > 0 && uids.every((uid) => counted.has(uid)))
    return {
      ...base,
      state: 'counted-elsewhere',
      why: 'A copy of exposures that are counted already.',
      origin: null,
      doses: [],
    };
  const doses = add(records.flatMap((record) => dosesOf(record, counted)));
  for (const uid of uids) counted.add(uid);
  if (doses.length === 0) return { ...base, state: 'not-known', why: notKnown(study, group), origin: null, doses };
  return { ...base, state: 'known', why: null, origin: records[0]?.origin ?? null, doses };
};

const totalsOf = (studies: readonly DoseOfStudy[]): DoseTotal[] => {
  const all = studies.flatMap(({ group, doses }) => doses.map((dose) => ({ group, ...dose })));
  const summed = all.filter(({ kind }) => additive.has(kind));
  const key = ({ group, kind, side, region }: (typeof all)[number]) =>
    `${group} ${kind} ${side ?? ''} ${regionKey(region)}`;
  return [...Map.groupBy(summed, key).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const value = Number(same.reduce((sum, dose) => sum + dose.value, 0).toPrecision(9));
    const { group, kind, region, side, unit } = first;
    return [
      { group, kind, region: region === null ? null : region.toLowerCase(), side, value, unit, studies: same.length },
    ];
  });
};

/** Studies without radiation are left out; every study with it is there, known or not. */
export const cumulateDose = (studies: readonly DoseStudy[]): CumulatedDose => {
  const counted = new Set<string>();
  const ordered = studies.toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
  const told = ordered.flatMap((study) => {
    return groupsOf(study.modalities).map((group) => {
      const records = study.records.filter(({ kind }) => (kind === 'nuclear') === (group === 'nuclear'));
      return studyDose({ ...study, records }, group, counted);
    });
  });
  const groups = (['CT', 'projection', 'nuclear'] as const).map((group) => {
    const own = told.filter((one) => one.group === group && one.state !== 'counted-elsewhere');
    return { group, known: own.filter(({ state }) => state === 'known').length, of: own.length };
  });
  return { studies: told, totals: totalsOf(told), known: groups.filter(({ of }) => of > 0) };
};
