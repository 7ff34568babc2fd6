/** What readers did with priors, with the studies as the ranker is given them: what calibration reads. */
import type { Feedback } from '@throughline/relevance';
import { type FeedbackRow, findStudies, membersOf, recordedFeedback, type Trx } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type PersonPicture, readPictures } from '../history/index.ts';
import { toJudged } from './judge.ts';

/** Persons that are read at once. */
const AT_ONCE = 50;

type Judged = Feedback['current'];

/** The study as the ranker is given it. */
const judgedIn = (picture: PersonPicture, studyInstanceUid: string): Judged | undefined => {
  const known = picture.studies.find((study) => study.studyInstanceUid === studyInstanceUid);
  if (known === undefined) return undefined;
  const record = picture.records.find((one) => one.id === known.patientRecordId);
  const { known: _, ...said } = toJudged(known, record);
  return said;
};

const readingOf = (picture: PersonPicture, rows: readonly FeedbackRow[]): Feedback | undefined => {
  const [first] = rows;
  const current = first && judgedIn(picture, first.current_study_instance_uid);
  if (current === undefined || first === undefined) return undefined;
  const candidates = rows.flatMap(({ prior_study_instance_uid: uid, verdict }) => {
    const prior = judgedIn(picture, uid);
    return prior === undefined ? [] : [{ ...prior, outcome: verdict }];
  });
  return candidates.length === 0 ? undefined : { current, candidates, at: first.at.toISOString() };
};

const readingsOf = async (trx: Trx, rows: readonly FeedbackRow[]): Promise<readonly Feedback[]> => {
  const studies = await findStudies(trx, [...new Set(rows.map((row) => row.current_study_instance_uid))]);
  const members = await membersOf(trx, [...new Set(studies.map((study) => study.patient_record_id))]);
  const personOfRecord = new Map(members.map((member) => [member.id, member.person_id]));
  const personOf = new Map(
    studies.map((study) => [study.study_instance_uid, personOfRecord.get(study.patient_record_id)]),
  );
  const persons = [...new Set([...personOf.values()].filter((person) => person !== undefined))];
  const readings: Feedback[] = [];
  for (let at = 0; at < persons.length; at += AT_ONCE) {
    const pictures = await readPictures(trx, persons.slice(at, at + AT_ONCE));
    const pictureOf = new Map(pictures.map((picture) => [picture.personId, picture]));
    const own = rows.filter((row) => pictureOf.has(personOf.get(row.current_study_instance_uid) ?? ''));
    const byReading = Map.groupBy(own, (row) => `${row.current_study_instance_uid} ${row.subject}`);
    for (const group of byReading.values()) {
      const picture = pictureOf.get(personOf.get(group[0]?.current_study_instance_uid ?? '') ?? '');
      const reading = picture && readingOf(picture, group);
      if (reading !== undefined) readings.push(reading);
    }
  }
  return readings;
};

export interface FeedbackAsked {
  readonly since: Date;
  /** Of this user only; absent: of all. */
  readonly subject?: string | undefined;
}

/**
 * The last word of each reader on each prior since then, one reading for each study and reader. Holds what exams were called and when
 * they were made: to be kept like patient data. Studies that are gone are left out.
 */
export const readRecordedFeedback = async (
  { db }: Context,
  principal: Principal,
  asked: FeedbackAsked,
): Promise<readonly Feedback[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const readings = await readingsOf(trx, await recordedFeedback(trx, asked));
    await recordAudit(trx, principal, {
      event: 'dataExport',
      action: 'R',
      detail: { list: 'priorFeedback', found: readings.length },
    });
    return readings;
  });
};
