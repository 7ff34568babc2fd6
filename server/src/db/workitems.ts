/** Unified procedure steps and the keys that they are found by. */
import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { Row, WorkitemState } from './tables/index.ts';

export type WorkitemRow = Row<'workitems'>;

export interface WorkitemKey {
  /** tags as eight digits each, separated by slashes */
  readonly path: string;
  readonly item: number;
  readonly value: string;
}

/** Undefined when there is one of this UID. */
export const insertWorkitem = async (
  trx: Trx,
  row: { readonly tenantId: string; readonly sopInstanceUid: string; readonly attributes: unknown; readonly at: Date },
): Promise<WorkitemRow | undefined> =>
  trx
    .insertInto('workitems')
    .values({
      tenant_id: row.tenantId,
      id: newId(),
      sop_instance_uid: row.sopInstanceUid,
      state: 'SCHEDULED',
      attributes: JSON.stringify(row.attributes),
      created_at: row.at,
      updated_at: row.at,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'sop_instance_uid']).doNothing())
    .returningAll()
    .executeTakeFirst();

export const findWorkitem = (trx: Trx, sopInstanceUid: string): Promise<WorkitemRow | undefined> =>
  trx.selectFrom('workitems').selectAll().where('sop_instance_uid', '=', sopInstanceUid).executeTakeFirst();

/** The same, held until the transaction ends, so that two who claim it at once do not both get it. */
export const lockWorkitem = (trx: Trx, sopInstanceUid: string): Promise<WorkitemRow | undefined> =>
  trx
    .selectFrom('workitems')
    .selectAll()
    .where('sop_instance_uid', '=', sopInstanceUid)
    .forNoKeyUpdate()
    .executeTakeFirst();

export interface WorkitemChange {
  readonly state: WorkitemState;
  readonly transactionUid: string | null;
  readonly attributes: unknown;
  readonly at: Date;
}

export const updateWorkitem = async (trx: Trx, id: string, change: WorkitemChange): Promise<WorkitemRow> => {
  const ended = change.state === 'COMPLETED' || change.state === 'CANCELED';
  return trx
    .updateTable('workitems')
    .set({
      state: change.state,
      transaction_uid: change.transactionUid,
      attributes: JSON.stringify(change.attributes),
      updated_at: change.at,
      ...(ended && { ended_at: change.at }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
};

/** Puts these in the place of what the workitem was found by. */
export const putWorkitemKeys = async (
  trx: Trx,
  { tenant_id: tenantId, id }: Pick<WorkitemRow, 'tenant_id' | 'id'>,
  keys: readonly WorkitemKey[],
): Promise<void> => {
  await trx.deleteFrom('workitem_keys').where('workitem_id', '=', id).execute();
  if (keys.length === 0) return;
  await sql`
    insert into workitem_keys (tenant_id, workitem_id, path, item, value)
    select ${tenantId}::uuid, ${id}::uuid, path, item, value
    from unnest(${keys.map(({ path }) => path)}::text[], ${keys.map(({ item }) => item)}::int[],
      ${keys.map(({ value }) => value)}::text[]) as key (path, item, value)
    on conflict do nothing`.execute(trx);
};

/** How the value of a key is to be; on the alias k. */
export type WorkitemCondition = RawBuilder<boolean>;

export const valueIsAmong = (values: readonly string[]): WorkitemCondition =>
  sql<boolean>`k.value = any(${[...values]}::text[])`;

/** `pattern` is one of LIKE, escaped, in capitals. */
export const valueIsLike = (pattern: string): WorkitemCondition => sql<boolean>`upper(k.value) like ${pattern}`;

/** From the first moment of `from` to the last of `to`, as text in the order of DICOM dates and times. */
export const valueIsWithin = (from: string | undefined, to: string | undefined): WorkitemCondition => {
  const lower = from === undefined ? sql`true` : sql`k.value >= ${from}`;
  const upper = to === undefined ? sql`true` : sql`k.value < ${`${to}~`}`;
  return sql<boolean>`(${lower} and ${upper})`;
};

export const someCondition = (conditions: readonly WorkitemCondition[]): WorkitemCondition =>
  conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(conditions, sql` or `)})`;

/** Keys that have to be met together, in one item when they are of one sequence. */
export type MetKeys = readonly { readonly path: string; readonly condition: WorkitemCondition }[];

/** Keys to be met, or a path at which there is to be no value. */
export type KeyGroup = MetKeys | { readonly absent: string };

const groupCondition = (group: KeyGroup): WorkitemCondition => {
  if ('absent' in group)
    return sql<boolean>`not exists (select from workitem_keys k
      where k.tenant_id = w.tenant_id and k.workitem_id = w.id and k.path = ${group.absent})`;
  const met = group.map(
    ({ path, condition }) => sql`select k.item from workitem_keys k
      where k.tenant_id = w.tenant_id and k.workitem_id = w.id and k.path = ${path} and ${condition}`,
  );
  return sql<boolean>`exists (${sql.join(met, sql` intersect `)})`;
};

export interface WorkitemSearch {
  readonly groups: readonly KeyGroup[];
  readonly limit: number;
  readonly offset: number;
  /** the id of the last one of the page before */
  readonly after?: string;
  /** only this one */
  readonly id?: string;
}

/** Workitems that match all groups, in the order they were made. */
export const searchWorkitems = async (trx: Trx, search: WorkitemSearch): Promise<WorkitemRow[]> => {
  const { groups, limit, offset, after, id } = search;
  const conditions = [
    sql`w.removed_at is null`,
    ...groups.map(groupCondition),
    ...(after === undefined ? [] : [sql`w.id > ${after}::uuid`]),
    ...(id === undefined ? [] : [sql`w.id = ${id}::uuid`]),
  ];
  const found = await sql<WorkitemRow>`
    select w.* from workitems w where ${sql.join(conditions, sql` and `)}
    order by w.id limit ${limit} offset ${offset}`.execute(trx);
  return found.rows;
};

/** Takes away what ended workitems said that nobody holds a lock on; gives back how many. */
export const removeEndedWorkitems = async (trx: Trx, before: Date, at: Date, limit: number): Promise<number> => {
  const removed = await sql<{ id: string }>`
    update workitems set attributes = '{}', transaction_uid = null, removed_at = ${at} where (tenant_id, id) in (
      select w.tenant_id, w.id from workitems w
      where w.ended_at < ${before} and w.removed_at is null and not exists (
        select from workitem_subscriptions s
        where s.tenant_id = w.tenant_id and s.workitem_id = w.id and s.state = 'locked')
      order by w.ended_at limit ${limit} for update skip locked)
    returning id`.execute(trx);
  const ids = removed.rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await trx.deleteFrom('workitem_keys').where('workitem_id', 'in', ids).execute();
  await trx.deleteFrom('workitem_subscriptions').where('workitem_id', 'in', ids).execute();
  return ids.length;
};
