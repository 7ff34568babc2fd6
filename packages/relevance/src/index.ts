export { type GradedCase, type GradedStudy, readCaseFile } from './case-file.ts';
export { PackError, readPack } from './pack/read-pack.ts';
export type { Pack } from './pack/types.ts';
export { rank } from './rank.ts';
export * from './types.ts';
