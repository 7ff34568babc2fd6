/** The priors of one current study, ranked, each with where it is and how much of it is here. Pure. */
import { type Reason, rank, type Tier } from '@throughline/relevance';
import { type Ledger, readLedger, type StudyRole, stateCompleteness } from '../completeness/index.ts';
import { instantOf, type KnownStudy, type PersonPicture } from '../history/index.ts';
import { type JudgedStudy, labelOf, toJudged } from './judge.ts';

type Place = 'local' | 'fetching' | 'queued' | 'remote' | 'unreachable' | 'failed';

export interface PlacedStudy {
  readonly study: KnownStudy;
  /** Exam and date in words. */
  readonly label: string;
  readonly place: Place;
  readonly received: number;
  readonly expected: number | null;
  /** Everything that any witness claims is here. */
  readonly whole: boolean;
}

export interface RankedStudy extends PlacedStudy {
  /** From 1, best first. */
  readonly rank: number;
  readonly score: number;
  readonly tier: Tier;
  /** Tier *show first* or *relevant*: fetched before anybody asks, and counted in the statement. */
  readonly flagged: boolean;
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
  /** Copies of the same examination elsewhere: at other sources, or sent on under another study UID. */
  readonly copies: readonly {
    readonly siteName: string;
    readonly instances: number | null;
    readonly studyInstanceUid: string;
  }[];
}

export interface RankedPriors {
  readonly current: PlacedStudy;
  readonly priors: readonly RankedStudy[];
  readonly ledger: Ledger;
  readonly completeness: ReturnType<typeof stateCompleteness>;
}

const isFlagged = (tier: Tier): boolean => tier === 'show-first' || tier === 'relevant';

/** What was made after the current study, or is the same one, is no prior of it. */
const isPriorOf = (current: KnownStudy, other: KnownStudy): boolean => {
  if (other.studyInstanceUid === current.studyInstanceUid) return false;
  const [now, then] = [instantOf(current), instantOf(other)];
  if (now !== undefined && then !== undefined) return then <= now;
  if (current.date === null || other.date === null || other.date !== current.date)
    return (other.date ?? '') <= (current.date ?? '9999');
  return current.time === null || other.time === null || other.time <= current.time;
};

const copiesOf = (study: KnownStudy, folded: readonly JudgedStudy[]): RankedStudy['copies'] => {
  const elsewhere = study.copies
    .filter((copy) => copy.siteName !== study.siteName)
    .map(({ siteName, instances }) => ({ siteName, instances, studyInstanceUid: study.studyInstanceUid }));
  const others = folded.map(({ known }) => ({
    siteName: known.siteName,
    instances: known.copies[0]?.instances ?? known.local?.instances ?? null,
    studyInstanceUid: known.studyInstanceUid,
  }));
  return [...elsewhere, ...others];
};

type Statement = ReturnType<typeof stateCompleteness>['studies'][number];

const placeOf = (study: KnownStudy, statement: Statement): Place => {
  const running = study.transfers.some((transfer) => transfer.state === 'running');
  const places: Readonly<Record<Statement['state'], Place>> = {
    whole: 'local',
    arriving: running || study.local !== null ? 'fetching' : 'queued',
    partial: 'local',
    remote: 'remote',
    unreachable: statement.received > 0 ? 'local' : 'unreachable',
    failed: 'failed',
    unknown: study.local === null ? 'remote' : 'local',
  };
  return places[statement.state];
};

const placed = (study: KnownStudy, label: string, statement: Statement | undefined): PlacedStudy => ({
  study,
  label,
  place: statement === undefined ? 'remote' : placeOf(study, statement),
  received: statement?.received ?? 0,
  expected: statement?.expected ?? null,
  whole: statement?.state === 'whole',
});

const ofMother: Reason = { code: 'mother-record', text: 'in the mother’s record: made before birth' };

/** Undefined when the person has no study of this UID. `beforeBirth`: studies in the mother's record that are priors too. */
export const rankStudies = (
  own: PersonPicture,
  studyInstanceUid: string,
  now: Date,
  beforeBirth: readonly KnownStudy[] = [],
): RankedPriors | undefined => {
  const picture = beforeBirth.length === 0 ? own : { ...own, studies: [...own.studies, ...beforeBirth] };
  const fetal = new Set(beforeBirth.map((study) => study.studyInstanceUid));
  const current = picture.studies.find((study) => study.studyInstanceUid === studyInstanceUid);
  if (current === undefined) return undefined;
  const recordOf = (study: KnownStudy) => picture.records.find((record) => record.id === study.patientRecordId);
  const candidates = picture.studies.filter((study) => isPriorOf(current, study));
  const ranking = rank(
    toJudged(current, recordOf(current)),
    candidates.map((study) => toJudged(study, recordOf(study))),
    { packs: own.packs },
  );
  const roles = new Map<string, StudyRole>([[studyInstanceUid, { role: 'current', label: labelOf(current) }]]);
  for (const { study, tier } of ranking)
    roles.set(study.known.studyInstanceUid, {
      role: isFlagged(tier) ? 'flagged' : 'other',
      label: labelOf(study.known),
    });
  for (const { study, tier } of rank(
    toJudged(current, recordOf(current)),
    picture.vanished.filter((study) => isPriorOf(current, study)).map((study) => toJudged(study, recordOf(study))),
  ))
    roles.set(study.known.studyInstanceUid, {
      role: isFlagged(tier) ? 'flagged' : 'other',
      label: labelOf(study.known),
    });
  const ledger = readLedger(picture, (study) => roles.get(study.studyInstanceUid));
  const completeness = stateCompleteness(ledger, now);
  const statements = new Map(completeness.studies.map((statement) => [statement.studyInstanceUid, statement]));
  const place = (study: KnownStudy): PlacedStudy =>
    placed(study, roles.get(study.studyInstanceUid)?.label ?? '', statements.get(study.studyInstanceUid));
  const priors = ranking.map(
    ({ study, score, tier, reasons, warnings, copies }, position): RankedStudy => ({
      ...place(study.known),
      rank: position + 1,
      score,
      tier,
      flagged: isFlagged(tier),
      reasons,
      warnings: fetal.has(study.known.studyInstanceUid) ? [ofMother, ...warnings] : warnings,
      copies: copiesOf(study.known, copies),
    }),
  );
  return { current: place(current), priors, ledger, completeness };
};
