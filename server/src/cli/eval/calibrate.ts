/** Proposes weights from recorded feedback and measures them on cases before anybody adopts them. */
import { calibrate, type Pack, readFeedback } from '@throughline/relevance';
import { UsageError } from '../command.ts';
import { type PriorsCase, type PriorsScore, scorePriors } from './priors.ts';

interface CalibrationResult {
  readonly readings: number;
  readonly observations: number;
  readonly proposals: number;
  readonly before: PriorsScore;
  readonly after: PriorsScore;
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
  const result = { readings: readings.length, observations, proposals: proposals.length, before, after };
  return { pack, lines: [...lines, ...changed(before, after)], result };
};
