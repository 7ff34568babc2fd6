/** What people and their systems decide about records: changes that keep what was before them, so that each can be taken back. */

import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import { pairOf } from './identity-reviews.ts';
import { addMembership, endMembership, type MemberRow } from './persons.ts';
import type { IdentityChangeKind, Row } from './tables/index.ts';

export type IdentityChangeRow = Row<'identity_changes'>;
export type Verdict = 'same' | 'not-same';

export interface NewChange {
  readonly kind: IdentityChangeKind;
  readonly reason: string;
  readonly madeBy: string;
  readonly madeAt: Date;
}

export const insertChange = async (trx: Trx, tenantId: string, change: NewChange): Promise<IdentityChangeRow> =>
  trx
    .insertInto('identity_changes')
    .values({
      tenant_id: tenantId,
      id: newId(),
      kind: change.kind,
      reason: change.reason,
      made_by: change.madeBy,
      made_at: change.madeAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Keeps how a record was before the change, once. */
export const keepBefore = async (trx: Trx, change: IdentityChangeRow, member: MemberRow): Promise<void> => {
  await trx
    .insertInto('identity_change_records')
    .values({
      tenant_id: change.tenant_id,
      change_id: change.id,
      patient_record_id: member.id,
      number: change.number,
      person_id: member.person_id,
      method: member.method,
      score: member.score,
      evidence: JSON.stringify(member.evidence),
      decided_by: member.decided_by,
      linked_at: member.linked_at,
      merged_into: member.merged_into,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

export const insertVerdict = async (
  trx: Trx,
  change: IdentityChangeRow,
  pair: readonly [string, string],
  verdict: Verdict,
  facts: Buffer,
): Promise<void> => {
  await trx
    .insertInto('identity_verdicts')
    .values({ tenant_id: change.tenant_id, change_id: change.id, ...pairOf(...pair), verdict, facts })
    .execute();
};

export type DecisionRow = Pick<Row<'identity_verdicts'>, 'record_a' | 'record_b' | 'verdict' | 'facts'>;

export interface Decisions {
  /** the verdicts in force: of several on one pair the last */
  readonly verdicts: readonly DecisionRow[];
  /** mother and child */
  readonly relations: readonly (readonly [string, string])[];
}

type Found = Omit<DecisionRow, 'verdict' | 'facts'> & { readonly [K in 'verdict' | 'facts']: DecisionRow[K] | null };

const isVerdict = (row: Found): row is DecisionRow => row.verdict !== null;

const decisionsAmongIds = async (trx: Trx, tenantId: string, ids: RawBuilder<string[]>): Promise<Decisions> => {
  const result = await sql<Found>`
    (select distinct on (record_a, record_b) record_a, record_b, verdict, facts from identity_verdicts
      where tenant_id = ${tenantId} and undone_at is null and record_a = any(${ids}) and record_b = any(${ids})
      order by record_a, record_b, number desc)
    union all
    select mother_record_id, child_record_id, null, null from patient_relations
    where tenant_id = ${tenantId} and ended_at is null
      and mother_record_id = any(${ids}) and child_record_id = any(${ids})`.execute(trx);
  return {
    verdicts: result.rows.filter(isVerdict),
    relations: result.rows.filter((row) => !isVerdict(row)).map((row) => [row.record_a, row.record_b] as const),
  };
};

/** What somebody said of two records of which both are among these. */
export const decisionsAmong = async (trx: Trx, tenantId: string, recordIds: readonly string[]): Promise<Decisions> =>
  recordIds.length < 2
    ? { verdicts: [], relations: [] }
    : decisionsAmongIds(trx, tenantId, sql<string[]>`${[...recordIds]}::uuid[]`);

/** The same of all records of the persons that these records are of. */
export const decisionsAmongPersonsOf = (trx: Trx, tenantId: string, recordIds: readonly string[]): Promise<Decisions> =>
  decisionsAmongIds(
    trx,
    tenantId,
    sql<string[]>`array(select theirs.patient_record_id from memberships mine
      join memberships theirs on theirs.tenant_id = mine.tenant_id and theirs.person_id = mine.person_id and theirs.valid_to is null
      where mine.patient_record_id = any(${[...recordIds]}::uuid[]) and mine.valid_to is null)`,
  );

/** Records that somebody has decided about together with one of these. */
export const recordsDecidedWith = async (
  trx: Trx,
  tenantId: string,
  recordIds: readonly string[],
): Promise<readonly string[]> => {
  const ids = [...recordIds];
  const result = await sql<{ id: string }>`
    select record_b as id from identity_verdicts
    where tenant_id = ${tenantId} and undone_at is null and record_a = any(${ids}::uuid[])
    union
    select record_a from identity_verdicts
    where tenant_id = ${tenantId} and undone_at is null and record_b = any(${ids}::uuid[])`.execute(trx);
  return result.rows.map((row) => row.id);
};

export const setMergedInto = async (trx: Trx, recordId: string, survivorId: string | null): Promise<void> => {
  await trx.updateTable('patient_records').set({ merged_into: survivorId }).where('id', '=', recordId).execute();
};

/** The records that were merged into one of these. */
export const mergedInto = (
  trx: Trx,
  recordIds: readonly string[],
): Promise<{ id: string; merged_into: string | null }[]> =>
  recordIds.length === 0
    ? Promise.resolve([])
    : trx
        .selectFrom('patient_records')
        .select(['id', 'merged_into'])
        .where(isAnyOf('merged_into', 'uuid', recordIds))
        .execute();

export const lockChange = (trx: Trx, id: string): Promise<IdentityChangeRow | undefined> =>
  trx.selectFrom('identity_changes').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export type KeptRow = Row<'identity_change_records'>;

export const keptOf = (trx: Trx, changeId: string): Promise<KeptRow[]> =>
  trx
    .selectFrom('identity_change_records')
    .selectAll()
    .where('change_id', '=', changeId)
    .orderBy('patient_record_id')
    .execute();

/** The records that a change touched or that it decided about. */
export const recordsOfChange = async (trx: Trx, change: IdentityChangeRow): Promise<readonly string[]> => {
  const mine = sql`tenant_id = ${change.tenant_id} and change_id = ${change.id}`;
  const result = await sql<{ id: string }>`
    select patient_record_id as id from identity_change_records where ${mine}
    union select record_a from identity_verdicts where ${mine}
    union select record_b from identity_verdicts where ${mine}`.execute(trx);
  return result.rows.map((row) => row.id);
};

/** Changes in force, made later, of the same records or about the same pairs: they have to be taken back first. */
export const laterChanges = async (trx: Trx, change: IdentityChangeRow): Promise<readonly string[]> => {
  const result = await sql<{ id: string }>`
    select later.change_id as id from identity_change_records mine
    join identity_change_records later
      on later.tenant_id = mine.tenant_id and later.patient_record_id = mine.patient_record_id and later.number > mine.number
    where mine.tenant_id = ${change.tenant_id} and mine.change_id = ${change.id} and later.undone_at is null
    union
    select later.change_id from identity_verdicts mine
    join identity_verdicts later on later.tenant_id = mine.tenant_id and later.record_a = mine.record_a
      and later.record_b = mine.record_b and later.number > mine.number
    where mine.tenant_id = ${change.tenant_id} and mine.change_id = ${change.id} and later.undone_at is null`.execute(
    trx,
  );
  return result.rows.map((row) => row.id);
};

export const endChange = async (trx: Trx, change: IdentityChangeRow, by: string, at: Date): Promise<void> => {
  await trx.updateTable('identity_changes').set({ undone_by: by, undone_at: at }).where('id', '=', change.id).execute();
  const ended = { undone_at: at };
  await trx.updateTable('identity_change_records').set(ended).where('change_id', '=', change.id).execute();
  await trx.updateTable('identity_verdicts').set(ended).where('change_id', '=', change.id).execute();
};

/** The record is again in the person, and linked as, it was before the change. */
export const restoreKept = async (trx: Trx, member: MemberRow, kept: KeptRow, at: Date): Promise<void> => {
  await endMembership(trx, member.membership_id, at);
  await addMembership(trx, {
    tenant_id: kept.tenant_id,
    person_id: kept.person_id,
    patient_record_id: kept.patient_record_id,
    valid_from: at,
    method: kept.method,
    score: kept.score,
    evidence: JSON.stringify(kept.evidence),
    decided_by: kept.decided_by,
    made_at: kept.linked_at,
  });
  if (member.merged_into !== kept.merged_into) await setMergedInto(trx, member.id, kept.merged_into);
};

/** Changes that touched or were decided about a record, newest first. */
export const changesOf = async (
  trx: Trx,
  tenantId: string,
  recordIds: readonly string[],
): Promise<IdentityChangeRow[]> => {
  const ids = [...recordIds];
  const result = await sql<IdentityChangeRow>`
    select c.* from identity_changes c where c.tenant_id = ${tenantId} and c.id in (
      select change_id from identity_change_records where tenant_id = ${tenantId} and patient_record_id = any(${ids}::uuid[])
      union select change_id from identity_verdicts where tenant_id = ${tenantId} and record_a = any(${ids}::uuid[])
      union select change_id from identity_verdicts where tenant_id = ${tenantId} and record_b = any(${ids}::uuid[]))
    order by c.number desc limit 500`.execute(trx);
  return result.rows;
};
