/** All that is known of persons at one moment, read in one transaction with a fixed number of queries. */
import type { Pack } from '@throughline/relevance';
import {
  announcedCounts,
  type CircuitRow,
  deliveredCopies,
  type GatheringRow,
  type HiddenRecordRow,
  type HoldingRow,
  heldStudyIds,
  hiddenRecords,
  holdingsOfRecords,
  type IdentityReviewRow,
  issuersWithCorrections,
  knownStudyUids,
  type LatestEnquiry,
  type Listed,
  latestEnquiries,
  latestGatherings,
  leftStudies,
  listCircuits,
  listedStudyUids,
  listSources,
  localSeries,
  localStudies,
  type MemberRow,
  mentionsOfRecords,
  openReviews,
  planOnce,
  type ReportEnquiryRow,
  recordIdsOf,
  recordsOfPersons,
  reportEnquiriesOf,
  type SourceRow,
  seriesOfHoldings,
  type Trx,
  together,
  transfersOfStudies,
} from '../../db/index.ts';
import { packsOf } from '../preferences/index.ts';
import { withCorrections } from './exam-of-study.ts';
import { type KnownSource, type KnownStudy, knownStudy } from './known-study.ts';
import { type Mention, toMention } from './mentions.ts';

export interface PersonPicture {
  readonly personId: string;
  readonly records: readonly MemberRow[];
  /** Every source that is asked, answered or not. */
  readonly sources: readonly SourceRow[];
  /** Whether each source answers of late, whomever it was asked about. */
  readonly circuits: readonly CircuitRow[];
  readonly enquiries: readonly LatestEnquiry[];
  /** How the questions for reports ended, where a source speaks FHIR. */
  readonly reportEnquiries: readonly ReportEnquiryRow[];
  readonly studies: readonly KnownStudy[];
  /** Studies of which nothing is here and that nobody lists any more. */
  readonly vanished: readonly KnownStudy[];
  /** What the reports of this person's studies were compared with. */
  readonly mentions: readonly Mention[];
  /** Records of others that wait for review with one of this person's, and how many studies each has. */
  readonly hidden: readonly { readonly siteName: string; readonly studies: number }[];
  readonly gathering: GatheringRow | undefined;
  /** Preferences of the department, and of the reader if there is one, by which priors are ranked. */
  readonly packs: readonly Pack[];
}

const toSource = (row: SourceRow): KnownSource => ({
  id: row.id,
  name: row.name,
  siteName: row.site_name,
  issuer: row.issuer,
  timeZone: row.time_zone,
  gives: row.retrieve_by !== 'none',
});

const by = <K, T>(rows: readonly T[], key: (row: T) => K): ((key: K) => readonly T[]) => {
  const groups = Map.groupBy(rows, key);
  return (wanted) => groups.get(wanted) ?? [];
};

/** A copy that its source no longer lists, and of which we have nothing, is no study of the person any more. */
const isKnownStill = (study: KnownStudy): boolean =>
  study.local !== null || study.copies.some((copy) => !copy.vanished);

type Copy = Awaited<ReturnType<typeof deliveredCopies>>[number];

/** What sources have by themselves, not what we brought there. */
const withoutBrought = (holdings: readonly HoldingRow[], brought: readonly Copy[]): readonly HoldingRow[] => {
  if (brought.length === 0) return holdings;
  const keys = new Set(brought.map((copy) => `${copy.source_id} ${copy.study_instance_uid}`));
  return holdings.filter((holding) => !keys.has(`${holding.source_id} ${holding.study_instance_uid}`));
};

/** All that is known of the studies of some records, whoever knows it. */
const readStudies = async (trx: Trx, recordIds: Listed) => {
  const [listed, known] = [listedStudyUids(recordIds), knownStudyUids(recordIds)];
  const [holdings, local, brought, seriesHere, seriesThere, announced, queued, left] = await together(trx, (trx) => [
    holdingsOfRecords(trx, recordIds),
    localStudies(trx, recordIds),
    deliveredCopies(trx, listed),
    localSeries(trx, heldStudyIds(recordIds)),
    seriesOfHoldings(trx, listed),
    announcedCounts(trx, known),
    transfersOfStudies(trx, known),
    leftStudies(trx, listed),
  ]);
  return { holdings, local, brought, seriesHere, seriesThere, announced, queued, left };
};

