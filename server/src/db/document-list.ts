/** Documents that studies come with, and the manifest that each study has, as one list. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';
import { keyset, type ListPage, type ListRow } from './keyset.ts';
import { isStudyServed } from './visibility.ts';

export interface DocumentListRow extends ListRow {
  readonly kind: 'document' | 'manifest';
  readonly study_id: string;
  readonly study_instance_uid: string;
  readonly patient_record_id: string;
  readonly received_at: Date;
}

export interface DocumentsAsked {
  readonly sopClasses: readonly string[];
  /** On the aliases i (id, received_at, identifier, study_id) and p. */
  readonly conditions: readonly RawBuilder<boolean>[];
}

const documents = ({ sopClasses }: Pick<DocumentsAsked, 'sopClasses'>) => sql`(
  select i.tenant_id, i.id, 'document' as kind, i.received_at, i.sop_instance_uid as identifier, st.id as study_id,
    st.study_instance_uid, st.patient_record_id
  from instances i
  join series se on se.tenant_id = i.tenant_id and se.id = i.series_id
  join studies st on st.tenant_id = se.tenant_id and st.id = se.study_id
  where i.served and i.sop_class_uid = any(${[...sopClasses]}::text[])
  union all
  select st.tenant_id, st.id, 'manifest', st.created_at, null, st.id, st.study_instance_uid, st.patient_record_id
  from studies st where ${isStudyServed('st')}
) i join patient_records p on p.tenant_id = i.tenant_id and p.id = i.patient_record_id`;

export const listDocuments = async (trx: Trx, asked: DocumentsAsked & ListPage): Promise<DocumentListRow[]> => {
  const { column, where, end } = keyset(sql.ref('i.id'), asked);
  const result = await sql<DocumentListRow>`
    select i.id, i.kind, i.study_id, i.study_instance_uid, i.patient_record_id, i.received_at ${column}
    from ${documents(asked)} where ${where} ${end}`.execute(trx);
  return result.rows;
};

export const countDocuments = async (trx: Trx, asked: DocumentsAsked): Promise<number> => {
  const where = sql.join([sql`true`, ...asked.conditions], sql` and `);
  const result = await sql<{ count: number }>`
    select count(*)::int as count from ${documents(asked)} where ${where}`.execute(trx);
  return result.rows[0]?.count ?? 0;
};
