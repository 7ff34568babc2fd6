/** Appointments as their schedulers say them; the last word counts. */
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow } from './tables/index.ts';

export const putAppointment = async (trx: Trx, row: Omit<NewRow<'appointments'>, 'id'>): Promise<string> => {
  const { tenant_id: _tenant, source_name: _source, appointment_key: _key, ...said } = row;
  const stored = await trx
    .insertInto('appointments')
    .values({ ...row, id: newId() })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'source_name', 'appointment_key']).doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow();
  return stored.id;
};
