/** Persons, and which patient records are the same one: historised, so that ending one row and reviving another is an undo. */

import { FEW_OF_A_KEY, MOST_CANDIDATES, MOST_OF_A_KEY } from '@throughline/identity';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import { factColumns, type RecordFacts } from './patient-records.ts';
import type { NewRow, Row } from './tables/index.ts';
import { together } from './together.ts';

export type PatientRecordRow = Row<'patient_records'>;
type MembershipRow = Row<'memberships'>;

/** A record with the membership that is true now. */
export interface MemberRow extends PatientRecordRow {
  readonly person_id: string;
  readonly membership_id: string;
  readonly method: MembershipRow['method'];
  readonly score: number;
  readonly evidence: unknown;
  readonly decided_by: string;
  /** When the link was made; an undo brings it back. */
  readonly linked_at: Date;
}

/** Whoever changes who belongs to these persons waits until the transaction ends. */
export const lockPersons = async (trx: Trx, personIds: readonly string[]): Promise<void> => {
  if (personIds.length === 0) return;
  await trx
    .selectFrom('persons')
    .select('id')
    .where(isAnyOf('id', 'uuid', new Set(personIds)))
    .orderBy('id')
    .forUpdate()
    .execute();
};

const members = (trx: Trx) =>
  trx
    .selectFrom('memberships')
    .innerJoin('patient_records', (join) =>
      join
        .onRef('patient_records.tenant_id', '=', 'memberships.tenant_id')
        .onRef('patient_records.id', '=', 'memberships.patient_record_id'),
    )
    .selectAll('patient_records')
    .select([
      'memberships.id as membership_id',
      'memberships.person_id',
      'memberships.method',
      'memberships.score',
      'memberships.evidence',
      'memberships.decided_by',
      'memberships.made_at as linked_at',
    ])
    .where('memberships.valid_to', 'is', null);

/** The records of these persons, oldest membership first. */
export const recordsOfPersons = (trx: Trx, personIds: readonly string[]): Promise<MemberRow[]> =>
  personIds.length === 0
    ? Promise.resolve([])
    : members(trx)
        .where(isAnyOf('memberships.person_id', 'uuid', personIds))
        .orderBy('memberships.made_at')
        .orderBy('patient_records.id')
        .execute();

export const membersOf = (trx: Trx, recordIds: readonly string[]): Promise<MemberRow[]> =>
  recordIds.length === 0
    ? Promise.resolve([])
    : members(trx)
        .where(isAnyOf('memberships.patient_record_id', 'uuid', recordIds))
        .execute();

/** Whether two records are of one person now. */
export const areOnePerson = async (trx: Trx, one: string, other: string): Promise<boolean> => {
  if (one === other) return true;
  const members = await membersOf(trx, [one, other]);
  return members.length === 2 && members[0]?.person_id === members[1]?.person_id;
};

export interface LockedPersons {
  readonly persons: ReadonlySet<string>;
  /** all records of these persons, oldest membership first */
  readonly members: readonly MemberRow[];
}

/**
 * The persons of these records, held until the transaction ends as by `lockPersons`, with all their records, in one round trip. Who was
 * moved while we waited may be among the members with a person that is not held: then ask again.
 */
export const lockPersonsOf = async (trx: Trx, recordIds: readonly string[]): Promise<LockedPersons> => {
  const theirs = sql<string>`(select person_id from memberships
    where patient_record_id = any(${[...recordIds]}::uuid[]) and valid_to is null)`;
  const [locked, found] = await together(trx, (each) => [
    each.selectFrom('persons').select('id').where('id', 'in', theirs).orderBy('id').forUpdate().execute(),
    members(each)
      .where('memberships.person_id', 'in', theirs)
      .orderBy('memberships.made_at')
      .orderBy('patient_records.id')
      .execute(),
  ]);
  return { persons: new Set(locked.map(({ id }) => id)), members: found };
};

/** One identifier of the person that a record is of. */
export interface CompanionRow {
  readonly of_record: string;
  readonly id: string;
  readonly issuer: string;
  readonly patient_id: string;
  readonly merged_into: string | null;
  readonly linked_at: Date;
}

