/** What people decided, as one list: corrections of what objects say, and decisions about who is who. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';
import { keyset, type ListPage, type ListRow } from './keyset.ts';

export interface ChangeListRow extends ListRow {
  readonly kind: string;
  readonly reason: string;
  readonly made_by: string;
  readonly made_at: Date;
  readonly undone_by: string | null;
  readonly undone_at: Date | null;
  /** Ids of the patient records and the studies that it is about. */
  readonly patients: readonly string[];
  readonly studies: readonly string[];
}

const changes = sql`(
  select c.id, 'correction of ' || c.subject as kind, c.reason, c.made_by, c.made_at, c.undone_by, c.undone_at,
    case when c.subject = 'patient' then array[c.subject_id] else '{}' end as patients,
    case c.subject when 'patient' then '{}' when 'series' then array[se.study_id] else array[c.subject_id] end as studies
  from corrections c
  left join series se on c.subject = 'series' and se.tenant_id = c.tenant_id and se.id = c.subject_id
  where c.subject <> 'series' or se.id is not null
  union all
  select c.id, c.kind, c.reason, c.made_by, c.made_at, c.undone_by, c.undone_at, about.patients, '{}'
  from identity_changes c cross join lateral (
    select array_agg(distinct one.id) as patients from (
      select r.patient_record_id as id from identity_change_records r where r.tenant_id = c.tenant_id and r.change_id = c.id
      union all
      select unnest(array[v.record_a, v.record_b]) from identity_verdicts v where v.tenant_id = c.tenant_id and v.change_id = c.id
    ) one) about
  where about.patients is not null
) c`;

export interface ChangesAsked {
  /** On the alias c. */
  readonly conditions: readonly RawBuilder<boolean>[];
}

export const listChanges = async (trx: Trx, page: ListPage): Promise<ChangeListRow[]> => {
  const { column, where, end } = keyset(sql.ref('c.id'), page);
  const result = await sql<ChangeListRow>`select c.* ${column} from ${changes} where ${where} ${end}`.execute(trx);
  return result.rows;
};

export const countChanges = async (trx: Trx, { conditions }: ChangesAsked): Promise<number> => {
  const where = sql.join([sql`true`, ...conditions], sql` and `);
  const result = await sql<{ count: number }>`
    select count(*)::int as count from ${changes} where ${where}`.execute(trx);
  return result.rows[0]?.count ?? 0;
};
