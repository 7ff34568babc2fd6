export { requestCommitment } from './request-commitment.ts';
export { settleCommitment } from './settle-commitment.ts';