/** Of each of these records that is linked, all records of its person as they are linked now, itself among them; the oldest first. */
export const companionsOf = async (trx: Trx, recordIds: readonly string[]): Promise<CompanionRow[]> => {
  if (recordIds.length === 0) return [];
  const result = await sql<CompanionRow>`
    select mine.patient_record_id as of_record, r.id, r.issuer, r.patient_id, r.merged_into, theirs.made_at as linked_at
    from memberships mine
    join memberships theirs on theirs.tenant_id = mine.tenant_id and theirs.person_id = mine.person_id and theirs.valid_to is null
    join patient_records r on r.tenant_id = theirs.tenant_id and r.id = theirs.patient_record_id
    where mine.valid_to is null and mine.patient_record_id = any(${[...new Set(recordIds)]}::uuid[])
    order by r.id`.execute(trx);
  return result.rows;
};

/** A record that was looked for, with one record of its person, itself in its turn; without any while nobody has linked it. */
export type NamedRow = CompanionRow | { readonly of_record: string; readonly id: null };

/** The records p that these conditions hold for, each with all records of its person as they are linked now; the oldest first. */
export const namedRecords = async (trx: Trx, conditions: readonly RawBuilder<boolean>[]): Promise<NamedRow[]> => {
  const result = await sql<NamedRow>`
    select p.id as of_record, r.id, r.issuer, r.patient_id, r.merged_into, theirs.made_at as linked_at
    from patient_records p
    left join memberships mine on mine.tenant_id = p.tenant_id and mine.patient_record_id = p.id and mine.valid_to is null
    left join memberships theirs on theirs.tenant_id = mine.tenant_id and theirs.person_id = mine.person_id and theirs.valid_to is null
    left join patient_records r on r.tenant_id = theirs.tenant_id and r.id = theirs.patient_record_id
    where ${sql.join([...conditions], sql` and `)}
    order by r.id`.execute(trx);
  return result.rows;
};

/** A record with the person that it belongs to; null while nobody has judged it. */
export interface KnownRow extends PatientRecordRow {
  readonly person_id: string | null;
}

/** The records that these identifiers name now, also those that their source removed. */
export const findWithPersons = async (
  trx: Trx,
  patients: readonly { readonly issuer: string; readonly id: string }[],
): Promise<KnownRow[]> => {
  const result = await sql<KnownRow>`
    select r.*, m.person_id
    from unnest(${patients.map(({ issuer }) => issuer)}::text[], ${patients.map(({ id }) => id)}::text[]) as asked (issuer, id)
    join patient_records r on r.issuer = asked.issuer and r.patient_id = asked.id and r.superseded_at is null
    left join memberships m on m.tenant_id = r.tenant_id and m.patient_record_id = r.id and m.valid_to is null`.execute(
    trx,
  );
  return result.rows;
};

export const findRecord = (trx: Trx, id: string): Promise<PatientRecordRow | undefined> =>
  trx.selectFrom('patient_records').selectAll().where('id', '=', id).executeTakeFirst();

export const createPerson = async (trx: Trx, tenantId: string): Promise<string> => {
  const id = newId();
  await trx.insertInto('persons').values({ tenant_id: tenantId, id }).execute();
  return id;
};

/** False when the record has a membership already: somebody else was quicker. */
export const addMembership = async (
  trx: Trx,
  row: Omit<NewRow<'memberships'>, 'id' | 'valid_to'>,
): Promise<boolean> => {
  const made = await trx
    .insertInto('memberships')
    .values({ id: newId(), ...row })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
};

export interface MembershipMove {
  /** the membership that ends */
  readonly from: Pick<MemberRow, 'id' | 'membership_id' | 'person_id'>;
  readonly personId: string;
  readonly method: MembershipRow['method'];
  readonly score: number;
  /** why, as JSON */
  readonly evidence: string;
  readonly decidedBy: string;
}

