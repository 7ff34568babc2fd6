/** Whom something that another system writes is about: a record that we know, by our id or by the identifier of its source. */
import {
  findPatientRecord,
  findRecord,
  membersOf,
  type PatientIdentifier,
  type PatientRecordRow,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';

export type SubjectNamed = { readonly recordId: string } | { readonly identifier: PatientIdentifier };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Fails with `bad-request` for a patient whom nobody has told us of. */
export const subjectIn = async (
  trx: Trx,
  named: SubjectNamed,
): Promise<{ readonly record: PatientRecordRow; readonly personId: string }> => {
  const id = 'recordId' in named ? named.recordId : (await findPatientRecord(trx, named.identifier))?.id;
  const record = id !== undefined && uuid.test(id) ? await findRecord(trx, id) : undefined;
  if (record === undefined || record.removed_by !== null) return fail('bad-request', 'The patient is not known here.');
  const [member] = await membersOf(trx, [record.id]);
  return member === undefined
    ? fail('bad-request', 'The patient is not known here.')
    : { record, personId: member.person_id };
};
