/** How sure it is that all of this is one person's, and what is kept back because it is not sure. */
import type { CompletenessStatement } from '@throughline/contract';
import type { Ledger } from './ledger.ts';
import { plural } from './words.ts';

export const stateIdentity = ({ links }: Ledger): CompletenessStatement['identity'] => {
  const records = links.length + 1;
  if (links.length === 0) return { records, leastSure: 1, text: 'One record: nothing was linked' };
  const judged = links.filter(({ decided }) => !decided).map(({ score }) => score);
  if (judged.length === 0) return { records, leastSure: null, text: `${records} records, linked by a person` };
  const leastSure = Math.min(...judged);
  // Nothing that was judged by likelihood is certain.
  const share = leastSure >= 0.99 ? 'more than 99' : Math.floor(leastSure * 100);
  return { records, leastSure, text: `${records} records, the least sure link is ${share} % certain` };
};

export const stateHidden = ({ hidden }: Ledger): CompletenessStatement['hidden'] =>
  hidden.map(({ siteName, studies }) => ({
    siteName,
    studies,
    text: `${plural(studies, 'study', 'studies')} of ${siteName} not shown: the record may be another patient and waits for review`,
  }));
