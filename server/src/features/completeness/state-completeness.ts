import type { CompletenessStatement } from '@throughline/contract';
import { gapsOf, gapText } from './coverage.ts';
import { stateHidden, stateIdentity } from './identity-statement.ts';
import type { Ledger, LedgerStudy } from './ledger.ts';
import { reasonsOf, type WeighedReason } from './reasons.ts';
import { stateSource, voiceOf } from './source-statement.ts';
import { stateStudy } from './study-statement.ts';
import { answeredSites, clock, plural } from './words.ts';

type Verdict = CompletenessStatement['verdict'];

const IN_HEADLINE = 3;

const verdictOf = (reasons: readonly WeighedReason[]): Verdict => {
  if (reasons.some(({ weight }) => weight === 'missing')) return 'incomplete';
  return reasons.some(({ weight }) => weight === 'unknown') ? 'unknown' : 'complete';
};

/** A statement is as old as the oldest answer it rests on. */
const asOfTime = ({ sources }: Ledger, verdict: Verdict, now: Date): Date => {
  if (verdict !== 'complete') return now;
  const answers = sources.flatMap((source) => [
    (source.lastAnsweredAt ?? now).getTime(),
    (source.reports?.lastAnsweredAt ?? now).getTime(),
  ]);
  return new Date(Math.min(now.getTime(), ...answers));
};

const sitesAnswered = ({ sources }: Ledger): string => {
  const sites = Map.groupBy(sources, (source) => source.siteName);
  const answered = [...sites.values()].filter((systems) => systems.every((system) => voiceOf(system) === 'answered'));
  return answeredSites(answered.length, sites.size);
};

const allWhole = ({ studies }: Ledger): string => {
  const priors = studies.filter((study) => study.role === 'flagged').length;
  const current = studies.some((study) => study.role === 'current') ? 'this study' : 'nothing to read';
  return priors === 0
    ? `${current} is whole, no relevant prior is known`
    : `${current} and ${plural(priors, 'relevant prior')} are whole`;
};

/** *Complete* is about what somebody answers for: what nobody does is said in the same breath. */
const gapsSaid = ({ sources }: Ledger): readonly string[] => gapsOf(sources).map(gapText).slice(0, 2);

const opening: Readonly<Record<Verdict, string>> = {
  complete: 'Complete',
  incomplete: 'Incomplete',
  unknown: 'Not known whether complete',
};

const headlineOf = (
  ledger: Ledger,
  verdict: Verdict,
  reasons: readonly WeighedReason[],
  asOf: Date,
  now: Date,
): string => {
  const answered = ledger.sources.length === 0 ? [] : [sitesAnswered(ledger)];
  const away = reasons.filter(({ reason }) => reason.code === 'source-away').map(({ reason }) => reason.text);
  if (verdict === 'complete')
    return [
      `${opening[verdict]} as of ${clock(asOf, now)}`,
      ...away,
      ...answered,
      allWhole(ledger),
      ...gapsSaid(ledger),
    ].join(' · ');
  const telling = reasons.filter(({ weight }) => weight !== 'note').map(({ reason }) => reason.text);
  const more = telling.length - IN_HEADLINE;
  return [
    opening[verdict],
    ...answered,
    ...away,
    ...telling.slice(0, IN_HEADLINE),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(' · ');
};

/** What is read is named before what it is compared with, and what decides nothing last. */
const weight: Readonly<Record<LedgerStudy['role'], number>> = { current: 0, flagged: 1, other: 2 };

/**
 * What is complete about a person's imaging at a time, and what is not, with every reason and witness. Pure: the same ledger and
 * time give the same statement. *complete*: every source in scope answered the question of today, and the current study and every
 * flagged prior have every object that any witness claims; it is complete as of the oldest answer, and says who cannot be reached since. *incomplete*: something known is missing, arriving or silent.
 * *unknown*: we cannot tell (not asked yet, nobody gave a count, a record waits for review, a study vanished from the lists of its
 * source within a day, a report compares with what nobody lists).
 */
export const stateCompleteness = (ledger: Ledger, now: Date): CompletenessStatement => {
  const inOrder = ledger.studies.toSorted((a, b) => weight[a.role] - weight[b.role]);
  const stated = inOrder.map((study) => stateStudy(study, ledger.sources, now));
  const reasons = reasonsOf(ledger, stated, now);
  const verdict = verdictOf(reasons);
  const asOf = asOfTime(ledger, verdict, now);
  return {
    verdict,
    asOf: asOf.toISOString(),
    headline: headlineOf(ledger, verdict, reasons, asOf, now),
    reasons: reasons.map(({ reason }) => reason),
    identity: stateIdentity(ledger),
    hidden: stateHidden(ledger),
    sources: ledger.sources.map((source) => stateSource(source, ledger.sources, now)),
    studies: stated.map(({ statement }) => statement),
  };
};
