import type { CompletenessStatement } from '@throughline/contract';

/** Complete is said quietly; everything else is to be seen. */
export const verdictClass: Readonly<Record<CompletenessStatement['verdict'], string>> = {
  complete: 'text-ok',
  incomplete: 'text-warn',
  unknown: 'text-warn',
};
