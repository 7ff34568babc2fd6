export { type Counts, countStudy } from './counts.ts';
export type { Ledger, LedgerSource, LedgerStudy } from './ledger.ts';
export { readLedger, type StudyRole, toLedgerStudy } from './read-ledger.ts';
export { stateCompleteness } from './state-completeness.ts';
export { plural } from './words.ts';
