/**
 * Records that nobody knew, with all that they have from the start: the keys that they are found by, a person each, and the audit row
 * that tells of it. One statement for tables of several aggregates and for any number of records, since admission registers by the
 * hundred a second and each statement is a round trip inside a transaction that others wait for.
 */
import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import { blockingDigests, KEYED } from './blocking-keys.ts';
import type { Trx } from './database.ts';
import { type NameKey, nameKeysOf } from './name-keys.ts';
import {
  distinctIdentifiers,
  factColumns,
  type PatientStatement,
  type RecordFacts,
  statedOf,
  toRecord,
  typeOfFact,
  valuesOf,
} from './patient-records.ts';
import type { NewRow } from './tables/index.ts';

export interface NewPatient {
  readonly patient: PatientStatement;
  /** why the record is its person's, as JSON */
  readonly evidence: string;
  readonly audit: Omit<NewRow<'audit_events'>, 'id' | 'tenant_id' | 'patient_record_id' | 'study_instance_uid'>;
}

export interface MadePatient {
  readonly record: RecordFacts;
  readonly personId: string;
  /** what it is found by, in the order in which they are locked */
  readonly digests: readonly string[];
}

/** A row as the statement takes it, and what it will be found by, in the order in which that is locked (`digests`). */
export interface PreparedPatient extends MadePatient {
  readonly membershipId: string;
  readonly evidence: string;
  readonly names: readonly NameKey[];
  readonly audit: NewPatient['audit'] & { readonly id: string };
}

/** Makes up identifiers and keys, so that what depends on them can be asked in the same round trip as `insertPatients`. */
export const preparePatient = ({ patient, evidence, audit }: NewPatient): PreparedPatient => {
  const record: RecordFacts = {
    ...valuesOf(patient),
    id: newId(),
    issuer: patient.issuer,
    patient_id: patient.id,
    other_ids: statedOf(patient),
  };
  return {
    record,
    personId: newId(),
    membershipId: newId(),
    digests: [...new Set(blockingDigests(toRecord(record)))],
    evidence,
    names: patient.name ? nameKeysOf(patient.name) : [],
    audit: { ...audit, id: newId() },
  };
};

/** Values of one column each, for `unnest`: arrays cost the database far less than the same as JSON. */
const columns = <T>(
  rows: readonly T[],
  ...values: readonly (readonly [(row: T) => unknown, string])[]
): RawBuilder<unknown> => sql.join(values.map(([value, type]) => sql`${rows.map(value)}::${sql.raw(type)}[]`));

const recordColumns = (given: readonly PreparedPatient[]): RawBuilder<unknown> =>
  columns(
    given.map(({ record }) => record),
    ...factColumns.map((name) => {
      const isJson = name === 'other_ids';
      const value = (record: RecordFacts): unknown => (isJson ? JSON.stringify(record[name]) : record[name]);
      return [value, typeOfFact[name] ?? 'text'] as const;
    }),
  );

const ofEach = <T>(
  given: readonly PreparedPatient[],
  parts: (one: PreparedPatient) => readonly T[],
): readonly { readonly id: string; readonly part: T }[] =>
  given.flatMap((one) => parts(one).map((part) => ({ id: one.record.id, part })));

/**
 * Gives those that were made, by the place of what they were made of; one of which there is a record already, because somebody else
 * was quicker (I17), is not among them. What a new record is found by nobody else can have written: only the record itself may conflict.
 */
