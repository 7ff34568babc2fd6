/** The measurements of a child against those of healthy children of the same size. */
import { type Series, zScoreOf } from '@throughline/measurements';
import type { PersonPicture } from '../history/index.ts';

export interface Beside {
  /** z-score; null where none can be given. */
  readonly z: number | null;
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

export const besideNormal = (
  picture: PersonPicture,
  surfaces: readonly { readonly date: string; readonly squareMetres: number }[],
): ((series: Series, point: Point) => Beside) => {
  const birthDate = birthDateOf(picture);
  const surfaceOn = new Map(surfaces.map(({ date, squareMetres }) => [date, squareMetres]));
  const echoes = new Set(
    picture.studies.filter(({ modalities }) => modalities.includes('US')).map((study) => study.studyInstanceUid),
  );
  return ({ thing, subject }, { value, date, comparator, origins }) => {
    if (thing === null || subject !== null || comparator !== null) return { z: null, whyNoZ: null };
    const score = zScoreOf({
      thing,
      value,
      isEcho: origins.some(({ studyInstanceUid }) => studyInstanceUid !== null && echoes.has(studyInstanceUid)),
      surface: surfaceOn.get(date),
      age: ageOn(birthDate, date),
    });
    if (score === undefined) return { z: null, whyNoZ: null };
    return 'z' in score ? { z: Number(score.z.toFixed(2)), whyNoZ: null } : { z: null, whyNoZ: score.why };
  };
};
