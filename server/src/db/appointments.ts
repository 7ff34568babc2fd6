/** Appointments as their schedulers say them; the last word counts. */
import type { AppointmentStatus } from '@throughline/fhir';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import { keyset, type ListPage, type ListRow } from './keyset.ts';
import type { NewRow, Row } from './tables/index.ts';

export type { AppointmentStatus };

export type NewAppointment = Omit<NewRow<'appointments'>, 'id'>;

/**
 * Puts that of this number and patient, or replaces of it what is said here: what `row` leaves out stays as it was. With `id` it is that one that
 * is replaced, whose patient may be another from then on.
 */
export const putAppointment = async (trx: Trx, row: NewAppointment, id?: string): Promise<string> => {
  const { tenant_id: _tenant, source_name: _source, appointment_key: _key, ...said } = row;
  if (id !== undefined) {
    await trx.updateTable('appointments').set(said).where('id', '=', id).execute();
    return id;
  }
  const stored = await trx
    .insertInto('appointments')
    .values({ ...row, id: newId() })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'source_name', 'appointment_key', 'patient_record_id']).doUpdateSet(said),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return stored.id;
};

/** Of which the patient comes, or is there. */
export const bookedStatuses: readonly AppointmentStatus[] = ['booked', 'arrived', 'checked-in'];

/** Written out, not as parameters: a plan for any parameters could not use the index of just these (PostgreSQL 11.8). */
const isBooked = sql<boolean>`status in (${sql.join(bookedStatuses.map((status) => sql.lit(status)))})`;

export type AppointmentRow = Row<'appointments'>;

/** One for each patient. Held until the transaction ends, so that two changes come one after the other. */
export const findAppointments = (trx: Trx, sourceName: string, key: string): Promise<AppointmentRow[]> =>
  trx
    .selectFrom('appointments')
    .selectAll()
    .where('source_name', '=', sourceName)
    .where('appointment_key', '=', key)
    .orderBy('id')
    .forUpdate()
    .execute();

/** Booked for these records from that day on (digits of a DICOM DT), the soonest first. */
export const plannedAppointments = (
  trx: Trx,
  patientRecordIds: readonly string[],
  from: string,
): Promise<AppointmentRow[]> =>
  patientRecordIds.length === 0
    ? Promise.resolve([])
    : trx
        .selectFrom('appointments')
        .selectAll()
        .where(isAnyOf('patient_record_id', 'uuid', patientRecordIds))
        .where(isBooked)
        .where('starts_at', '>=', from)
        .orderBy('starts_at')
        .orderBy('id')
        .execute();

const withPatient = sql`from appointments a join patient_records p on p.tenant_id = a.tenant_id and p.id = a.patient_record_id`;

/** `conditions` are on the aliases a and p. */
export const listAppointments = async (trx: Trx, page: ListPage): Promise<(AppointmentRow & ListRow)[]> => {
  const { column, where, end } = keyset(sql.ref('a.id'), page);
  const result = await sql<AppointmentRow & ListRow>`select a.* ${column} ${withPatient} where ${where} ${end}`.execute(
    trx,
  );
  return result.rows;
};

export const countAppointments = async (trx: Trx, conditions: readonly RawBuilder<boolean>[]): Promise<number> => {
  const result = await sql<{ count: number }>`
    select count(*)::int as count ${withPatient} where ${sql.join([sql`true`, ...conditions], sql` and `)}`.execute(
    trx,
  );
  return result.rows[0]?.count ?? 0;
};
