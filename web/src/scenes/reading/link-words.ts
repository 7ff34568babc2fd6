/** Why a record is one of this person's, in words. */
import type { Reading } from '@throughline/contract';

type Link = Pick<NonNullable<Reading['person']['records'][number]['link']>, 'method' | 'score'>;

/** Never more certain than it is: what is nearly certain is not rounded up. */
const certainty = (score: number): string => (score > 0.99 ? '> 99 %' : `${Math.floor(score * 100)} %`);

/**
 * Beside the number of the record; null where nothing linked it. The score is that of the pair: it says how sure a link is only
 * where it was made by that score.
 */
export const linkText = ({ method, score }: Link): string | null =>
  ({ automatic: certainty(score), manual: 'by a person', own: null })[method];

/** Over the evidence. */
export const linkTitle = ({ method, score }: Link): string =>
  ({
    automatic: `Linked: automatic, ${certainty(score)} certain`,
    manual: 'Linked by a person',
    own: 'The record that this person was founded with: nothing linked it.',
  })[method];
