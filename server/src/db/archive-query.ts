/** Searches over what we hold: conditions and columns are data, values are always parameters. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';
import { isSeriesServed, isStudyServed } from './visibility.ts';

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
  /** A total order; without one, the natural order of the level. */
  readonly order?: readonly OrderColumn[];
  /** Only rows behind the one with these values of the order. */
  readonly after?: OrderValues;
}

/** What a row has for each column of its level's order. */
export type OrderValues = readonly (string | number | null)[];

const joins: Readonly<Record<SearchLevel, RawBuilder<unknown>>> = {
  // The name by which a condition finds the row again from within a question about other rows p.
  patient: sql`patient_records p cross join lateral (select p.id as record_id) seen`,
  study: sql`studies st join patient_records p on p.tenant_id = st.tenant_id and p.id = st.patient_record_id`,
  series: sql`series se
    join studies st on st.tenant_id = se.tenant_id and st.id = se.study_id
    join patient_records p on p.tenant_id = st.tenant_id and p.id = st.patient_record_id`,
  // Of the versions of an object one is served, unless it is hidden.
  instance: sql`instances i
    join series se on se.tenant_id = i.tenant_id and se.id = i.series_id and i.served
    join studies st on st.tenant_id = se.tenant_id and st.id = se.study_id
    join patient_records p on p.tenant_id = st.tenant_id and p.id = st.patient_record_id`,
};

/** A patient without any object is one that another source told of, and may have removed. */
const visible: Readonly<Record<SearchLevel, Condition>> = {
  patient: sql<boolean>`p.removed_by is null`,
  study: isStudyServed('st'),
  series: isSeriesServed('se'),
  instance: sql<boolean>`true`,
};

export interface OrderColumn {
  readonly column: RawBuilder<unknown>;
  readonly descending?: boolean;
  readonly type: 'text' | 'int' | 'moment';
}

/** A total order, so that pages never overlap: newest studies first, then as an index has them. Rows without a value come last. */
const orders: Readonly<Record<SearchLevel, readonly OrderColumn[]>> = {
  patient: [
    { column: sql`p.issuer`, type: 'text' },
    { column: sql`p.patient_id`, type: 'text' },
  ],
  study: [
    { column: sql`st.study_date`, descending: true, type: 'text' },
    { column: sql`st.study_instance_uid`, type: 'text' },
  ],
  series: [
    { column: sql`st.study_instance_uid`, type: 'text' },
    { column: sql`se.series_number`, type: 'int' },
    { column: sql`se.series_instance_uid`, type: 'text' },
  ],
  instance: [
    { column: sql`se.series_instance_uid`, type: 'text' },
    { column: sql`i.instance_number`, type: 'int' },
    { column: sql`i.sop_instance_uid`, type: 'text' },
  ],
};

const orderBy = (columns: readonly OrderColumn[]): RawBuilder<unknown> =>
  sql.join(
    columns.map(({ column, descending }) => (descending ? sql`${column} desc nulls last` : sql`${column} nulls last`)),
  );

const casts = {
  int: (value) => sql`${value}::int`,
  text: (value) => sql`${value}::text`,
  moment: (value) => sql`${value}::timestamptz`,
} as const satisfies Record<OrderColumn['type'], (value: string | number) => RawBuilder<unknown>>;

const isBehind = ({ column, descending, type }: OrderColumn, value: string | number | null): Condition => {
  if (value === null) return sql<boolean>`false`;
  const typed = casts[type](value);
  const beyond = descending ? sql`${column} < ${typed}` : sql`${column} > ${typed}`;
  return sql<boolean>`(${beyond} or ${column} is null)`;
};

const isSame = ({ column, type }: OrderColumn, value: string | number | null): Condition => {
  if (value === null) return sql<boolean>`${column} is null`;
  return sql<boolean>`${column} = ${casts[type](value)}`;
};

/** Behind a row in the order: behind it in the first column, or the same there and behind it in the rest. */
const behind = (columns: readonly OrderColumn[], values: OrderValues): Condition => {
  const [first, ...others] = columns;
  if (first === undefined) return sql<boolean>`false`;
  const [value = null, ...rest] = values;
  if (others.length === 0) return isBehind(first, value);
  return sql<boolean>`(${isBehind(first, value)} or (${isSame(first, value)} and ${behind(others, rest)}))`;
};

