/** Who is given what is written down before the first byte leaves (PS3.15 A.5.3: Instances Accessed, Instances Transferred). */
import type { ServedInstance } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';

const windowMs = 60_000;
const mostRemembered = 10_000;

interface Access {
  readonly at: number;
  /** Settles when it is written down: who comes meanwhile waits for the same row. */
  readonly written: Promise<void>;
}

/** When a subject's access to a study was last written down: a viewer's hundred frames are one access, not a hundred. */
const recent = new Map<string, Access>();

const remember = (key: string, access: Access): void => {
  recent.delete(key);
  recent.set(key, access);
  access.written.catch(() => recent.delete(key));
  if (recent.size > mostRemembered) for (const oldest of recent.keys().take(1)) recent.delete(oldest);
};

/** Objects of one study. */
type Disclosed = readonly Pick<ServedInstance, 'study_instance_uid' | 'patient_record_id'>[];

export const disclose = async (
  context: Context,
  principal: Principal,
  instances: Disclosed,
  event: 'instancesAccessed' | 'instancesTransferred',
): Promise<void> => {
  const [first] = instances;
  if (first === undefined) return;
  const { study_instance_uid: studyInstanceUid, patient_record_id: patientRecordId } = first;
  const now = context.clock().getTime();
  const { tenantId, door, subject, address, emergency } = principal;
  const inEmergency = emergency?.has(patientRecordId) === true;
  const key = [tenantId, door, subject, address, studyInstanceUid, event, inEmergency].join(' ');
  const last = recent.get(key);
  if (last !== undefined && now - last.at < windowMs) return last.written;
  const written = auditAlone(context, principal, {
    event,
    action: 'R',
    patientRecordId,
    studyInstanceUid,
    detail: { instances: instances.length },
  });
  remember(key, { at: now, written });
  return written;
};