/** The studies by the record's own person: what is filed under somebody else's record stays theirs. */
const studiesByRecord = (
  {
    holdings: listed,
    local,
    brought,
    seriesHere,
    seriesThere,
    announced,
    queued,
    left,
  }: Awaited<ReturnType<typeof readStudies>>,
  sources: readonly SourceRow[],
) => {
  const holdings = withoutBrought(listed, brought);
  const series = by(seriesHere, (row) => row.study_instance_uid);
  const holdingSeries = by(seriesThere, (row) => row.study_instance_uid);
  const transfers = by(queued, (row) => row.study_instance_uid);
  const leftBehind = new Map(left.map((row) => [row.study_instance_uid, row]));
  const holdingsOf = by(holdings, (row) => row.patient_record_id);
  const localOf = by(local, (row) => row.patient_record_id);
  const known = new Map(sources.map((row) => [row.id, toSource(row)]));
  return (mine: readonly string[]): KnownStudy[] => {
    const told = Map.groupBy(mine.flatMap(holdingsOf), (row) => row.study_instance_uid);
    const own = new Map(mine.flatMap(localOf).map((study) => [study.study_instance_uid, study]));
    return [...new Set([...told.keys(), ...own.keys()])].map((uid) => {
      const parts = {
        local: own.get(uid),
        localSeries: own.has(uid) ? series(uid) : [],
        holdings: told.get(uid) ?? [],
        holdingSeries: holdingSeries(uid),
        announced: announced.get(uid) ?? null,
        transfers: transfers(uid),
        left: leftBehind.get(uid),
      };
      return knownStudy(uid, parts, (id) => known.get(id));
    });
  };
};

/** Records that wait for review with one of these, and are not of the same person already. */
const inReview = (reviews: readonly IdentityReviewRow[], mine: ReadonlySet<string>): ReadonlySet<string> => {
  const others = reviews.flatMap((review) => {
    const [a, b] = [mine.has(review.record_a), mine.has(review.record_b)];
    return a === b ? [] : [a ? review.record_b : review.record_a];
  });
  return new Set(others);
};

/** No more of it than where it is and how much there is: it may be somebody else's. */
const hiddenRecord = (
  found: HiddenRecordRow | undefined,
  sources: readonly SourceRow[],
): PersonPicture['hidden'][number] => ({
  siteName: sources.find((source) => source.issuer === found?.issuer)?.site_name ?? 'another hospital',
  studies: found?.studies ?? 0,
});

/**
 * In the order of the persons asked for; a person without records (its records were linked elsewhere) has an empty picture. With a
 * `reader`, by whose preferences priors are ranked, too.
 */
export const readPictures = async (
  trx: Trx,
  personIds: readonly string[],
  reader?: string,
): Promise<readonly PersonPicture[]> => {
  const recordIds = recordIdsOf(personIds);
  // In one round trip: what the later questions are about, the database finds out itself.
  const [, records, sources, asked, packs, gathered, told, reviews, mentioned, reportsAsked, correcting, circuits] =
    await together(trx, (trx) => [
      planOnce(trx),
      recordsOfPersons(trx, personIds),
      listSources(trx),
      latestEnquiries(trx, personIds),
      packsOf(trx, reader),
      latestGatherings(trx, personIds),
      readStudies(trx, recordIds),
      openReviews(trx, recordIds),
      mentionsOfRecords(trx, recordIds),
      reportEnquiriesOf(trx, recordIds),
      issuersWithCorrections(trx, recordIds),
      listCircuits(trx),
    ]);
  const studiesOf = studiesByRecord(told, sources);
  const enquiries = by(asked, (row) => row.person_id);
  const reportEnquiries = by(reportsAsked, (row) => row.patient_record_id);
  const gatherings = by(gathered, (row) => row.person_id);
  const recordsOf = by(records, (row) => row.person_id);
  const mentions = by(mentioned, (row) => row.study_instance_uid);
  const hidden = await hiddenRecords(trx, [
    ...new Set(reviews.flatMap((review) => [review.record_a, review.record_b])),
  ]);
  const pictures = personIds.map((personId) => {
    const mine = recordsOf(personId).map((record) => record.id);
    const studies = studiesOf(mine);
    return {
      personId,
      records: recordsOf(personId),
      sources: sources.filter((source) => source.enabled),
      circuits,
      enquiries: enquiries(personId),
      reportEnquiries: mine.flatMap(reportEnquiries),
      studies: studies.filter(isKnownStill),
      vanished: studies.filter((study) => !isKnownStill(study)),
      mentions: studies.flatMap((study) => mentions(study.studyInstanceUid).map(toMention)),
      hidden: [...inReview(reviews, new Set(mine))].map((id) => hiddenRecord(hidden.get(id), sources)),
      gathering: gatherings(personId)[0],
      packs,
    };
  });
  return withCorrections(trx, pictures, correcting);
};

export const readPicture = async (trx: Trx, personId: string, reader?: string): Promise<PersonPicture> => {
  const [picture] = await readPictures(trx, [personId], reader);
  if (picture === undefined) throw new Error('A person has no picture.');
  return picture;
};
