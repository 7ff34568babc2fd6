export {
  type Calibration,
  calibrate,
  type Feedback,
  type Outcome,
  outcomes,
  type Proposal,
  readFeedback,
} from './calibrate.ts';
export { type GradedCase, type GradedStudy, readCaseFile } from './case-file.ts';
export { type Duplicate, findDuplicates } from './duplicates.ts';
export { PackError, readPack } from './pack/read-pack.ts';
export type { Pack } from './pack/types.ts';
export { rank } from './rank.ts';
export * from './types.ts';
