/** Counts studies by the exams that their sites name, as they become known; nobody waits for it. */
import { lacksOf } from '@throughline/terminology';
import {
  type CountedStudy,
  countExams,
  findWalk,
  lockCodeMap,
  notCounted,
  personsAfter,
  putWalk,
  type Trx,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { examKeyOf, isExam } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { conceptOfStudy, examOfStudy, type KnownStudy, type PersonPicture, readPictures } from '../history/index.ts';

/** Raised when names are read otherwise than before: everything that is known is then counted again. */
export const READING = 5;

const PERSONS_AT_ONCE = 50;

/** A study is unclear by all that came with it, and by what its name says, not by what a person said since. */
const isUnclear = (study: KnownStudy): boolean =>
  lacksOf(conceptOfStudy({ ...study, correction: undefined })).length > 0;

const toCounted = (study: KnownStudy, records: PersonPicture['records']): CountedStudy => {
  const exam = examOfStudy(study, records);
  return {
    ...examKeyOf(exam),
    studyInstanceUid: study.studyInstanceUid,
    examName: (exam.name ?? '').trim().slice(0, 128),
    unclear: isUnclear(study),
  };
};

const countable = ({ studies, records }: PersonPicture): readonly CountedStudy[] =>
  studies
    .filter((study) => isExam(study.modalities))
    .map((study) => toCounted(study, records))
    .filter(({ localCode, nameKey }) => localCode !== '' || nameKey !== '');

/** Counts what is new or has changed; asks for the lock only when something has. */
const countPictures = async (trx: Trx, tenantId: string, pictures: readonly PersonPicture[]): Promise<void> => {
  const studies = [
    ...new Map(pictures.flatMap(countable).map((study) => [study.studyInstanceUid, study] as const)).values(),
  ];
  if ((await notCounted(trx, studies)).length === 0) return;
  await lockCodeMap(trx, tenantId);
  await countExams(trx, tenantId, await notCounted(trx, studies));
};

/** The studies of one person, after something became known of them. */
export const countExamsOf = async ({ db }: Context, principal: Principal, picture: PersonPicture): Promise<void> => {
  authorise(principal, 'store');
  await db.tenant(principal.tenantId, (trx) => countPictures(trx, principal.tenantId, [picture]));
};

/** Counts some of what was known before there was a count; true when there is more. */
export const walkExams = async ({ db, clock }: Context, principal: Principal): Promise<boolean> => {
  authorise(principal, 'admin');
  const { tenantId } = principal;
  return db.tenant(tenantId, async (trx) => {
    const walk = await findWalk(trx);
    const isOurs = walk?.reading === READING;
    if (isOurs && walk.finished_at !== null) return false;
    const persons = await personsAfter(trx, isOurs ? walk.after_person : null, PERSONS_AT_ONCE);
    await countPictures(trx, tenantId, await readPictures(trx, persons));
    const isLast = persons.length < PERSONS_AT_ONCE;
    const after = persons.at(-1) ?? (isOurs ? walk.after_person : null);
    await putWalk(trx, tenantId, { reading: READING, after, finishedAt: isLast ? clock() : null });
    return !isLast;
  });
};
