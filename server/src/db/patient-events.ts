/** What each facility last told of a patient, by when it recorded it: messages come in another order than things happen. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { PatientIdentifier } from './patient-records.ts';

/** When what is told was recorded, on the clock of who tells it. */
export interface RecordedEvent {
  /** HL7 v2 MSH-4 */
  readonly facility: string;
  /** YYYY[MM[DD[HH[MM[SS]]]]] */
  readonly recordedAt: string;
}

export interface ToldEvent {
  readonly patient: PatientIdentifier;
  readonly event: RecordedEvent;
}

/** The places, in `told`, of what was recorded before what is known; compared as exactly as both are told. */
export const olderThanKnown = async (trx: Trx, told: readonly ToldEvent[]): Promise<ReadonlySet<number>> => {
  if (told.length === 0) return new Set();
  const result = await sql<{ place: number }>`
    select t.place::int - 1 as place from unnest(${told.map(({ patient }) => patient.issuer)}::text[],
      ${told.map(({ patient }) => patient.id)}::text[], ${told.map(({ event }) => event.facility)}::text[],
      ${told.map(({ event }) => event.recordedAt)}::text[]) with ordinality as t (issuer, id, facility, recorded_at, place)
    join patient_records r on r.issuer = t.issuer and r.patient_id = t.id and r.superseded_at is null
    join patient_events e on e.tenant_id = r.tenant_id and e.patient_record_id = r.id and e.facility = t.facility
    where left(t.recorded_at, length(e.recorded_at)) < left(e.recorded_at, length(t.recorded_at)) collate "C"`.execute(
    trx,
  );
  return new Set(result.rows.map(({ place }) => place));
};

/** Notes what was told last, once for each record. */
export const noteEvents = async (
  trx: Trx,
  tenantId: string,
  told: readonly (RecordedEvent & { readonly patientRecordId: string })[],
): Promise<void> => {
  if (told.length === 0) return;
  await sql`
    insert into patient_events (tenant_id, patient_record_id, facility, recorded_at)
    select ${tenantId}::uuid, t.* from unnest(${told.map((one) => one.patientRecordId)}::uuid[],
      ${told.map((one) => one.facility)}::text[], ${told.map((one) => one.recordedAt)}::text[]) as t (id, facility, recorded_at)
    order by 2, 3
    on conflict (tenant_id, patient_record_id, facility) do update set recorded_at = excluded.recorded_at
    where excluded.recorded_at > patient_events.recorded_at`.execute(trx);
};
