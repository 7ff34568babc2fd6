import type { SourceStatement } from '@throughline/contract';
import type { LedgerSource } from './ledger.ts';
import { clock, plural } from './words.ts';

export type SourceVoice = 'answered' | 'silent' | 'refused' | 'asking' | 'not-asked';

/** An answer that was not about all identifiers the person has there now is no answer to the question of today. */
export const voiceOf = (source: LedgerSource): SourceVoice => {
  switch (source.outcome) {
    case 'found':
    case 'none':
      return source.covers ? 'answered' : 'asking';
    case 'unreachable':
    case 'timed-out':
      return 'silent';
    default:
      return source.outcome;
  }
};

/** What it answered about this person stays true of that time; whether there is more by now, nobody can tell. */
export const isAway = (source: LedgerSource): boolean => source.away !== undefined && voiceOf(source) === 'answered';

const since = ({ lastAnsweredAt, askedAt }: LedgerSource, now: Date): string => {
  if (lastAnsweredAt !== null) return `no answer since ${clock(lastAnsweredAt, now)}`;
  return askedAt === null ? 'no answer' : `no answer yet, last asked ${clock(askedAt, now)}`;
};

const refusalWords = {
  question: 'refused the question',
  denied: 'refused us',
  unusable: 'gave no answer that can be used',
} as const;

const toMend = ': our credentials or rights there have to be mended';

const saying = (source: LedgerSource, now: Date): string => {
  const at = source.answeredAt === null ? '' : ` at ${clock(source.answeredAt, now)}`;
  switch (voiceOf(source)) {
    case 'answered':
      return source.outcome === 'none'
        ? `answered${at}, has nothing of this patient`
        : `answered${at}, has ${plural(source.found ?? 0, 'study', 'studies')}`;
    case 'silent':
      return since(source, now);
    case 'refused':
      return `${refusalWords[source.refusal ?? 'question']}${at}${source.refusal === 'denied' ? toMend : ''}`;
    case 'asking':
      return 'being asked';
    case 'not-asked':
      return source.unaskable === true
        ? 'cannot be asked: no number of this patient is known there, nor a name and birth date to ask by'
        : 'not asked yet';
  }
};

/** Several systems of one site are told apart by their own names. */
const sourceLabel = (source: LedgerSource, all: readonly LedgerSource[]): string => {
  const atSite = all.filter((other) => other.siteName === source.siteName);
  return atSite.length > 1 ? `${source.siteName} (${source.sourceName})` : source.siteName;
};

/** Undefined where it can be reached, or its silence about this person is told of already. */
export const awayText = (source: LedgerSource, all: readonly LedgerSource[], now: Date): string | undefined => {
  if (source.away === undefined || !isAway(source)) return undefined;
  const since = source.away.since === null ? '' : `, no answer since ${clock(source.away.since, now)}`;
  return `${sourceLabel(source, all)} cannot be reached now${since}`;
};

/** Why it is not known which reports there are; undefined when it is, and when not even the images are told of. */
export const reportsText = (source: LedgerSource, all: readonly LedgerSource[], now: Date): string | undefined => {
  if (source.reports === null || voiceOf(source) !== 'answered') return undefined;
  const { outcome, lastAnsweredAt } = source.reports;
  const before = lastAnsweredAt === null ? '' : `; those of ${clock(lastAnsweredAt, now)} are here`;
  switch (outcome) {
    case 'answered':
      return undefined;
    case 'not-asked':
      return `${sourceLabel(source, all)}: not asked for its reports yet`;
    case 'refused':
      return `${sourceLabel(source, all)}: refused the question for its reports${before}`;
    default:
      return `${sourceLabel(source, all)}: no answer about its reports${before}`;
  }
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const awaySaid = (source: LedgerSource, all: readonly LedgerSource[], now: Date): string => {
  const text = awayText(source, all, now);
  return text === undefined ? '' : `; ${text.slice(sourceLabel(source, all).length + 1)}`;
};

export const stateSource = (source: LedgerSource, all: readonly LedgerSource[], now: Date): SourceStatement => ({
  sourceId: source.sourceId,
  siteName: source.siteName,
  sourceName: source.sourceName,
  outcome: voiceOf(source) === 'asking' ? 'asking' : source.outcome,
  found: source.found,
  askedAt: iso(source.askedAt),
  answeredAt: iso(source.answeredAt),
  lastAnsweredAt: iso(source.lastAnsweredAt),
  durationMs: source.durationMs,
  away: isAway(source) ? { since: iso(source.away?.since ?? null) } : null,
  reports: source.reports && { outcome: source.reports.outcome, lastAnsweredAt: iso(source.reports.lastAnsweredAt) },
  text: `${sourceLabel(source, all)}: ${saying(source, now)}${awaySaid(source, all, now)}`,
});
