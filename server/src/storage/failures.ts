/** How errors of the file system are told: full is full, anything else is a lost write. */
import { Failure } from '../errors.ts';
import type { Volume } from './volume.ts';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

export const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';

/** Before the fsync, a full disk is only full; every other failure, and any at the fsync, loses bytes (I3). */
export const writeFailure = (volume: Volume, error: unknown, syncing: boolean): Failure => {
  if (error instanceof Failure) return error;
  if (!syncing && isFull(error)) return new Failure('out-of-resources', undefined, error);
  volume.writeLost();
  return new Failure('storage-unhealthy', undefined, error);
};
