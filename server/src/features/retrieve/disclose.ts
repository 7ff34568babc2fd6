/** Who is given what is written down before the first byte leaves (PS3.15 A.5.3: Instances Accessed, Instances Transferred). */
import type { ServedInstance } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { auditSummarised } from '../audit/index.ts';
import type { Context } from '../context.ts';

type Disclosed = readonly Pick<ServedInstance, 'study_instance_uid' | 'patient_record_id'>[];

/** Once for each study: versions of an object may be of several, and of several patients. */
export const disclose = async (
  context: Context,
  principal: Principal,
  instances: Disclosed,
  event: 'instancesAccessed' | 'instancesTransferred',
): Promise<void> => {
  for (const [studyInstanceUid, objects] of Map.groupBy(instances, (one) => one.study_instance_uid)) {
    const [{ patient_record_id: patientRecordId }] = objects as [Disclosed[number]];
    const detail = { instances: objects.length };
    await auditSummarised(context, principal, { event, action: 'R', patientRecordId, studyInstanceUid, detail });
  }
};

/** Of objects of one study: that it was not given, and why: written down as what failed (PS3.15 A.5.3), never as an access. */
export const refuse = async (
  context: Context,
  principal: Principal,
  instances: Disclosed,
  refused: string,
): Promise<void> => {
  const [first] = instances;
  if (first === undefined) return;
  const { study_instance_uid: studyInstanceUid, patient_record_id: patientRecordId } = first;
  const detail = { instances: instances.length, refused };
  const event = { event: 'instancesAccessed', action: 'R', outcome: 'minor' } as const;
  await auditSummarised(context, principal, { ...event, patientRecordId, studyInstanceUid, detail });
};
