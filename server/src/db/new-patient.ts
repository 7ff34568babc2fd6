/**
 * A record that nobody knew, with all that it has from the start: the keys that it is found by, a person of its own, and the audit row
 * that tells of it. One statement for tables of several aggregates, since admission registers by the hundred a second and each
 * statement is a round trip inside a transaction that others wait for.
 */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { blockingDigests, KEYED } from './blocking-keys.ts';
import type { Trx } from './database.ts';
import { nameKeysOf } from './name-keys.ts';
import { type PatientStatement, statedOf, toRecord, valuesOf } from './patient-records.ts';
import type { NewRow, Row } from './tables/index.ts';

export interface NewPatient {
  readonly record: Row<'patient_records'>;
  readonly personId: string;
}

export interface Beginning {
  readonly at: Date;
  /** why the record is its person's, as JSON */
  readonly evidence: string;
  readonly audit: Omit<NewRow<'audit_events'>, 'id' | 'tenant_id' | 'patient_record_id' | 'study_instance_uid'>;
}

type Values = ReturnType<typeof valuesOf>;

/** The record as the linkage will see it: its keys are written with it. */
const keysOf = (tenantId: string, id: string, patient: PatientStatement, values: Values): readonly string[] => {
  const never = new Date(0);
  const row = {
    ...values,
    tenant_id: tenantId,
    id,
    issuer: patient.issuer,
    patient_id: patient.id,
    other_ids: statedOf(patient),
    overlay: null,
    merged_into: null,
    keyed: KEYED,
    created_at: never,
    updated_at: never,
  };
  return blockingDigests(toRecord(row));
};

/** Undefined when there is one of this issuer and identifier: somebody else was quicker (I17). */
export const insertPatient = async (
  trx: Trx,
  tenantId: string,
  patient: PatientStatement,
  { at, evidence, audit }: Beginning,
): Promise<NewPatient | undefined> => {
  const [id, personId] = [newId(), newId()];
  const v = valuesOf(patient);
  const names = patient.name ? nameKeysOf(patient.name) : [];
  const stated = statedOf(patient);
  const result = await sql<Row<'patient_records'>>`
    with made as (
      insert into patient_records (tenant_id, id, issuer, patient_id, name, birth_date, sex, street, locality, region, postcode,
        country, phone, email, mother_name, birth_order, multiple_birth, deceased, keyed, other_ids)
      values (${tenantId}, ${id}, ${patient.issuer}, ${patient.id}, ${v.name}, ${v.birth_date}, ${v.sex}, ${v.street}, ${v.locality},
        ${v.region}, ${v.postcode}, ${v.country}, ${v.phone}, ${v.email}, ${v.mother_name}, ${v.birth_order}, ${v.multiple_birth},
        ${v.deceased}, ${KEYED}, ${JSON.stringify(stated)})
      on conflict do nothing returning *
    ), names as (
      insert into name_keys (tenant_id, patient_record_id, component, script, kind, key)
      select made.tenant_id, made.id, n.component, n.script, n.kind, n.key from made, unnest(
        ${names.map((one) => one.component)}::text[], ${names.map((one) => one.script)}::text[],
        ${names.map((one) => one.kind)}::text[], ${names.map((one) => one.key)}::text[]) as n (component, script, kind, key)
      on conflict do nothing
    ), stated as (
      insert into stated_identifiers (tenant_id, patient_record_id, issuer, patient_id)
      select made.tenant_id, made.id, s.issuer, s.patient_id from made, unnest(
        ${stated.map((one) => one.issuer)}::text[], ${stated.map((one) => one.id)}::text[]) as s (issuer, patient_id)
      on conflict do nothing
    ), keys as (
      insert into blocking_keys (tenant_id, key, patient_record_id)
      select made.tenant_id, k.key, made.id
      from made, unnest(${[...keysOf(tenantId, id, patient, v)]}::bigint[]) as k (key) on conflict do nothing
    ), person as (
      insert into persons (tenant_id, id) select made.tenant_id, ${personId} from made
    ), own as (
      insert into memberships (tenant_id, id, person_id, patient_record_id, valid_from, made_at, method, score, evidence, decided_by)
      select made.tenant_id, ${newId()}, ${personId}, made.id, ${at}, ${at}, 'own', 1, ${evidence}, 'source' from made
    ), told as (
      insert into audit_events (tenant_id, id, event_code, action, outcome, subject, door, address, patient_record_id, detail)
      select made.tenant_id, ${newId()}, ${audit.event_code}, ${audit.action}, ${audit.outcome}, ${audit.subject}, ${audit.door},
        ${audit.address ?? null}, made.id, ${audit.detail ?? '{}'} from made
    )
    select * from made`.execute(trx);
  const [record] = result.rows;
  return record && { record, personId };
};
