/**
 * Who is whom. A verb that changes it may exist twice: `xIn(trx, principal, input, at)` as part of a transaction, e.g. the one that keeps
 * the message it came by, and `x(context, principal, input)` alone.
 */
export { type MemberRow, toRecord } from '../../db/index.ts';
export type { Changed } from './change.ts';
export { evaluateRecord } from './evaluate.ts';
export { keyAllRecords, keySomeRecords } from './key-records.ts';
export {
  linkIn,
  linkRecords,
  moveIn,
  movePatientRecord,
  splitRecords,
  unlinkIn,
  unlinkRecords,
} from './link.ts';
export { mergeIn, mergePatients } from './merge.ts';
export { evidenceTexts, knownPersonOf, personOf, recordsOf } from './persons.ts';
export {
  type Recorded,
  type Registered,
  reevaluateRecord,
  registerAllIn,
  registerIn,
} from './register.ts';
export { registerPatientRecord } from './register-together.ts';
export { endRelationship, relateIn, relateMotherAndChild, relativesOf } from './relate.ts';
export { removeIn } from './remove.ts';
export {
  answerReview,
  findReview,
  identityWorkloadOf,
  listReviews,
  type ReviewedPair,
  reviewsAtOnce,
} from './reviews.ts';
export { listChanges, undoChange } from './undo.ts';
