export { blockingKeys } from './blocking.ts';
export { normaliseDate } from './compare-dates.ts';
export { type Estimate, estimateParameters } from './estimate.ts';
export { canBeOne, clusterOf, type PairVerdict, type VerdictOf } from './groups.ts';
export { matchRecords } from './match.ts';
export { placeholdersOf } from './placeholders.ts';
export * from './types.ts';
export type { Parameters } from './weights.ts';