export const insertPatients = async (
  trx: Trx,
  tenantId: string,
  given: readonly PreparedPatient[],
  at: Date,
): Promise<ReadonlyMap<number, MadePatient>> => {
  const names = ofEach(given, (one) => one.names);
  const stated = ofEach(given, (one) => distinctIdentifiers(one.record));
  const keys = ofEach(given, (one) => one.digests);
  const facts = sql.raw(factColumns.join(', '));
  const made = sql`in (select id from made)`;
  const result = await sql<{ id: string }>`
    with made as (
      insert into patient_records (tenant_id, keyed, told_at, ${facts})
      select ${tenantId}::uuid, ${KEYED}::smallint, ${at}::timestamptz, g.* from unnest(${recordColumns(given)}) as g (${facts}) order by issuer, patient_id
      on conflict do nothing returning id
    ), found_by_name as (
      insert into name_keys (tenant_id, patient_record_id, component, script, kind, key)
      select ${tenantId}::uuid, n.* from unnest(${columns(
        names,
        [({ id }) => id, 'uuid'],
        [({ part }) => part.component, 'text'],
        [({ part }) => part.script, 'text'],
        [({ part }) => part.kind, 'text'],
        [({ part }) => part.key, 'text'],
      )}) as n (id, component, script, kind, key) where n.id ${made}
    ), stated as (
      insert into stated_identifiers (tenant_id, patient_record_id, issuer, patient_id)
      select ${tenantId}::uuid, s.* from unnest(${columns(
        stated,
        [({ id }) => id, 'uuid'],
        [({ part }) => part.issuer, 'text'],
        [({ part }) => part.id, 'text'],
      )}) as s (id, issuer, patient_id) where s.id ${made}
    ), found_by as (
      insert into blocking_keys (tenant_id, patient_record_id, key)
      select ${tenantId}::uuid, k.* from unnest(${columns(keys, [({ id }) => id, 'uuid'], [({ part }) => part, 'bigint'])}) as k (id, key)
      where k.id ${made}
    ), person as (
      insert into persons (tenant_id, id)
      select ${tenantId}::uuid, p.person from unnest(${columns(given, [({ record }) => record.id, 'uuid'], [({ personId }) => personId, 'uuid'])})
        as p (id, person) where p.id ${made}
    ), own as (
      insert into memberships (tenant_id, patient_record_id, person_id, id, evidence, valid_from, made_at, method, score, decided_by)
      select ${tenantId}::uuid, o.*, ${at}::timestamptz, ${at}::timestamptz, 'own', 1, 'source' from unnest(${columns(
        given,
        [({ record }) => record.id, 'uuid'],
        [({ personId }) => personId, 'uuid'],
        [({ membershipId }) => membershipId, 'uuid'],
        [({ evidence }) => evidence, 'jsonb'],
      )}) as o (id, person_id, membership_id, evidence) where o.id ${made}
    ), told as (
      insert into audit_events (tenant_id, patient_record_id, id, event_code, action, outcome, subject, door, address, detail)
      select ${tenantId}::uuid, t.* from unnest(${columns(
        given,
        [({ record }) => record.id, 'uuid'],
        [({ audit }) => audit.id, 'uuid'],
        [({ audit }) => audit.event_code, 'text'],
        [({ audit }) => audit.action, 'text'],
        [({ audit }) => audit.outcome, 'text'],
        [({ audit }) => audit.subject, 'text'],
        [({ audit }) => audit.door, 'text'],
        [({ audit }) => audit.address ?? null, 'text'],
        [({ audit }) => audit.detail ?? '{}', 'jsonb'],
      )}) as t (id, event, event_code, action, outcome, subject, door, address, detail) where t.id ${made}
    ), wanted as (
      insert into outbox (tenant_id, topic, payload)
      select ${tenantId}::uuid, 'patient.told', jsonb_build_object('patientRecordId', w.id, 'by', w.subject)
      from unnest(${columns(given, [({ record }) => record.id, 'uuid'], [({ audit }) => audit.subject, 'text'])}) as w (id, subject)
      where w.id ${made} and exists (select from hl7_destinations where enabled and 'patient' = any(events))
    )
    select id from made`.execute(trx);
  const ids = new Set(result.rows.map(({ id }) => id));
  return new Map(
    given.flatMap((one, place): [number, MadePatient][] => (ids.has(one.record.id) ? [[place, one]] : [])),
  );
};
