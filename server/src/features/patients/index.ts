/**
 * Who is whom. Every verb that changes it exists twice: `xIn(trx, principal, input, at)` as part of a transaction, e.g. the one that
 * keeps the message it came by, and `x(context, principal, input)` alone.
 */
export { type MemberRow, toRecord } from '../../db/index.ts';
export type { Changed } from './change.ts';
export { evaluateRecord } from './evaluate.ts';
export {
  linkIn,
  linkRecords,
  moveIn,
  movePatientRecord,
  type PairInput,
  type RecordMoveInput,
  type SplitInput,
  splitIn,
  splitRecords,
  unlinkIn,
  unlinkRecords,
} from './link.ts';
export { type MergeInput, mergeIn, mergePatients } from './merge.ts';
export { evidenceTexts, knownPersonOf, personOf, recordsOf } from './persons.ts';
export { keyAllRecords, reevaluateRecord, registerIn, registerPatientRecord } from './register.ts';
export { endRelationship, type RelationInput, relateIn, relateMotherAndChild, relativesOf } from './relate.ts';
export { answerReview, identityWorkloadOf, listReviews, type ReviewedPair } from './reviews.ts';
export { listChanges, mergeOf, undoChange, undoIn } from './undo.ts';
