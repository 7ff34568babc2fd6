/** Asks sources that nobody has asked for a while whether they answer: what was said to be complete must not outlive its witness unseen. */
import { newUid } from '@throughline/dicom';
import {
  findSource,
  hastenSilences,
  hastenTransfers,
  passCircuit,
  type SourceRow,
  takeUnheardSources,
} from '../../db/index.ts';
import type { ErrorCode } from '../../errors.ts';
import { peerLimits } from '../../peers/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { peerOfSource } from '../sources/index.ts';
import { announceSources } from './announce.ts';
import { endOfFailed, noteReachability } from './reachability.ts';

/** Of a source that is asked more often nothing more is asked. */
const UNHEARD_MS = 30_000;

/** A whole question, since many who answer an echo answer nothing else; about a Patient ID that nobody has. */
const askAboutNobody = async (context: Context, source: SourceRow, signal: AbortSignal): Promise<ErrorCode | null> => {
  try {
    await peerOfSource(context, source).ask({ by: 'identifier', patientId: newUid().slice(0, 32) }, signal);
    return null;
  } catch (error) {
    return endOfFailed(error)[1];
  }
};

const check = async (context: Context, principal: Principal, id: string, signal: AbortSignal): Promise<void> => {
  const { db, clock } = context;
  const source = await db.tenant(principal.tenantId, async (trx) => {
    const found = await findSource(trx, id);
    if (found === undefined) return undefined;
    return (await passCircuit(trx, id, clock(), found.timeout_ms * (peerLimits.patience + 1))) ? found : undefined;
  });
  if (source === undefined) return;
  const errorCode = await askAboutNobody(context, source, signal);
  const at = clock();
  const hasChanged = await db.tenant(principal.tenantId, async (trx) => {
    const changed = await noteReachability(trx, principal, source, errorCode, at);
    if (changed && errorCode === null) {
      await hastenSilences(trx, source.id, at);
      await hastenTransfers(trx, source.id, at);
    }
    return changed;
  });
  if (hasChanged) announceSources(context, principal.tenantId);
};

/** Each source that is due, at once; never throws for what a source does. */
export const checkUnheard = async (context: Context, principal: Principal, signal: AbortSignal): Promise<void> => {
  authorise(principal, 'read');
  const now = context.clock();
  const due = await context.db.tenant(principal.tenantId, (trx) =>
    takeUnheardSources(trx, now, new Date(now.getTime() - UNHEARD_MS)),
  );
  const ended = await Promise.allSettled(due.map((id) => check(context, principal, id, signal)));
  const failure = ended.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected' && !signal.aborted) throw failure.reason;
};
