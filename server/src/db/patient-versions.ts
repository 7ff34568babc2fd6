/** What a source said of a patient before: the database keeps it whenever a record changes. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';
import { keyset, type ListPage, type ListRow } from './keyset.ts';

export interface PatientVersionRow extends ListRow {
  readonly patient_record_id: string;
  readonly issuer: string;
  readonly patient_id: string;
  readonly name: string | null;
  readonly birth_date: string | null;
  readonly sex: string | null;
  /** From when on it was so. */
  readonly since: Date;
  readonly is_current: boolean;
  readonly is_first: boolean;
  /** From then on its source had removed it; what is said of it is what was said before. */
  readonly is_removal: boolean;
}

/** Versions have no id of their own: one is made of the record's, so that a list has a total order. */
const versions = sql`(
  select p.id, p.id as patient_record_id, p.issuer, p.patient_id, p.name, p.birth_date, p.sex, p.updated_at as since, true as is_current,
    not exists (select from patient_record_versions o where o.tenant_id = p.tenant_id and o.patient_record_id = p.id) as is_first,
    false as is_removal
  from patient_records p
  union all
  select p.id, p.id, p.issuer, p.patient_id, p.name, p.birth_date, p.sex, greatest(c.made_at, p.updated_at + interval '1 millisecond'),
    false, false, true
  from patient_records p join identity_changes c on c.tenant_id = p.tenant_id and c.id = p.removed_by
  union all
  select v.patient_record_id, v.patient_record_id, v.issuer, v.patient_id, v.name, v.birth_date, v.sex, v.since, false,
    not exists (select from patient_record_versions o where o.tenant_id = v.tenant_id
      and o.patient_record_id = v.patient_record_id and o.since < v.since), false
  from patient_record_versions v
) v`;

const newest = { by: sql.ref('v.since'), type: 'timestamptz', descending: true } as const;

/** Newest first, what is current among them. `conditions` are on the alias v. */
export const listPatientVersions = async (
  trx: Trx,
  page: Omit<ListPage, 'order'> & { readonly conditions: readonly RawBuilder<boolean>[] },
): Promise<PatientVersionRow[]> => {
  const { column, where, end } = keyset(sql.ref('v.id'), { ...page, order: newest });
  const result = await sql<PatientVersionRow>`select v.* ${column} from ${versions} where ${where} ${end}`.execute(trx);
  return result.rows;
};