/** Each of these records leaves its person for another; one statement, so that none is of two or of none. */
export const moveMemberships = async (
  trx: Trx,
  tenantId: string,
  moves: readonly MembershipMove[],
  at: Date,
): Promise<void> => {
  const given = moves.map(({ from, personId, method, score, evidence, decidedBy }) => ({
    ended: from.membership_id,
    id: newId(),
    person_id: personId,
    method,
    score,
    evidence: JSON.parse(evidence) as unknown,
    decided_by: decidedBy,
  }));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (ended uuid, id uuid, person_id uuid, method text,
        score double precision, evidence jsonb, decided_by text)
    ), ended as (
      update memberships m set valid_to = ${at}::timestamptz from given g
      where m.tenant_id = ${tenantId} and m.id = g.ended and m.valid_to is null
      returning m.patient_record_id, g.*
    )
    insert into memberships (tenant_id, id, person_id, patient_record_id, valid_from, made_at, method, score, evidence, decided_by)
    select ${tenantId}::uuid, id, person_id, patient_record_id, ${at}::timestamptz, ${at}::timestamptz, method, score, evidence,
      decided_by from ended
    on conflict do nothing`.execute(trx);
};

export const endMembership = async (trx: Trx, membershipId: string, at: Date): Promise<void> => {
  await trx
    .updateTable('memberships')
    .set({ valid_to: at })
    .where('id', '=', membershipId)
    .where('valid_to', 'is', null)
    .execute();
};

/**
 * Records that share blocking keys with this one as `chooseCandidates` of packages/identity wants it: one that few share, or two;
 * those first that share most. What they say is read of these only.
 */
export const candidateRecords = async (
  trx: Trx,
  tenantId: string,
  recordId: string,
  digests: readonly string[],
): Promise<RecordFacts[]> => {
  // Arrays, not rows, until the few are known: a key's records are counted without being put in order.
  const result = await sql<RecordFacts>`
    with blocks as materialized (
      select array(
        select patient_record_id from blocking_keys
        where tenant_id = ${tenantId} and key = asked.key and patient_record_id <> ${recordId}
        order by patient_record_id desc limit ${MOST_OF_A_KEY}) as ids
      from unnest(${[...digests]}::bigint[]) as asked (key)),
    found as materialized (
      select id from blocks cross join lateral unnest(ids) as id
      group by id having count(*) > 1 or min(cardinality(ids)) <= ${FEW_OF_A_KEY}
      order by count(*) desc, id limit ${MOST_CANDIDATES})
    select ${sql.raw(factColumns.join(', '))} from patient_records
    where tenant_id = ${tenantId} and id = any(array(select id from found)) and removed_by is null order by id`.execute(
    trx,
  );
  return result.rows;
};

/** About how many records there are: as the database last counted, never counted here. */
export const aboutHowManyRecords = async (trx: Trx): Promise<number> => {
  const result = await sql<{ about: number }>`
    select greatest(reltuples, 0)::bigint as about from pg_class where oid = 'patient_records'::regclass`.execute(trx);
  return result.rows[0]?.about ?? 0;
};

/** Those of them that were not removed. */
export const findRecords = (trx: Trx, ids: readonly string[]): Promise<PatientRecordRow[]> =>
  trx
    .selectFrom('patient_records')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('removed_by', 'is', null)
    .execute();

/** Records by identifier; without an issuer, of any. */
export const recordsByIdentifier = async (
  trx: Trx,
  identifiers: readonly { readonly issuer: string | undefined; readonly id: string }[],
): Promise<PatientRecordRow[]> => {
  const issuers = identifiers.map(({ issuer }) => issuer ?? null);
  const ids = identifiers.map(({ id }) => id);
  const result = await sql<PatientRecordRow>`
    select distinct on (r.id) r.* from patient_records r
    join unnest(${issuers}::text[], ${ids}::text[]) as asked (issuer, patient_id)
      on asked.patient_id = r.patient_id and (asked.issuer is null or asked.issuer = r.issuer)
      and r.superseded_at is null and r.removed_by is null
    order by r.id limit ${MOST_CANDIDATES}`.execute(trx);
  return result.rows;
};
