export { FailureReason } from './check-references.ts';
export { requestCommitment } from './request-commitment.ts';
export { settleCommitment } from './settle-commitment.ts';
