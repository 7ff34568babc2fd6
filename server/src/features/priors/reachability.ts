/** What a question that failed says of its source: how it ended, and whether the source can be reached. */
import { nextProbe, noteFailure, noteSuccess, type SettledOutcome, type SourceRow, type Trx } from '../../db/index.ts';
import type { ErrorCode } from '../../errors.ts';
import { PeerError } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { askAgainAfter } from './back-off.ts';

type FailedEnd = readonly [SettledOutcome, ErrorCode];

const outcomes = {
  refused: ['refused', 'peer-refused'],
  misbehaved: ['refused', 'peer-misbehaved'],
  unreachable: ['unreachable', 'peer-unreachable'],
  'timed-out': ['timed-out', 'peer-timed-out'],
} as const satisfies Record<string, FailedEnd>;

const denied = ['refused', 'peer-denied'] as const;

/** @throws what is no failure of the source, and what was cancelled here */
export const endOfFailed = (error: unknown): FailedEnd => {
  if (!(error instanceof PeerError) || error.kind === 'cancelled') throw error;
  return error.denied ? denied : outcomes[error.kind];
};

/**
 * Who refuses is there; who breaks the protocol for one person may answer for the next, but has not answered a probe. True: it fell
 * silent by this, or is back.
 */
export const noteReachability = async (
  trx: Trx,
  { tenantId }: Principal,
  source: SourceRow,
  errorCode: ErrorCode | null,
  at: Date,
): Promise<boolean> => {
  const isAway = errorCode === 'peer-unreachable' || errorCode === 'peer-timed-out';
  const isFailedProbe = errorCode === 'peer-misbehaved' && (await nextProbe(trx, source.id)) !== null;
  if (errorCode !== null && (isAway || isFailedProbe))
    return noteFailure(trx, tenantId, { sourceId: source.id, at, errorCode }, askAgainAfter);
  if (errorCode === null || errorCode === 'peer-refused' || errorCode === 'peer-denied')
    return noteSuccess(trx, tenantId, source.id, at);
  return false;
};
