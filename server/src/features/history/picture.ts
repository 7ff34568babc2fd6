/** All that is known of persons at one moment, read in one transaction with a fixed number of queries. */
import type { Pack } from '@throughline/relevance';
import {
  announcedCounts,
  type GatheringRow,
  holdingsOfRecords,
  type IdentityReviewRow,
  type LatestEnquiry,
  latestEnquiries,
  latestGatherings,
  listSources,
  localSeries,
  localStudies,
  type MemberRow,
  openReviews,
  recordsOfPersons,
  type SourceRow,
  seriesOfHoldings,
  type Trx,
  transfersOfStudies,
} from '../../db/index.ts';
import { packsOf } from '../preferences/index.ts';
import { withCorrections } from './exam-of-study.ts';
import { type KnownSource, type KnownStudy, knownStudy } from './known-study.ts';

export interface PersonPicture {
  readonly personId: string;
  readonly records: readonly MemberRow[];
  /** Every source that is asked, answered or not. */
  readonly sources: readonly SourceRow[];
  readonly enquiries: readonly LatestEnquiry[];
  readonly studies: readonly KnownStudy[];
  /** Records of others that wait for review with one of this person's. */
  readonly reviews: number;
  readonly gathering: GatheringRow | undefined;
  /** Preferences of the department, by which priors are ranked. */
  readonly packs: readonly Pack[];
}

const toSource = (row: SourceRow): KnownSource => ({
  id: row.id,
  name: row.name,
  siteName: row.site_name,
  issuer: row.issuer,
});

const by = <K, T>(rows: readonly T[], key: (row: T) => K): ((key: K) => readonly T[]) => {
  const groups = Map.groupBy(rows, key);
  return (wanted) => groups.get(wanted) ?? [];
};

/** A copy that its source no longer lists, and of which we have nothing, is no study of the person any more. */
const isKnownStill = (study: KnownStudy): boolean =>
  study.local !== null || study.copies.some((copy) => !copy.vanished);

/** All studies of these records, by the record's own person: what is filed under somebody else's record stays theirs. */
const readStudies = async (trx: Trx, recordIds: readonly string[], sources: readonly SourceRow[]) => {
  const holdings = await holdingsOfRecords(trx, recordIds);
  const local = await localStudies(trx, recordIds);
  const held = [...new Set(holdings.map((holding) => holding.study_instance_uid))];
  const uids = [...new Set([...held, ...local.map((study) => study.study_instance_uid)])];
  const studyIds = local.map((study) => study.id);
  const series = by(await localSeries(trx, studyIds), (row) => row.study_instance_uid);
  const holdingSeries = by(await seriesOfHoldings(trx, held), (row) => row.study_instance_uid);
  const announced = await announcedCounts(trx, uids);
  const transfers = by(await transfersOfStudies(trx, uids), (row) => row.study_instance_uid);
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
      };
      return knownStudy(uid, parts, (id) => known.get(id));
    });
  };
};

/** Records that wait for review with one of these, and are not of the same person already. */
const countReviews = (reviews: readonly IdentityReviewRow[], mine: ReadonlySet<string>): number => {
  const others = reviews.flatMap((review) => {
    const [a, b] = [mine.has(review.record_a), mine.has(review.record_b)];
    return a === b ? [] : [a ? review.record_b : review.record_a];
  });
  return new Set(others).size;
};

/** In the order of the persons asked for; a person without records (its records were linked elsewhere) has an empty picture. */
export const readPictures = async (trx: Trx, personIds: readonly string[]): Promise<PersonPicture[]> => {
  const records = await recordsOfPersons(trx, personIds);
  const recordIds = records.map((record) => record.id);
  const sources = await listSources(trx);
  const studiesOf = await readStudies(trx, recordIds, sources);
  const reviews = await openReviews(trx, recordIds);
  const enquiries = by(await latestEnquiries(trx, personIds), (row) => row.person_id);
  const packs = await packsOf(trx);
  const gatherings = by(await latestGatherings(trx, personIds), (row) => row.person_id);
  const recordsOf = by(records, (row) => row.person_id);
  const pictures = personIds.map((personId) => {
    const mine = recordsOf(personId).map((record) => record.id);
    return {
      personId,
      records: recordsOf(personId),
      sources: sources.filter((source) => source.enabled),
      enquiries: enquiries(personId),
      studies: studiesOf(mine).filter(isKnownStill),
      reviews: countReviews(reviews, new Set(mine)),
      gathering: gatherings(personId)[0],
      packs,
    };
  });
  return withCorrections(trx, pictures);
};

export const readPicture = async (trx: Trx, personId: string): Promise<PersonPicture> => {
  const [picture] = await readPictures(trx, [personId]);
  if (picture === undefined) throw new Error('A person has no picture.');
  return picture;
};
