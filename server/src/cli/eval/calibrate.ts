/** Proposes weights from recorded feedback and measures them on cases before anybody adopts them. */
import { calibrate, type Feedback, type Pack, rank, readFeedback } from '@throughline/relevance';
import { UsageError } from '../command.ts';
import { type PriorsCase, type PriorsScore, scorePriors } from './priors.ts';

/** What readers wanted and did not, of what would be offered: on the feedback itself, which the proposal was made from. */
interface Agreement {
  /** Share of what was opened or pulled in that is flagged; null when nothing was. */
  readonly wantedShown: number | null;
  /** Share of what was dismissed that is flagged; null when nothing was. */
  readonly dismissedShown: number | null;
}

interface CalibrationResult {
  readonly readings: number;
  readonly observations: number;
  readonly proposals: number;
  readonly before: PriorsScore;
  readonly after: PriorsScore;
  readonly feedbackBefore: Agreement;
  readonly feedbackAfter: Agreement;
}

interface Calibrated {
  readonly pack: Pack;
  /** For a person to read: every number that would change, and on what evidence. */
  readonly lines: readonly string[];
  readonly result: CalibrationResult;
}

const checked = (value: unknown) => {
  try {
    return readFeedback(value);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
};

const agreementOf = (readings: readonly Feedback[], packs: readonly Pack[]): Agreement => {
  const told = readings.flatMap(({ current, candidates }) =>
    rank(current, candidates, { packs }).flatMap(({ study, tier }) => ({
      outcome: study.outcome,
      isShown: tier === 'show-first' || tier === 'relevant',
    })),
  );
  const share = (outcomes: readonly string[]): number | null => {
    const those = told.filter(({ outcome }) => outcomes.includes(outcome));
    const shown = those.filter(({ isShown }) => isShown).length;
    return those.length === 0 ? null : Math.round((shown / those.length) * 10_000) / 10_000;
  };
  return { wantedShown: share(['opened', 'pulled-in']), dismissedShown: share(['dismissed']) };
};

const agreementLines = (before: Agreement, after: Agreement): readonly string[] =>
  (
    [
      ['wantedShown', 'of what readers opened or pulled in is offered'],
      ['dismissedShown', 'of what readers dismissed is offered'],
    ] as const
  ).map(
    ([key, words]) => `${words}: ${before[key] ?? 'none'} before, ${after[key] ?? 'none'} after (the same feedback)`,
  );

const changed = (before: PriorsScore, after: PriorsScore): readonly string[] =>
  (['ndcgAt5', 'recallAt5', 'mustAt3', 'falseAlarm', 'accuracy', 'f1'] as const).flatMap((key) =>
    before[key] === null || after[key] === null ? [] : [`${key}: ${before[key]} before, ${after[key]} after`],
  );

export const calibrateOn = (feedback: unknown, cases: readonly PriorsCase[], packs: readonly Pack[]): Calibrated => {
  const readings = checked(feedback);
  const { pack, proposals, observations } = calibrate(readings, { packs });
  const [before, after] = [scorePriors(cases, packs), scorePriors(cases, [...packs, pack])];
  const lines = proposals.map(
    ({ kind, part, now, prior, from, to, observations: seen, wanted }) =>
      `${kind === 'adjacency' ? '' : `${part}: `}${now} read with ${prior}: ${from} to ${to} (${wanted} of ${seen} wanted)`,
  );
  const [feedbackBefore, feedbackAfter] = [agreementOf(readings, packs), agreementOf(readings, [...packs, pack])];
  const scores = { before, after, feedbackBefore, feedbackAfter };
  const result = { readings: readings.length, observations, proposals: proposals.length, ...scores };
  return {
    pack,
    lines: [...lines, ...changed(before, after), ...agreementLines(feedbackBefore, feedbackAfter)],
    result,
  };
};
