import type { CompletenessStatement } from '@throughline/contract';

/** Complete is said quietly; everything else is to be seen, also what was complete while somebody cannot be reached now. */
export const verdictTone = (verdict: CompletenessStatement['verdict'], away: boolean): string =>
  verdict === 'complete' && !away ? 'text-ok' : 'text-warn';
