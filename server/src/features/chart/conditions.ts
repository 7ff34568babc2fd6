/** What DICOM has no key for, as conditions on the rows p, st, i and s. Every value is a parameter. */
import { type RawBuilder, sql } from 'kysely';
import type { Reach } from '../access/index.ts';
import type { ChartAsk, Period } from './ask.ts';
import { ofDemographics } from './demographics.ts';

export type Condition = RawBuilder<boolean>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isId = (text: string): boolean => uuid.test(text);

export const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join([...conditions], sql` or `)})`;

const isOneOf = (column: string, ids: readonly string[]): Condition =>
  sql<boolean>`${sql.ref(column)} = any(${ids.filter((id) => uuid.test(id))}::uuid[])`;

const during = (moment: RawBuilder<unknown>, { from, before }: Period): Condition =>
  sql<boolean>`(${from === undefined ? sql`true` : sql`${moment} >= ${from}`} and ${before === undefined ? sql`true` : sql`${moment} < ${before}`})`;

const each = <T>(all: readonly T[] | undefined, make: (one: T) => Condition): readonly Condition[] =>
  (all ?? []).map(make);

export const reachConditions = ({ records, withheld }: Reach): readonly Condition[] => [
  ...(records === undefined ? [] : [isOneOf('p.id', [...records])]),
  ...(withheld === undefined ? [] : [sql<boolean>`not ${isOneOf('p.id', [...withheld])}`]),
];

/** A study changes when its row does and when an object of it comes. */
export const studyUpdated = sql`greatest(st.updated_at, (select max(n.received_at) from series m
  join instances n on n.tenant_id = m.tenant_id and n.series_id = m.id where m.tenant_id = st.tenant_id and m.study_id = st.id))`;

interface Columns {
  readonly id: string;
  readonly updated: RawBuilder<unknown>;
  readonly study: string;
}

/** Conditions on ids, patients and times, which every kind has. */
const common = (ask: ChartAsk, { id, updated }: Columns): readonly Condition[] => [
  ...(ask.ids === undefined ? [] : [isOneOf(id, ask.ids)]),
  ...each(ask.records, (ids) => isOneOf('p.id', ids)),
  ...each(ask.updated, (period) => during(updated, period)),
];

const studyConditions = (ask: ChartAsk, alias: string): readonly Condition[] =>
  each(ask.studies, ({ uids, accessions }) =>
    anyOf([
      sql<boolean>`${sql.ref(`${alias}.study_instance_uid`)} = any(${[...uids]}::text[])`,
      ...accessions.map(({ issuer, number }) => {
        const same = sql`${sql.ref(`${alias}.accession_number`)} = ${number}`;
        if (issuer === undefined) return sql<boolean>`(${same})`;
        return sql<boolean>`(${same} and ${sql.ref(`${alias}.accession_issuer`)} = ${issuer})`;
      }),
    ]),
  );

export const ofPatients = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'p.id', updated: sql`p.updated_at`, study: '' }),
  ...each(ask.identifiers, (identifiers) =>
    anyOf(
      identifiers.map(({ issuer, id }) =>
        issuer === undefined
          ? sql<boolean>`(p.patient_id = ${id})`
          : sql<boolean>`(p.issuer = ${issuer} and p.patient_id = ${id})`,
      ),
    ),
  ),
  ...ofDemographics(ask),
];

export const ofStudies = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'st.id', updated: studyUpdated, study: 'st' }),
  ...studyConditions(ask, 'st'),
  ...each(ask.statuses, (statuses) => (statuses.includes('available') ? sql<boolean>`true` : sql<boolean>`false`)),
];

/** ISO date to DICOM DA. */
export const dicomDate = (moment: Date): string => moment.toISOString().slice(0, 10).replaceAll('-', '');

/** Dates that are kept in the local time of a site are compared as days. */
const onDays =
  (day: RawBuilder<unknown>) =>
  ({ from, before }: Period): Condition =>
    sql<boolean>`(${from === undefined ? sql`true` : sql`${day} >= ${dicomDate(from)}`} and ${before === undefined ? sql`true` : sql`${day} < ${dicomDate(before)}`})`;

const named = (source: RawBuilder<unknown>, key: RawBuilder<unknown>, { names }: ChartAsk): readonly Condition[] =>
  each(names, (all) =>
    anyOf(
      all.map((one) =>
        one.source === undefined
          ? sql<boolean>`(${key} = ${one.key})`
          : sql<boolean>`(${source} = ${one.source} and ${key} = ${one.key})`,
      ),
    ),
  );

/** On the list of reports, whichever way they came. */
export const ofReports = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'i.id', updated: sql`i.received_at`, study: 'i' }),
  ...named(sql`coalesce(i.source_name, '')`, sql`i.identifier`, ask),
  ...each(ask.dates, onDays(sql`i.report_date`)),
];

export const ofDocuments = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'i.id', updated: sql`i.received_at`, study: 'i' }),
  ...each(ask.objects, (uids) => sql<boolean>`i.identifier = any(${[...uids]}::text[])`),
  ...each(ask.studyIds, (ids) => isOneOf('i.study_id', ids)),
  ...each(ask.dates, (period) => during(sql`i.received_at`, period)),
  ...each(ask.statuses, (statuses) => (statuses.includes('current') ? sql<boolean>`true` : sql<boolean>`false`)),
];

export const ofAppointments = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'a.id', updated: sql`a.updated_at`, study: 'a' }),
  ...named(sql`a.source_name`, sql`a.appointment_key`, ask),
  ...each(ask.statuses, (statuses) => sql<boolean>`a.status = any(${[...statuses]}::text[])`),
  ...each(ask.dates, onDays(sql`left(a.starts_at, 8)`)),
];

const withCodes = ({ codes }: ChartAsk): readonly Condition[] =>
  each(codes, (all) =>
    anyOf(
      all.map(({ systems, code }) =>
        systems === undefined
          ? sql<boolean>`(f.code = ${code})`
          : sql<boolean>`(f.code = ${code} and f.system = any(${[...systems]}::text[]))`,
      ),
    ),
  );

/** On the lists of what is filed under patients: f. */
export const ofVisits = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'f.id', updated: sql`f.updated_at`, study: 'f' }),
  ...named(sql`f.visit_issuer`, sql`f.visit_number`, ask),
  ...each(ask.statuses, (statuses) => sql<boolean>`f.status = any(${[...statuses]}::text[])`),
  ...each(ask.dates, onDays(sql`left(f.started_at, 8)`)),
];

export const ofDiagnoses = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'f.id', updated: sql`f.updated_at`, study: 'f' }),
  ...each(ask.visitIds, (ids) => isOneOf('f.visit_id', ids)),
  ...withCodes(ask),
];

export const ofConsents = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 'f.id', updated: sql`f.updated_at`, study: 'f' }),
  ...named(sql`f.system`, sql`f.number`, ask),
  ...each(ask.statuses, (statuses) => sql<boolean>`f.status = any(${[...statuses]}::text[])`),
];

/** On the list of what people decided. */
export const ofChanges = (ask: ChartAsk): readonly Condition[] => [
  ...(ask.ids === undefined ? [] : [isOneOf('c.id', ask.ids)]),
  ...each(ask.records, (ids) => {
    const records = sql`${ids.filter(isId)}::uuid[]`;
    return sql<boolean>`(c.patients && ${records} or exists (select from studies s
      where s.id = any(c.studies) and s.patient_record_id = any(${records})))`;
  }),
  ...each(ask.studyIds, (ids) => {
    const targets = sql`${ids.filter(isId)}::uuid[]`;
    return sql<boolean>`(c.studies && ${targets} or c.patients && ${targets})`;
  }),
  ...each(ask.dates, (period) => during(sql`c.made_at`, period)),
  ...each(ask.updated, (period) => during(sql`coalesce(c.undone_at, c.made_at)`, period)),
];

export const ofOrders = (ask: ChartAsk): readonly Condition[] => [
  ...common(ask, { id: 's.id', updated: sql`s.updated_at`, study: 's' }),
  ...studyConditions(ask, 's'),
  ...each(ask.statuses, (statuses) => sql<boolean>`s.status = any(${[...statuses]}::text[])`),
  ...each(ask.dates, (period) => during(sql`s.created_at`, period)),
];
