export { announcePerson, CHANNEL, readHint, sendHint } from './announce.ts';
export { type GatherRequest, gatherPerson } from './gather.ts';
export { examOf, type JudgedStudy, specialtyOf, toJudged } from './judge.ts';
export { queueTransfers } from './queue-transfers.ts';
export type { PlacedStudy, RankedStudy } from './rank-studies.ts';
export { type PriorsOfStudy, type PriorsSummary, rankPriors, summarisePriors } from './read-priors.ts';
export { requestGathering } from './request-gathering.ts';
export { LEASE_MS, runTransfer } from './run-transfer.ts';
export { readPerson, stateOf, statePerson } from './state-person.ts';
