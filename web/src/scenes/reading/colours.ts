import type { RankedPrior } from '@throughline/contract';

/** One colour for a study wherever it is seen: rail, timeline, pane. */
export const colourOf = (prior: RankedPrior | undefined): string =>
  prior?.key ? `var(--color-study-${prior.key})` : 'var(--color-study-none)';

export const isFlagged = (prior: RankedPrior): boolean =>
  (prior.tier === 'show-first' || prior.tier === 'relevant') && !prior.dismissed;
