/** Which records a patient context is about: those of the person that the named record belongs to, as it is linked now. */
import { findPatientRecord, findRecord, membersOf, recordsOfPersons } from '../../db/index.ts';
import type { Context } from '../context.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `patient` is the id of a Patient of ours, or `issuer|identifier`. Empty when nobody is meant: then nothing is seen. */
export const recordsOfContext = (
  { db }: Pick<Context, 'db'>,
  tenantId: string,
  patient: string,
): Promise<ReadonlySet<string>> =>
  db.tenant(tenantId, async (trx) => {
    const id = patient.replace(/^Patient\//, '');
    const bar = id.lastIndexOf('|');
    const record = uuid.test(id)
      ? await findRecord(trx, id)
      : bar > 0 && (await findPatientRecord(trx, { issuer: id.slice(0, bar), id: id.slice(bar + 1) }));
    if (!record) return new Set();
    const [member] = await membersOf(trx, [record.id]);
    const records = member === undefined ? [] : await recordsOfPersons(trx, [member.person_id]);
    return new Set([record.id, ...records.map((each) => each.id)]);
  });
