/** The ranked priors of a study with the statement of completeness, for whoever shows them. */
import {
  type MemberRow,
  membersOf,
  ownerOfStudy,
  relatedPersons,
  reportsOfStudies,
  sent,
  type Trx,
  together,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type PersonPicture, readPicture, readPictures } from '../history/index.ts';
import { evaluateRecord } from '../patients/index.ts';
import { studiesBeforeBirth } from './before-birth.ts';
import { type RankedPriors, rankStudies } from './rank-studies.ts';
import { withReports } from './report-question.ts';

export interface PriorsOfStudy extends RankedPriors {
  readonly personId: string;
  /** The person's records, oldest link first. */
  readonly records: readonly MemberRow[];
  /** Every source that is asked. */
  readonly sources: PersonPicture['sources'];
  readonly gathering: PersonPicture['gathering'];
}

export interface PersonOfStudy {
  readonly patientRecordId: string;
  readonly personId: string;
}

const findPerson = async (
  trx: Trx,
  principal: Principal,
  studyInstanceUid: string,
  now: Date,
): Promise<PersonOfStudy> => {
  const { patientRecordId, personId } = (await ownerOfStudy(trx, studyInstanceUid)) ?? fail('not-found');
  if (!isWithin(wholeReach(principal), patientRecordId)) fail('not-found');
  // A study that came a moment ago is shown with its person, however far the work behind the scenes has come.
  return {
    patientRecordId,
    personId: personId ?? (await evaluateRecord(trx, principal, patientRecordId, now)).personId,
  };
};

/** Whose study it is. Fails with `not-found` as reading it would. */
export const personOfStudy = (
  { db, clock }: Context,
  principal: Principal,
  studyInstanceUid: string,
): Promise<PersonOfStudy> =>
  db.tenant(principal.tenantId, (trx) => findPerson(trx, principal, studyInstanceUid, clock()));

/** Who hears of what is found before the priors are ranked. */
export interface Hearing<T> {
  /** Whose study it is. */
  readonly onFound: (person: PersonOfStudy) => void;
  /** The studies that may be told of; what is asked of them is answered while they are ranked. */
  readonly beside: (studyInstanceUids: readonly string[]) => Promise<T>;
}

/** `rankPriors` within a transaction, with the answer to what was asked beside it. */
export const rankPriorsIn = async <T>(
  trx: Trx,
  principal: Principal,
  studyInstanceUid: string,
  now: Date,
  { onFound, beside }: Hearing<T>,
): Promise<readonly [PriorsOfStudy, T]> => {
  const found = await findPerson(trx, principal, studyInstanceUid, now);
  onFound(found);
  const { personId } = found;
  const [own, reports, relatives] = await together(trx, (trx) => [
    readPicture(trx, personId, principal.subject),
    reportsOfStudies(trx, [studyInstanceUid]),
    relatedPersons(trx, principal.tenantId, personId),
  ]);
  const picture = withReports(own, reports);
  // A token of one patient says nothing of another, the mother included.
  const beforeBirth = wholeReach(principal).records ? [] : await studiesBeforeBirth(trx, picture, relatives);
  const asked = beside([...picture.studies, ...beforeBirth].map((study) => study.studyInstanceUid));
  // Told when it is waited for.
  asked.catch(() => undefined);
  await sent();
  const ranked = rankStudies(picture, studyInstanceUid, now, beforeBirth) ?? fail('not-found');
  const { records, sources, gathering } = picture;
  return [{ ...ranked, personId, records, sources, gathering }, await asked];
};

const nothingBeside: Hearing<void> = { onFound: () => undefined, beside: () => Promise.resolve() };

/**
 * All candidates of the person for this current study, best first: none is dropped. Fails with `not-found` when we hold nothing of
 * the study. The statement, the places and the ranking are of one moment.
 */
export const rankPriors = async (
  { db, clock }: Context,
  principal: Principal,
  studyInstanceUid: string,
): Promise<PriorsOfStudy> => {
  const now = clock();
  return db.tenant(principal.tenantId, async (trx) => {
    const [priors] = await rankPriorsIn(trx, principal, studyInstanceUid, now, nothingBeside);
    return priors;
  });
};

export interface PriorsSummary {
  /** Flagged priors: how many exist and how many are whole here; null until the person was gathered. */
  readonly priors: { readonly ready: number; readonly relevant: number } | null;
  readonly verdict: RankedPriors['completeness']['verdict'];
  readonly headline: string;
  /** A source that the verdict rests on cannot be reached now. */
  readonly away: boolean;
}

const summarise = ({ priors, completeness }: RankedPriors, gathered: boolean): PriorsSummary => {
  const flagged = priors.filter((prior) => prior.flagged);
  return {
    priors: gathered ? { ready: flagged.filter((prior) => prior.whole).length, relevant: flagged.length } : null,
    verdict: completeness.verdict,
    headline: completeness.headline,
    away: completeness.sources.some(({ away }) => away !== null),
  };
};

/** For a list of studies, in a fixed number of queries however many they are; studies of no known person are left out. */
export const summarisePriors = async (
  { db, clock }: Context,
  principal: Principal,
  studies: readonly { readonly studyInstanceUid: string; readonly patientRecordId: string }[],
): Promise<ReadonlyMap<string, PriorsSummary>> => {
  const allowed = wholeReach(principal, ['s']);
  const now = clock();
  return db.tenant(principal.tenantId, async (trx) => {
    const persons = new Map<string, string>();
    const recordIds = new Set(studies.map((study) => study.patientRecordId).filter((id) => isWithin(allowed, id)));
    const members = await membersOf(trx, [...recordIds]);
    const personOf = new Map(members.map((member) => [member.id, member.person_id]));
    for (const study of studies) {
      const personId = personOf.get(study.patientRecordId);
      if (personId !== undefined) persons.set(study.studyInstanceUid, personId);
    }
    const pictures = await readPictures(trx, [...new Set(persons.values())]);
    const pictureOf = new Map(pictures.map((picture) => [picture.personId, picture]));
    const summaries = new Map<string, PriorsSummary>();
    for (const [uid, personId] of persons) {
      const picture = pictureOf.get(personId);
      const ranked = picture && rankStudies(picture, uid, now);
      if (ranked) summaries.set(uid, summarise(ranked, picture.gathering !== undefined));
    }
    return summaries;
  });
};
