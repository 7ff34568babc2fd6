export { announcePerson, CHANNEL, type Hint, readHint, sendHint } from './announce.ts';
export { currentStudies } from './currents.ts';
export { type Gathered, type GatherRequest, gatherPerson } from './gather.ts';
export { examOf, labelOf, mainModality } from './judge.ts';
export { queueTransfers } from './queue-transfers.ts';
export type { Place, PlacedStudy, RankedPriors, RankedStudy } from './rank-studies.ts';
export { type PriorsOfStudy, type PriorsSummary, rankPriors, summarisePriors } from './read-priors.ts';
export { type GatheringRequest, requestGathering } from './request-gathering.ts';
export { LEASE_MS, runTransfer } from './run-transfer.ts';
