/** What an answer of an S3 service says about the request: done, certainly not done, or nobody knows (I4). */
import { S3ServiceException } from '@aws-sdk/client-s3';
import { Failure } from '../../errors.ts';

/**
 * `absent`: no such key, upload or range; `taken`: the name is in use, or contended; `full`: no room; `again`: certainly not done, the same
 * request may succeed; `refused`: certainly not done, nor will it be; `unknown`: it may have been done
 */
export type Outcome = 'absent' | 'taken' | 'full' | 'again' | 'refused' | 'unknown';

const named: Readonly<Record<string, Outcome>> = {
  NoSuchKey: 'absent',
  NotFound: 'absent',
  NoSuchUpload: 'absent',
  InvalidRange: 'absent',
  PreconditionFailed: 'taken',
  ConditionalRequestConflict: 'taken',
  QuotaExceeded: 'full',
  InsufficientStorage: 'full',
  XMinioStorageFull: 'full',
  // The bytes that arrived were not the ones that we sent, or came too slowly, or our clock was wrong (the client corrects it).
  BadDigest: 'again',
  InvalidDigest: 'again',
  XAmzContentSHA256Mismatch: 'again',
  XAmzContentChecksumMismatch: 'again',
  IncompleteBody: 'again',
  RequestTimeout: 'again',
  RequestTimeTooSkewed: 'again',
  OperationAborted: 'again',
  TooManyRequests: 'again',
};

const statuses: Readonly<Record<number, Outcome>> = {
  404: 'absent',
  409: 'taken',
  412: 'taken',
  429: 'again',
  507: 'full',
};

export const outcomeOf = (error: unknown): Outcome => {
  if (!(error instanceof S3ServiceException)) return 'unknown';
  const status = error.$metadata.httpStatusCode ?? 500;
  if (error.name === 'NoSuchBucket') return 'refused';
  // A gateway between us and the service may have passed the request on: only the service itself knows.
  const outcome = named[error.name] ?? statuses[status] ?? (status >= 500 ? 'unknown' : 'refused');
  return outcome;
};

/** What a caller is told when there is nothing more to try. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  return new Failure(outcomeOf(error) === 'full' ? 'out-of-resources' : 'storage-unhealthy', undefined, error);
};
