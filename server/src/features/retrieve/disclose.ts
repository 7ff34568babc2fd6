/** Who is given what is written down before the first byte leaves (PS3.15 A.5.3: Instances Accessed, Instances Transferred). */
import type { ServedInstance } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const windowMs = 60_000;
const mostRemembered = 10_000;

/** When a subject's access to a study was last written down: a viewer's hundred frames are one access, not a hundred. */
const recent = new Map<string, number>();

const remember = (key: string, now: number): boolean => {
  const last = recent.get(key);
  if (last !== undefined && now - last < windowMs) return false;
  recent.delete(key);
  recent.set(key, now);
  if (recent.size > mostRemembered) for (const [oldest] of recent.entries().take(1)) recent.delete(oldest);
  return true;
};

export const disclose = async (
  context: Context,
  principal: Principal,
  instances: readonly ServedInstance[],
  event: 'instancesAccessed' | 'instancesTransferred',
): Promise<void> => {
  const [first] = instances;
  if (first === undefined) return;
  const { study_instance_uid: studyInstanceUid, patient_record_id: patientRecordId } = first;
  const now = context.clock().getTime();
  const key = [principal.tenantId, principal.door, principal.subject, principal.address, studyInstanceUid, event].join(
    ' ',
  );
  if (!remember(key, now)) return;
  try {
    await context.db.tenant(principal.tenantId, (trx) =>
      recordAudit(trx, principal, {
        event,
        action: 'R',
        patientRecordId,
        studyInstanceUid,
        detail: { instances: instances.length },
      }),
    );
  } catch (error) {
    recent.delete(key);
    throw error;
  }
};
