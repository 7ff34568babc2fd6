/** How long to wait before the next try, in milliseconds, after so many failures in a row. */

const pick = (steps: readonly number[], failures: number): number =>
  (steps[Math.min(Math.max(failures, 1), steps.length) - 1] ?? 300) * 1000;

/** A silent source is asked again soon: the page that shows it as silent corrects itself within half a minute. */
export const askAgainAfter = (failures: number): number =>
  pick([2, 5, 10, 20, 30, 30, 30, 30, 30, 30, 60, 60, 120, 300], failures);

export const fetchAgainAfter = (attempts: number): number => pick([3, 10, 30, 60, 120, 300], attempts);

/** After so many attempts a transfer rests until its source answers a new question, or somebody asks. */
export const MOST_ATTEMPTS = 6;
