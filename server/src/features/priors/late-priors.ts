/** A prior that arrives after the study was opened or signed: those who read without it are told. */
import type { LateAlerts } from '@throughline/contract';
import {
  findStudies,
  insertLatePriors,
  type LatePriorRow,
  latePriorsFor,
  type NewLatePrior,
  type Reader,
  readersOf,
  signedSince,
  type Trx,
  together,
} from '../../db/index.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';
import type { KnownStudy, PersonPicture } from '../history/index.ts';
import { currentStudies } from './currents.ts';
import { type PlacedStudy, rankStudies } from './rank-studies.ts';

/** Of what was read longer ago, nobody is told any more. */
const TOLD_MS = 30 * 86_400_000;
const DAY_MS = 86_400_000;

const arrivedAt = ({ local }: KnownStudy): Date | null => local?.last_received_at ?? null;

/** Only what came lately can be late. */
const lately = (picture: PersonPicture, now: Date): readonly KnownStudy[] =>
  picture.studies.filter((study) => {
    const at = arrivedAt(study);
    return at !== null && now.getTime() - at.getTime() < DAY_MS;
  });

interface Read {
  readonly current: PlacedStudy;
  readonly readers: readonly Reader[];
  readonly signed: Date | undefined;
}

const lateFor = (
  tenantId: string,
  { current, readers, signed }: Read,
  prior: PlacedStudy,
  arrived: Date,
): readonly NewLatePrior[] => {
  const isSigned = signed !== undefined && signed < arrived;
  const about = {
    tenant_id: tenantId,
    study_instance_uid: current.study.studyInstanceUid,
    prior_study_instance_uid: prior.study.studyInstanceUid,
    study_label: current.label,
    prior_label: prior.label,
    arrived_at: arrived,
    signed: isSigned,
  };
  const told = readers
    .filter((reader) => reader.opened_at < arrived)
    .map((reader) => ({ ...about, subject: reader.subject, opened_at: reader.opened_at }));
  // Signed by somebody who reads elsewhere: those who run the system tell them.
  const elsewhere = isSigned && readers.length === 0 ? [{ ...about, subject: '', opened_at: signed }] : [];
  return [...told, ...elsewhere];
};

/** Studies that somebody read here, and those of these days that were signed elsewhere. */
const whatWasRead = async (trx: Trx, picture: PersonPicture, now: Date) => {
  const here = picture.studies.filter((study) => study.local !== null).map((study) => study.studyInstanceUid);
  const current = currentStudies(picture, undefined, now).map((study) => study.studyInstanceUid);
  const [readers, signed] = await together(trx, (trx) => [
    readersOf(trx, here, new Date(now.getTime() - TOLD_MS)),
    signedSince(trx, here),
  ]);
  const read = new Set(readers.map((reader) => reader.study_instance_uid));
  for (const uid of current) if (signed.has(uid)) read.add(uid);
  return [...read].map((uid) => ({
    uid,
    readers: readers.filter((reader) => reader.study_instance_uid === uid),
    signed: signed.get(uid),
  }));
};

/** Writes down what was late for whom, once for each reader, study and prior. */
export const noteLatePriors = async (trx: Trx, tenantId: string, picture: PersonPicture, now: Date): Promise<void> => {
  const fresh = new Set(lately(picture, now).map((study) => study.studyInstanceUid));
  if (fresh.size === 0) return;
  const rows = (await whatWasRead(trx, picture, now)).flatMap(({ uid, readers, signed }) => {
    const ranked = rankStudies(picture, uid, now);
    if (ranked === undefined) return [];
    const whole = ranked.priors.filter((prior) => prior.flagged && prior.whole);
    return whole.flatMap((prior) => {
      const arrived = arrivedAt(prior.study);
      if (arrived === null || !fresh.has(prior.study.studyInstanceUid)) return [];
      return lateFor(tenantId, { current: ranked.current, readers, signed }, prior, arrived);
    });
  });
  await insertLatePriors(trx, rows);
};

const textOf = (row: LatePriorRow): string =>
  `${row.prior_label} came after ${row.study_label} was ${row.signed ? 'signed' : 'opened'}`;

/** What came too late for who asks, until they open the study again. Studies that they may not see any more are left out. */
export const lateAlerts = async ({ db }: Context, principal: Principal): Promise<LateAlerts> => {
  const allowed = wholeReach(principal, ['r']);
  return db.read(principal.tenantId, async (trx) => {
    const rows = await latePriorsFor(trx, principal.subject);
    const studies = await findStudies(trx, [...new Set(rows.map((row) => row.study_instance_uid))]);
    const records = new Map(studies.map((study) => [study.study_instance_uid, study.patient_record_id]));
    const seen = rows.filter((row) => {
      const record = records.get(row.study_instance_uid);
      return record !== undefined && isWithin(allowed, record);
    });
    return seen.map((row) => ({
      studyInstanceUid: row.study_instance_uid,
      priorStudyInstanceUid: row.prior_study_instance_uid,
      openedAt: row.opened_at.toISOString(),
      arrivedAt: row.arrived_at.toISOString(),
      signed: row.signed,
      text: textOf(row),
    }));
  });
};
