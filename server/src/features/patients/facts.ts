/** What a decision about two records was taken upon: it is asked again only when that changes. */
import { hash } from 'node:crypto';
import { type RecordFacts, toRecord } from '../../db/index.ts';

export const factsOf = (one: RecordFacts, other: RecordFacts): Buffer => {
  const [first, second] = one.id < other.id ? [one, other] : [other, one];
  return hash('sha256', JSON.stringify([toRecord(first), toRecord(second)]), 'buffer');
};
