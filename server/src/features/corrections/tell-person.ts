import { appendOutbox, membersOf, type Trx } from '../../db/index.ts';

/** The person of a record that lost a study is looked at again. */
export const tellPerson = async (trx: Trx, tenantId: string, patientRecordId: string): Promise<void> => {
  const [member] = await membersOf(trx, [patientRecordId]);
  if (member) await appendOutbox(trx, tenantId, 'person.changed', { personId: member.person_id });
};
