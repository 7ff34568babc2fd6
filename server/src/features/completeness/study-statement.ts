import type { StudyStatement } from '@throughline/contract';
import { type Counts, countStudy } from './counts.ts';
import type { LedgerSource, LedgerStudy } from './ledger.ts';
import { isAway, voiceOf } from './source-statement.ts';
import { plural } from './words.ts';

export type StudyState = StudyStatement['state'];

/** Objects of a study that is being sent to us come within seconds of each other. */
const SENDING_MS = 15_000;

const isBeingSent = (study: LedgerStudy, now: Date): boolean =>
  study.lastReceivedAt !== null && now.getTime() - study.lastReceivedAt.getTime() < SENDING_MS;

const isOutOfReach = (study: LedgerStudy, sources: readonly LedgerSource[]): boolean =>
  study.copies.length > 0 &&
  study.copies.every(({ sourceId }) => {
    const source = sources.find((each) => each.sourceId === sourceId);
    return source === undefined || isAway(source) || ['silent', 'refused'].includes(voiceOf(source));
  });

/** All that is counted is here; whether somebody has more, nobody said. */
const isCountedElsewhereOnly = ({ received, expected, whole }: Counts): boolean =>
  expected !== null && !whole && received >= expected;

const stateOf = (study: LedgerStudy, counts: Counts, sources: readonly LedgerSource[], now: Date): StudyState => {
  if (counts.expected === null) return study.received > 0 && isBeingSent(study, now) ? 'arriving' : 'unknown';
  if (counts.whole) return 'whole';
  if (study.transfer === 'running') return 'arriving';
  if (isCountedElsewhereOnly(counts)) return 'unknown';
  if (isOutOfReach(study, sources)) return 'unreachable';
  if (study.transfer === 'queued') return 'arriving';
  if (study.transfer === null && study.role === 'current' && isBeingSent(study, now)) return 'arriving';
  const wasTried = study.transfer === 'failed' || study.transfer === 'waiting';
  if (wasTried && study.left === null && study.received === 0) return 'failed';
  return counts.received > 0 ? 'partial' : 'remote';
};

const ending: Readonly<Record<StudyState, string>> = {
  whole: '',
  partial: ', the rest could not be had yet',
  arriving: ', arriving',
  remote: ', not fetched',
  unreachable: ', its hospital does not answer',
  failed: ', could not be fetched yet',
  unknown: '',
};

/** Why a study stays where it is, when what may be fetched for one person is used up. */
const leaving: Readonly<Record<NonNullable<LedgerStudy['left']>, string>> = {
  bytes: ', not fetched: it goes beyond the bytes that are fetched for one patient; it comes when it is asked for',
  time: ', not fetched: it goes beyond the time that is spent on one patient; it comes when it is asked for',
};

const isElsewhere = (state: StudyState): boolean => state === 'remote' || state === 'partial';

/** Whoever lists it gives no images to anybody who asks: it comes when somebody there sends it. */
export const isNotGiven = ({ copies }: LedgerStudy, state: StudyState): boolean =>
  isElsewhere(state) && copies.length > 0 && copies.every(({ gives }) => !gives);

const notGiven = ({ copies }: LedgerStudy): string => {
  const sites = [...new Set(copies.map(({ siteName }) => siteName))].join(' and ');
  return `, remote: ${sites} lists it and gives no images by itself; ask for it to be sent to this hub`;
};

const endingOf = (study: LedgerStudy, state: StudyState): string => {
  if (isNotGiven(study, state)) return notGiven(study);
  if (study.left !== null && isElsewhere(state)) return leaving[study.left];
  // That it lacks does not make the whole incomplete: it is said why.
  if (state === 'remote' && study.role === 'other') return ', not fetched: it was judged not to matter for this study';
  return ending[state];
};

/** Nobody has images of it, as far as anybody lists. */
const isReportOnly = ({ copies }: LedgerStudy): boolean =>
  copies.length > 0 && copies.every(({ kind }) => kind === 'report-only');

const sentence = (study: LedgerStudy, counts: Counts, state: StudyState): string => {
  if (counts.expected === null)
    return `${study.label}: ${plural(counts.received, 'image')}, nobody said how many there are`;
  if (isCountedElsewhereOnly(counts))
    return `${study.label}: ${plural(counts.received, 'image')}, ${counts.uncounted.join(' and ')} did not say how many it has`;
  if (isReportOnly(study))
    return `${study.label}: ${counts.received} of ${plural(counts.expected, 'object')}, the report only${endingOf(study, state)}`;
  if (state === 'whole')
    return `${study.label}: ${counts.expected === 1 ? 'its 1 image' : `all ${counts.expected} images`}`;
  return `${study.label}: ${counts.received} of ${plural(counts.expected, 'image')}${endingOf(study, state)}`;
};

export interface StatedStudy {
  readonly study: LedgerStudy;
  readonly counts: Counts;
  readonly statement: StudyStatement;
}

export const stateStudy = (study: LedgerStudy, sources: readonly LedgerSource[], now: Date): StatedStudy => {
  const counts = countStudy(study);
  const state = stateOf(study, counts, sources, now);
  const statement = {
    studyInstanceUid: study.studyInstanceUid,
    label: study.label,
    siteName: study.siteName,
    received: counts.received,
    expected: counts.expected,
    state,
    series: study.series.map((series) => ({
      seriesInstanceUid: series.seriesInstanceUid,
      label: series.label,
      received: series.received,
      expected: series.claims.length === 0 ? null : Math.max(...series.claims),
    })),
    text: sentence(study, counts, state),
  };
  return { study, counts, statement };
};
