/** Studies of the unborn child, which are filed under the mother: priors of the child, and hers still. */
import type { RelatedPerson, Trx } from '../../db/index.ts';
import { type KnownStudy, type PersonPicture, readPictures } from '../history/index.ts';
import { isFetal } from './judge.ts';

/** The longest pregnancies, counted from their beginning. */
const DAYS_OF_PREGNANCY = 301;
const DAY_MS = 86_400_000;

const birthOf = (picture: PersonPicture): number | undefined => {
  const dates = picture.records.flatMap(({ birth_date: date }) => (/^\d{8}$/.test(date ?? '') ? [date ?? ''] : []));
  const [first] = dates.toSorted();
  if (first === undefined) return undefined;
  return Date.UTC(Number(first.slice(0, 4)), Number(first.slice(4, 6)) - 1, Number(first.slice(6)));
};

/** Made in the months before the birth, or on its day: of an earlier pregnancy it is a sibling's. */
const isBefore =
  (birth: number) =>
  ({ date }: KnownStudy): boolean => {
    const days = (birth - Date.parse(date ?? '')) / DAY_MS;
    return days >= 0 && days <= DAYS_OF_PREGNANCY;
  };

/** The age in them is the mother's. */
const asOfChild = (study: KnownStudy): KnownStudy => ({ ...study, age: null });

/**
 * What is here of the mother's studies in which the child of this picture was looked at before birth. Those that are elsewhere
 * are gathered for her, not for the child.
 */
export const studiesBeforeBirth = async (
  trx: Trx,
  picture: PersonPicture,
  relatives: readonly RelatedPerson[],
): Promise<readonly KnownStudy[]> => {
  const birth = birthOf(picture);
  if (birth === undefined) return [];
  const mothers = relatives.filter(({ role }) => role === 'mother').map(({ personId }) => personId);
  if (mothers.length === 0) return [];
  const studies = (await readPictures(trx, mothers)).flatMap((mother) => mother.studies);
  return studies.filter((study) => study.local !== null && isBefore(birth)(study) && isFetal(study)).map(asOfChild);
};
