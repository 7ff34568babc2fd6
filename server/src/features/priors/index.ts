export { announceOutbox, announcePerson, CHANNEL, type Hint, readHint, sendHint } from './announce.ts';
export { checkUnheard } from './check-unheard.ts';
export { fetchStudy } from './fetch-study.ts';
export { type GatherRequest, gatherPerson } from './gather.ts';
export { examOf, type JudgedStudy, regionsOf, specialtyOf, toJudged } from './judge.ts';
export { lateAlerts } from './late-priors.ts';
export { pullPrior } from './pull-prior.ts';
export { leaveBeyondBudget, queueTransfers } from './queue-transfers.ts';
export { rankAgain } from './rank-again.ts';
export type { PlacedStudy, RankedStudy } from './rank-studies.ts';
export {
  type PersonOfStudy,
  type PriorsOfStudy,
  type PriorsSummary,
  personOfStudy,
  rankPriors,
  rankPriorsIn,
  summarisePriors,
} from './read-priors.ts';
export { readRecordedFeedback } from './recorded-feedback.ts';
export { requestGathering } from './request-gathering.ts';
export { LEASE_MS, runTransfer } from './run-transfer.ts';
export { readPerson, stateOf, statePerson } from './state-person.ts';