/** Where in the order a row of `searchArchive` stands. */
export const orderOf = (
  level: SearchLevel,
  row: Readonly<Record<string, unknown>>,
  order: readonly OrderColumn[] = orders[level],
): OrderValues => order.map((_, at) => row[`order_${at}`] as string | number | null);

/** Values from outside as those of an order; undefined when they cannot be. */
export const asOrderValues = (
  level: SearchLevel,
  values: unknown,
  columns: readonly OrderColumn[] = orders[level],
): OrderValues | undefined => {
  const fits = (value: unknown, at: number): boolean =>
    value === null || (columns[at]?.type === 'int' ? Number.isInteger(value) : typeof value === 'string');
  return Array.isArray(values) && values.length === columns.length && values.every(fits) ? values : undefined;
};

const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join([...conditions], sql` and `)}`;

export const searchArchive = async (trx: Trx, search: ArchiveSearch): Promise<Record<string, unknown>[]> => {
  const asked = [...search.columns].map(([name, expression]) => sql`${expression} as ${sql.ref(name)}`);
  const columns = search.order ?? orders[search.level];
  const order = columns.map(({ column, type }, at) => {
    // A moment is kept whole as text: a Date has no microseconds.
    const value = type === 'moment' ? sql`(${column})::text` : column;
    return sql`${value} as ${sql.ref(`order_${at}`)}`;
  });
  const conditions = search.after ? [...search.conditions, behind(columns, search.after)] : search.conditions;
  const result = await sql<Record<string, unknown>>`
    select ${sql.join([...asked, ...order])} from ${joins[search.level]}
    where ${visible[search.level]} and ${allOf(conditions)}
    order by ${orderBy(columns)}
    limit ${search.limit} offset ${search.offset}`.execute(trx);
  return result.rows;
};

/** How many match, counted no further than `most`. */
export const countArchive = async (
  trx: Trx,
  { level, conditions }: Pick<ArchiveSearch, 'level' | 'conditions'>,
  most: number,
): Promise<number> => {
  const result = await sql<{ count: number }>`
    select count(*)::int as count from (select from ${joins[level]} where ${visible[level]} and ${allOf(conditions)} limit ${most}) found`.execute(
    trx,
  );
  return result.rows[0]?.count ?? 0;
};

/** The ids of all records of the person that a record is of, as they are linked now, with its own. An array, so that an index is used. */
export const samePerson = (recordId: RawBuilder<unknown>): RawBuilder<unknown> => sql`array(
  select ${recordId} union all
  select theirs.patient_record_id from memberships mine
  join memberships theirs on theirs.tenant_id = mine.tenant_id and theirs.person_id = mine.person_id and theirs.valid_to is null
  where mine.valid_to is null and mine.patient_record_id = ${recordId})`;

/** At the level of patients, of the records of one person that these conditions hold for the first: preferred ones, then the oldest. */
export const onePerPerson = (conditions: readonly Condition[], preferred: Condition): Condition =>
  sql<boolean>`seen.record_id = (
    select p.id from patient_records p
    where p.id = any(${samePerson(sql.ref('seen.record_id'))}) and ${allOf(conditions)}
    order by ${preferred} desc, p.merged_into is not null, p.id limit 1)`;

/** A set of records found by their names: equality and range on keys, whatever case and accents were asked for. */
export const hasNameKey = (
  component: 'family' | 'given' | 'middle' | 'any',
  kind: 'exact' | 'sound',
  key: string,
  prefix: boolean,
): Condition => {
  const among = component === 'any' ? sql`in ('family', 'given', 'middle')` : sql`= ${component}`;
  const matches = prefix ? sql`n.key >= ${key} and n.key < ${`${key}\u{10ffff}`}` : sql`n.key = ${key}`;
  return sql<boolean>`p.id in (
    select n.patient_record_id from name_keys n
    where n.tenant_id = p.tenant_id and n.component ${among} and n.kind = ${kind} and ${matches})`;
};
