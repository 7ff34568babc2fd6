export { blockingKeys, neighbourhoodOf } from './blocking.ts';
export { chooseCandidates, FEW_OF_A_KEY, MOST_CANDIDATES, MOST_OF_A_KEY } from './candidates.ts';
export { normaliseDate } from './compare-dates.ts';
export { type Estimate, estimateParameters } from './estimate.ts';
export { canBeOne, clusterOf, type PairVerdict, type VerdictOf } from './groups.ts';
export { couldBeOne, isReusedIdentifier, matchRecords } from './match.ts';
export { placeholdersOf } from './placeholders.ts';
export * from './types.ts';
export type { Parameters } from './weights.ts';
