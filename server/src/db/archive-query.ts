/** Searches over what we hold: conditions and columns are data, values are always parameters. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';

export type SearchLevel = 'patient' | 'study' | 'series' | 'instance';

/** A condition on the rows p (patient_records), st (studies), se (series), i (instances). */
export type Condition = RawBuilder<boolean>;

export interface ArchiveSearch {
  readonly level: SearchLevel;
  /** Expressions to return, by name. */
  readonly columns: ReadonlyMap<string, RawBuilder<unknown>>;
  readonly conditions: readonly Condition[];
  readonly limit: number;
  readonly offset: number;
}

const joins: Readonly<Record<SearchLevel, RawBuilder<unknown>>> = {
  patient: sql`patient_records p`,
  study: sql`studies st join patient_records p on p.tenant_id = st.tenant_id and p.id = st.patient_record_id`,
  series: sql`series se
    join studies st on st.tenant_id = se.tenant_id and st.id = se.study_id
    join patient_records p on p.tenant_id = st.tenant_id and p.id = st.patient_record_id`,
  // The first version of an object is the one that is served.
  instance: sql`instances i
    join series se on se.tenant_id = i.tenant_id and se.id = i.series_id and i.version = 1
    join studies st on st.tenant_id = se.tenant_id and st.id = se.study_id
    join patient_records p on p.tenant_id = st.tenant_id and p.id = st.patient_record_id`,
};

/** A total order, so that pages never overlap: newest studies first, then as an index has them. */
const orders: Readonly<Record<SearchLevel, RawBuilder<unknown>>> = {
  patient: sql`p.issuer, p.patient_id`,
  study: sql`st.study_date desc nulls last, st.study_instance_uid`,
  series: sql`st.study_instance_uid, se.series_number nulls last, se.series_instance_uid`,
  instance: sql`se.series_instance_uid, i.instance_number nulls last, i.sop_instance_uid`,
};

const STATEMENT_TIMEOUT_MS = 20_000;

export const searchArchive = async (trx: Trx, search: ArchiveSearch): Promise<Record<string, unknown>[]> => {
  await sql`select set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true)`.execute(trx);
  const columns = sql.join([...search.columns].map(([name, expression]) => sql`${expression} as ${sql.ref(name)}`));
  const where = search.conditions.length === 0 ? sql`true` : sql.join([...search.conditions], sql` and `);
  const result = await sql<Record<string, unknown>>`
    select ${columns} from ${joins[search.level]}
    where ${where}
    order by ${orders[search.level]}
    limit ${search.limit} offset ${search.offset}`.execute(trx);
  return result.rows;
};

/** A set of records found by their names: equality and range on keys, whatever case and accents were asked for. */
export const hasNameKey = (
  component: 'family' | 'given' | 'middle' | 'any',
  kind: 'exact' | 'sound',
  key: string,
  prefix: boolean,
): Condition => {
  const matches = prefix ? sql`n.key >= ${key} and n.key < ${`${key}\u{10ffff}`}` : sql`n.key = ${key}`;
  return sql<boolean>`p.id in (
    select n.patient_record_id from name_keys n
    where n.tenant_id = p.tenant_id and n.component = ${component} and n.kind = ${kind} and ${matches})`;
};
