/** Which studies are kept how long: rules are data. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type RetentionRule = Row<'retention_rules'>;

export const listRetentionRules = (trx: Trx): Promise<RetentionRule[]> =>
  trx.selectFrom('retention_rules').selectAll().orderBy('name').execute();

export const putRetentionRule = async (trx: Trx, rule: NewRow<'retention_rules'>): Promise<void> => {
  const { tenant_id: _, name: __, ...changed } = rule;
  await trx
    .insertInto('retention_rules')
    .values(rule)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'name']).doUpdateSet({ ...changed, updated_at: new Date() }),
    )
    .execute();
};

export const removeRetentionRule = async (trx: Trx, name: string): Promise<boolean> => {
  const removed = await trx.deleteFrom('retention_rules').where('name', '=', name).executeTakeFirst();
  return removed.numDeletedRows > 0n;
};

export interface DueStudy {
  readonly study_instance_uid: string;
  readonly instances: number;
  readonly bytes: number;
  readonly last_received_at: Date;
}

/** Days within which a study that was sent to us is read: nothing of its patient that was fetched is removed meanwhile. */
const READ_WITHIN_DAYS = 30;

/**
 * What was fetched goes only while a source that is asked still lists all of it, so that it stays known and can be had again; and
 * not while something of the same patient was sent to us lately, for which it would be fetched again at once.
 */
const elsewhere = (origin: RetentionRule['origin'], now: Date) => {
  if (origin !== 'foreign') return sql`true`;
  const since = new Date(now.getTime() - READ_WITHIN_DAYS * 86_400_000);
  return sql`exists (select from holdings h join sources o on o.tenant_id = h.tenant_id and o.id = h.source_id and o.enabled
        and o.retrieve_by <> 'none'
      where h.tenant_id = s.tenant_id and h.study_instance_uid = s.study_instance_uid and h.vanished_at is null
        and h.claimed_instances >= count(distinct i.sop_instance_uid))
    and not exists (select from memberships m
      join memberships n on n.tenant_id = m.tenant_id and n.person_id = m.person_id and n.valid_to is null
      join studies c on c.tenant_id = n.tenant_id and c.patient_record_id = n.patient_record_id and c.created_at >= ${since}
      where m.tenant_id = s.tenant_id and m.patient_record_id = s.patient_record_id and m.valid_to is null
        and not exists (select from transfers t where t.tenant_id = c.tenant_id
          and t.study_instance_uid = c.study_instance_uid and t.queued_at <= c.created_at))`;
};

/** Studies that a rule wants removed, longest untouched first; what a person took back is not asked for again. */
export const dueStudies = async (trx: Trx, rule: RetentionRule, now: Date, limit: number): Promise<DueStudy[]> => {
  const before = new Date(now.getTime() - rule.older_than_days * 86_400_000);
  const fetched = sql`exists (select from transfers t where t.tenant_id = s.tenant_id
    and t.study_instance_uid = s.study_instance_uid and t.queued_at <= s.created_at)`;
  const site =
    rule.site_name === null
      ? sql`true`
      : sql`exists (select from sources o
    join sites p on p.tenant_id = o.tenant_id and p.id = o.site_id
    where o.tenant_id = s.tenant_id and o.id = s.source_id and p.name = ${rule.site_name})`;
  const modality =
    rule.modality === null
      ? sql`true`
      : sql`exists (select from series m
    where m.tenant_id = s.tenant_id and m.study_id = s.id and m.modality = ${rule.modality})`;
  const origin = rule.origin === null ? sql`true` : rule.origin === 'foreign' ? fetched : sql`not ${fetched}`;
  const { rows } = await sql<DueStudy>`
    select s.study_instance_uid, count(*)::int as instances, sum(i.byte_length)::bigint as bytes, max(i.received_at) as last_received_at
    from studies s
    join series e on e.tenant_id = s.tenant_id and e.study_id = s.id
    join instances i on i.tenant_id = e.tenant_id and i.series_id = e.id and i.deletion_id is null
    where ${site} and ${modality} and ${origin} and s.created_at < ${before}
      and not exists (select from deletions d where d.tenant_id = s.tenant_id and d.study_instance_uid = s.study_instance_uid
        and d.rule = ${rule.name} and d.undone_at is not null)
    group by s.tenant_id, s.id, s.study_instance_uid, s.patient_record_id
    having max(i.received_at) < ${before} and ${elsewhere(rule.origin, now)}
    order by max(i.received_at), s.study_instance_uid limit ${limit}`.execute(trx);
  return rows;
};
