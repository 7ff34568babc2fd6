/**
 * Records that nobody knew, with all that they have from the start: the keys that they are found by, a person each, and the audit row
 * that tells of it. One statement for tables of several aggregates and for any number of records, since admission registers by the
 * hundred a second and each statement is a round trip inside a transaction that others wait for.
 */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { blockingDigests, KEYED } from './blocking-keys.ts';
import type { Trx } from './database.ts';
import { nameKeysOf } from './name-keys.ts';
import { type PatientStatement, statedOf, toRecord, valuesOf } from './patient-records.ts';
import type { NewRow, Row } from './tables/index.ts';

export interface NewPatient {
  readonly patient: PatientStatement;
  /** why the record is its person's, as JSON */
  readonly evidence: string;
  readonly audit: Omit<NewRow<'audit_events'>, 'id' | 'tenant_id' | 'patient_record_id' | 'study_instance_uid'>;
}

export interface MadePatient {
  readonly record: Row<'patient_records'>;
  readonly personId: string;
  /** what it is found by, in the order in which they are locked */
  readonly digests: readonly string[];
}

const never = new Date(0);

/** A row as the statement takes it, and what it will be found by, in the order in which that is locked (`keys`). */
export type PreparedPatient = ReturnType<typeof preparePatient>;

/** Makes up identifiers and keys, so that what depends on them can be asked in the same round trip as `insertPatients`. */
export const preparePatient = (tenantId: string, { patient, evidence, audit }: NewPatient) => {
  const id = newId();
  const row = {
    ...valuesOf(patient),
    id,
    issuer: patient.issuer,
    patient_id: patient.id,
    other_ids: statedOf(patient),
  };
  const rest = {
    overlay: null,
    merged_into: null,
    superseded_at: null,
    keyed: KEYED,
    created_at: never,
    updated_at: never,
  };
  const digests = blockingDigests(toRecord({ ...row, ...rest, tenant_id: tenantId }));
  const { event_code, action, outcome, subject, door, address, detail } = audit;
  return {
    ...row,
    person_id: newId(),
    membership_id: newId(),
    evidence: JSON.parse(evidence) as unknown,
    names: patient.name ? nameKeysOf(patient.name) : [],
    keys: digests,
    told: { id: newId(), event_code, action, outcome, subject, door, address, detail: JSON.parse(detail ?? '{}') },
  };
};

/**
 * Gives those that were made, by the place of what they were made of; one of which there is a record already, because somebody else
 * was quicker (I17), is not among them.
 */
export const insertPatients = async (
  trx: Trx,
  tenantId: string,
  given: readonly PreparedPatient[],
  at: Date,
): Promise<ReadonlyMap<number, MadePatient>> => {
  const result = await sql<Row<'patient_records'>>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id uuid, issuer text, patient_id text, name text,
        birth_date text, sex text, street text, locality text, region text, postcode text, country text, phone text, email text,
        mother_name text, birth_order integer, multiple_birth boolean, deceased text, other_ids jsonb, person_id uuid,
        membership_id uuid, evidence jsonb, names jsonb, keys jsonb, told jsonb)
    ), made as (
      insert into patient_records (tenant_id, id, issuer, patient_id, name, birth_date, sex, street, locality, region, postcode,
        country, phone, email, mother_name, birth_order, multiple_birth, deceased, other_ids, keyed)
      select ${tenantId}::uuid, id, issuer, patient_id, name, birth_date, sex, street, locality, region, postcode, country, phone,
        email, mother_name, birth_order, multiple_birth, deceased, other_ids, ${KEYED}::smallint
      from given order by issuer, patient_id
      on conflict do nothing returning *
    ), found_by_name as (
      insert into name_keys (tenant_id, patient_record_id, component, script, kind, key)
      select m.tenant_id, m.id, n.component, n.script, n.kind, n.key from made m join given g on g.id = m.id
      cross join lateral jsonb_to_recordset(g.names) as n (component text, script text, kind text, key text)
      on conflict do nothing
    ), stated as (
      insert into stated_identifiers (tenant_id, patient_record_id, issuer, patient_id)
      select m.tenant_id, m.id, s.issuer, s.id from made m
      cross join lateral jsonb_to_recordset(m.other_ids) as s (issuer text, id text)
      on conflict do nothing
    ), found_by as (
      insert into blocking_keys (tenant_id, key, patient_record_id)
      select m.tenant_id, k.key::bigint, m.id from made m join given g on g.id = m.id
      cross join lateral jsonb_array_elements_text(g.keys) as k (key)
      on conflict do nothing
    ), person as (
      insert into persons (tenant_id, id) select m.tenant_id, g.person_id from made m join given g on g.id = m.id
    ), own as (
      insert into memberships (tenant_id, id, person_id, patient_record_id, valid_from, made_at, method, score, evidence, decided_by)
      select m.tenant_id, g.membership_id, g.person_id, m.id, ${at}::timestamptz, ${at}::timestamptz, 'own', 1, g.evidence, 'source'
      from made m join given g on g.id = m.id
    ), told as (
      insert into audit_events (tenant_id, id, event_code, action, outcome, subject, door, address, patient_record_id, detail)
      select m.tenant_id, t.id, t.event_code, t.action, t.outcome, t.subject, t.door, t.address, m.id, t.detail
      from made m join given g on g.id = m.id
      cross join lateral jsonb_to_record(g.told) as t (id uuid, event_code text, action text, outcome text, subject text, door text,
        address text, detail jsonb)
    ), wanted as (
      insert into outbox (tenant_id, topic, payload)
      select m.tenant_id, 'patient.told', jsonb_build_object('patientRecordId', m.id, 'by', g.told->>'subject')
      from made m join given g on g.id = m.id
      where exists (select from hl7_destinations where enabled and 'patient' = any(events))
    )
    select * from made`.execute(trx);
  const records = new Map(result.rows.map((record) => [record.id, record]));
  return new Map(
    given.flatMap(({ id, person_id, keys }, place): [number, MadePatient][] => {
      const record = records.get(id);
      return record === undefined ? [] : [[place, { record, personId: person_id, digests: keys }]];
    }),
  );
};
