/** All that the reading page shows for one current study. */
import type { Reading } from '@throughline/contract';
import { displayName } from '@throughline/dicom';
import {
  commitLater,
  dismissedPriors,
  latePriorsSeen,
  type MemberRow,
  noteOpening,
  type ObjectKind,
  objectKindsOf,
  type ShownPrior,
  sent,
  studiesWithReports,
  type Trx,
  together,
  toldIssuer,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { auditSummarised } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { evidenceTexts } from '../patients/index.ts';
import { type PersonOfStudy, type PriorsOfStudy, rankPriorsIn, specialtyOf } from '../priors/index.ts';
import { ageAt } from './age.ts';
import { keepShown } from './history.ts';
import { noteShown } from './note-shown.ts';
import { toRankedPrior, toSummary } from './summary.ts';

const isoDate = (date: string | null): string | null =>
  date !== null && /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : null;

const linkedRecord = (record: MemberRow, ownId: string, siteOf: (issuer: string) => string | null) => ({
  issuer: toldIssuer(record.issuer),
  patientId: record.patient_id,
  siteName: siteOf(record.issuer),
  name: displayName(record.name ?? ''),
  birthDate: isoDate(record.birth_date),
  sex: record.sex,
  link:
    record.id === ownId ? null : { method: record.method, score: record.score, evidence: [...evidenceTexts(record)] },
});

const personOf = (priors: PriorsOfStudy): Reading['person'] => {
  const { study } = priors.current;
  const own = priors.records.find((record) => record.id === study.patientRecordId);
  const siteOf = (issuer: string): string | null =>
    priors.sources.find((source) => source.issuer === issuer)?.site_name ?? null;
  const records = priors.records.toSorted((a, b) => Number(b.id === own?.id) - Number(a.id === own?.id));
  return {
    id: priors.personId,
    name: displayName(own?.name ?? ''),
    birthDate: isoDate(own?.birth_date ?? null),
    age: ageAt(own?.birth_date ?? null, study.date),
    sex: own?.sex ?? null,
    records: records.map((record) => linkedRecord(record, own?.id ?? '', siteOf)),
  };
};

const silent = new Set(['refused', 'unreachable', 'timed-out']);

/** One lane for every hospital that is asked or that holds something. */
const sitesOf = (priors: PriorsOfStudy): Reading['sites'] => {
  const names = [priors.current, ...priors.priors].map(({ study }) => study.siteName);
  const asked = priors.sources.map((source) => source.site_name);
  const mute = new Set(
    priors.completeness.sources
      .filter(({ outcome, away }) => silent.has(outcome) || away !== null)
      .map((source) => source.siteName),
  );
  return [...new Set([...names, ...asked])].map((name) => ({ name, silent: mute.has(name) }));
};

/** What the experience measures are made of: whether all that mattered was there when it was opened. */
const openingOf = (principal: Principal, { current, priors, completeness }: PriorsOfStudy, at: Date) => {
  const flagged = priors.filter((prior) => prior.flagged);
  const ready = flagged.filter((prior) => prior.whole).length;
  return {
    tenant_id: principal.tenantId,
    day: at.toISOString().slice(0, 10),
    study_instance_uid: current.study.studyInstanceUid,
    subject: principal.subject,
    opened_at: at,
    site_name: current.study.siteName,
    specialty: specialtyOf(current.study),
    flagged: flagged.length,
    ready,
    verdict: completeness.verdict,
    ready_at: ready === flagged.length ? at : null,
  };
};

/** The priors that the reader is told of as mattering, with where each is from. */
const shownOf = ({ priors, sources }: PriorsOfStudy): readonly ShownPrior[] =>
  priors
    .filter((prior) => prior.flagged)
    .map(({ study: { studyInstanceUid, sourceId } }) => ({
      studyInstanceUid,
      sourceName: sources.find(({ id }) => id === sourceId)?.name ?? null,
    }));

interface Beside {
  readonly kinds: readonly ObjectKind[];
  readonly dismissed: ReadonlySet<string>;
  readonly reported: ReadonlySet<string>;
}

const readBeside = async (
  trx: Trx,
  { subject }: Principal,
  studyInstanceUid: string,
  uids: readonly string[],
): Promise<Beside> => {
  const [kinds, reported, dismissed] = await together(trx, (trx) => [
    objectKindsOf(trx, uids),
    studiesWithReports(trx, uids),
    dismissedPriors(trx, studyInstanceUid, subject),
  ]);
  return { kinds, reported, dismissed };
};

/** The disclosure, written down while the priors are ranked: on the disk before the answer leaves. */
const disclosing = (context: Context, principal: Principal, studyInstanceUid: string) => {
  let written: Promise<void> | undefined;
  return {
    /** Again when the transaction runs again. */
    begin: ({ patientRecordId }: PersonOfStudy): void => {
      written ??= auditSummarised(context, principal, {
        event: 'patientRecord',
        action: 'R',
        patientRecordId,
        studyInstanceUid,
      });
      // Told when it is waited for.
      written.catch(() => undefined);
    },
    end: (): Promise<void> => written ?? fail('processing-failure'),
  };
};

/** What is shown, for the measures and for whoever asks later; nothing is acknowledged by it. */
const noteReading = async (trx: Trx, principal: Principal, priors: PriorsOfStudy, now: Date): Promise<void> => {
  const { studyInstanceUid } = priors.current.study;
  const opening = openingOf(principal, priors, now);
  await together(trx, (trx) => [
    commitLater(trx),
    noteOpening(trx, opening),
    noteShown(trx, principal, opening, shownOf(priors)),
    latePriorsSeen(trx, { studyInstanceUid, subject: principal.subject }, now),
    keepShown(trx, principal, studyInstanceUid, priors.completeness, now),
  ]);
};

const toReading = (priors: PriorsOfStudy, { kinds, dismissed, reported }: Beside, demo: boolean): Reading => {
  const byStudy = Map.groupBy(kinds, (kind) => kind.study_instance_uid);
  const own = priors.records.find((record) => record.id === priors.current.study.patientRecordId);
  const facts = { birthDate: own?.birth_date ?? null, kindsOf: (uid: string) => byStudy.get(uid) ?? [], reported };
  return {
    person: personOf(priors),
    current: toSummary(priors.current, facts),
    priors: priors.priors.map((prior) => toRankedPrior(prior, facts, dismissed)),
    sites: sitesOf(priors),
    completeness: priors.completeness,
    demo,
  };
};

export const getReading = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
): Promise<Reading> => {
  const { clock, config, db } = context;
  const now = clock();
  const disclosure = disclosing(context, principal, studyInstanceUid);
  const reading = await db.tenant(principal.tenantId, async (trx) => {
    const [priors, beside] = await rankPriorsIn(trx, principal, studyInstanceUid, now, {
      onFound: disclosure.begin,
      beside: (uids) => readBeside(trx, principal, studyInstanceUid, uids),
    });
    const noted = noteReading(trx, principal, priors, now);
    // Told when it is waited for.
    noted.catch(() => undefined);
    await sent();
    const made = toReading(priors, beside, config.demo);
    await noted;
    return made;
  });
  await disclosure.end();
  return reading;
};
