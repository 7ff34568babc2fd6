/** The measurements of a child against those of healthy children of the same size. */
import { type Series, zScoreModels, zScoresOf } from '@throughline/measurements';
import type { PersonPicture } from '../history/index.ts';
import type { BodyOfDay } from './surface.ts';

export interface Beside {
  /** z-score of the first model that gives one; null where none does. */
  readonly z: number | null;
  /** The model that it is by. */
  readonly zBy: string | null;
  /** What other models say. */
  readonly zAlso: { readonly model: string; readonly z: number }[];
  /** Why there is none; null where there is, or where no model speaks of such a thing. */
  readonly whyNoZ: string | null;
}

type Point = Series['points'][number];

const yearMs = 365.25 * 86_400_000;

const ageOn = (birthDate: string | null, date: string): number | undefined => {
  if (birthDate === null || !/^\d{8}$/.test(birthDate)) return undefined;
  const born = Date.parse(`${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`);
  return Number.isNaN(born) ? undefined : (Date.parse(date) - born) / yearMs;
};

/** Of one birth date only: records that state several give no age. */
const birthDateOf = (picture: PersonPicture): string | null => {
  const [only, another] = new Set(picture.records.flatMap(({ birth_date }) => birth_date ?? []));
  return another === undefined ? (only ?? null) : null;
};

/** Of one sex only, as of one birth date. */
const sexOf = (picture: PersonPicture): 'M' | 'F' | undefined => {
  const [only, another] = new Set(picture.records.flatMap(({ sex }) => sex ?? []));
  return another === undefined && (only === 'M' || only === 'F') ? only : undefined;
};

const nothing: Beside = { z: null, zBy: null, zAlso: [], whyNoZ: null };

const besideOf = (scores: ReturnType<typeof zScoresOf>): Beside => {
  const [first, ...others] = scores.flatMap((score) =>
    'z' in score ? [{ model: score.model, z: Number(score.z.toFixed(2)) }] : [],
  );
  if (first !== undefined) return { z: first.z, zBy: first.model, zAlso: others, whyNoZ: null };
  const [silent] = scores;
  return { ...nothing, whyNoZ: silent !== undefined && 'why' in silent ? silent.why : null };
};

export const besideNormal = (
  picture: PersonPicture,
  bodies: readonly BodyOfDay[],
): ((series: Series, point: Point) => Beside) => {
  const [birthDate, sex] = [birthDateOf(picture), sexOf(picture)];
  const bodyOn = new Map(bodies.map((body) => [body.date, body]));
  const echoes = new Set(
    picture.studies.filter(({ modalities }) => modalities.includes('US')).map((study) => study.studyInstanceUid),
  );
  return ({ thing, subject }, { value, date, comparator, origins }) => {
    if (thing === null || subject !== null || comparator !== null) return nothing;
    return besideOf(
      zScoresOf({
        thing,
        value,
        isEcho: origins.some(({ studyInstanceUid }) => studyInstanceUid !== null && echoes.has(studyInstanceUid)),
        body: bodyOn.get(date),
        age: ageOn(birthDate, date),
        sex,
      }),
    );
  };
};

/** Those that any value here is judged by, with where they are published. */
export const modelsOf = (series: readonly { readonly points: readonly Beside[] }[]) => {
  const used = new Set(
    series.flatMap(({ points }) => points.flatMap(({ zBy, zAlso }) => [zBy, ...zAlso.map(({ model }) => model)])),
  );
  return zScoreModels.filter(({ name }) => used.has(name)).map(({ name, citation }) => ({ name, citation }));
};
