/** What we can answer for, object by object: the row, its SOP class, and its bytes read again (PS3.4 J.3.3). */
import { noteVerified, type ReferencedSop, type ServedInstance, servedByUid } from '../../db/index.ts';
import { catalogue } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { checkBytes } from '../integrity/index.ts';

/** Failure Reason (0008,1197), PS3.3 C.14.1.1; 0 is ours for none. */
const FailureReason = {
  None: 0,
  ProcessingFailure: 0x0110,
  NoSuchObjectInstance: 0x0112,
  ClassInstanceConflict: 0x0119,
} as const;

const atOnce = 500;

const reasonFor = async (context: Context, sopClassUid: string, found: ServedInstance | undefined): Promise<number> => {
  if (found === undefined) return FailureReason.NoSuchObjectInstance;
  if (found.sop_class_uid !== sopClassUid) return FailureReason.ClassInstanceConflict;
  const integrity = await checkBytes(context, found);
  if (integrity === 'whole') return FailureReason.None;
  context.log.error({ instance: found.id, blob: found.blob, integrity }, catalogue['bytes-missing'].sentence);
  return FailureReason.ProcessingFailure;
};

/** In the order asked. */
export const checkReferences = async (
  context: Context,
  principal: Principal,
  referenced: readonly ReferencedSop[],
): Promise<readonly number[]> => {
  const reasons: number[] = [];
  for (let at = 0; at < referenced.length; at += atOnce) {
    const some = referenced.slice(at, at + atOnce);
    const uids = some.map(([, uid]) => uid);
    const rows = await context.db.tenant(principal.tenantId, (trx) => servedByUid(trx, uids));
    const byUid = new Map(rows.map((row) => [row.sop_instance_uid, row]));
    const whole: string[] = [];
    for (const [sopClassUid, uid] of some) {
      const found = byUid.get(uid);
      const reason = await reasonFor(context, sopClassUid, found);
      if (reason === FailureReason.None && found) whole.push(found.id);
      reasons.push(reason);
    }
    await context.db.tenant(principal.tenantId, (trx) => noteVerified(trx, whole, context.clock()));
  }
  return reasons;
};
