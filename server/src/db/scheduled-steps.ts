/** What is to be done, for whom and where: the rows behind the modality worklist. */

import { type RawBuilder, sql } from 'kysely';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import { keyset, type ListPage, type ListRow } from './keyset.ts';
import type { NewRow, Row, StepStatus } from './tables/index.ts';

export type ScheduledStepRow = Row<'scheduled_steps'>;

/** A step with the record that it is for, when there is one. */
export type OrderRow = ScheduledStepRow & ListRow & { readonly patient_record_id: string | null };

const withRecord = sql`from scheduled_steps s left join patient_records p
  on p.tenant_id = s.tenant_id and p.issuer = s.patient_issuer and p.patient_id = s.patient_id`;

/** Whoever says no start leaves the one that was said before, or takes it back: then the day on which the step came stands in its place. */
const startsLeft = {
  left: {},
  withdrawn: {
    start_date: sql<string>`to_char(scheduled_steps.created_at at time zone 'UTC', 'YYYYMMDD')`,
    start_time: null,
    start_offset: null,
    start_said: false,
  },
} as const;

/**
 * Puts the step, or replaces what was said of it before; how far it is stays as it is. Its IDs are unique with who gave the accession
 * number, who is the one that placed the order. `unsaidStart`: what becomes of an earlier start where `row.start_said` is false.
 */
export const putScheduledStep = async (
  trx: Trx,
  row: NewRow<'scheduled_steps'>,
  at: Date,
  unsaidStart: keyof typeof startsLeft = 'left',
): Promise<ScheduledStepRow> => {
  const { tenant_id: _tenant, id: _id, requested_procedure_id: _procedure, scheduled_step_id: _step, ...told } = row;
  const { start_date, start_time, start_offset, start_said, ...said } = told;
  const start = start_said === false ? startsLeft[unsaidStart] : { start_date, start_time, start_offset, start_said };
  return trx
    .insertInto('scheduled_steps')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'requested_procedure_id', 'scheduled_step_id', 'accession_issuer'])
        .doUpdateSet({ ...said, ...start, updated_at: at }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
};

/** Steps of these IDs, whoever gave them. */
export const stepsOfIds = (trx: Trx, procedureId: string, stepId: string): Promise<ScheduledStepRow[]> =>
  trx
    .selectFrom('scheduled_steps')
    .selectAll()
    .where('requested_procedure_id', '=', procedureId)
    .where('scheduled_step_id', '=', stepId)
    .forUpdate()
    .execute();

/** Says who gave the numbers of a step. */
export const nameIssuer = async (trx: Trx, id: string, issuer: string | null): Promise<void> => {
  await trx.updateTable('scheduled_steps').set({ accession_issuer: issuer }).where('id', '=', id).execute();
};

/** Steps that are still to be done or under way, the earliest first. `conditions` are on the alias s. */
export const findScheduledSteps = async (
  trx: Trx,
  conditions: readonly RawBuilder<boolean>[],
  limit: number,
  offset: number,
): Promise<ScheduledStepRow[]> => {
  const where = sql.join([sql`s.status in ('SCHEDULED', 'STARTED')`, ...conditions], sql` and `);
  const result = await sql<ScheduledStepRow>`
    select s.* from scheduled_steps s where ${where}
    order by s.start_date, s.start_time nulls last, s.id limit ${limit} offset ${offset}`.execute(trx);
  return result.rows;
};

/** A step as a modality names it, by what its worklist told. */
export interface NamedStep {
  /** The study of its pictures, and those that were ordered: they differ where several steps are done at once. */
  readonly studyInstanceUids: readonly string[];
  readonly requestedProcedureId: string | undefined;
  /** A step that nobody scheduled has none. */
  readonly scheduledStepId: string | undefined;
}

/**
 * An ID of a step is unique only within its procedure (PS3.3 C.4.10): of the study's steps, the procedure's go first. One of another
 * study is meant only when nobody else gave the same IDs. Without an ID it is the study's only step; which one of several was done,
 * nobody said.
 */
export const stepsNamed = async (trx: Trx, step: NamedStep): Promise<readonly ScheduledStepRow[]> => {
  const { studyInstanceUids, requestedProcedureId, scheduledStepId } = step;
  const ofStudy = sql<boolean>`study_instance_uid = any(${[...studyInstanceUids]}::text[])`;
  if (scheduledStepId === undefined) {
    const all = await trx.selectFrom('scheduled_steps').selectAll().where(ofStudy).limit(2).execute();
    return all.length === 1 ? all : [];
  }
  const rows = await trx
    .selectFrom('scheduled_steps')
    .selectAll()
    .where('scheduled_step_id', '=', scheduledStepId)
    .where((is) => is.or([ofStudy, is('requested_procedure_id', '=', requestedProcedureId ?? '')]))
    .execute();
  const ofProcedure = rows.filter((row) => row.requested_procedure_id === requestedProcedureId);
  if (ofProcedure.length === 0) return rows;
  const ofBoth = ofProcedure.filter((row) => studyInstanceUids.includes(row.study_instance_uid));
  if (ofBoth.length > 0) return ofBoth;
  return ofProcedure.length === 1 ? ofProcedure : [];
};

/** What a step with these names would change or stand beside: the one of its IDs, and the steps of its order, with their records. */
export const stepsInPlaceOf = async (
  trx: Trx,
  named: Pick<
    ScheduledStepRow,
    'requested_procedure_id' | 'scheduled_step_id' | 'accession_number' | 'accession_issuer'
  >,
): Promise<OrderRow[]> => {
  const result = await sql<OrderRow>`
    select s.*, p.id as patient_record_id ${withRecord}
    where s.accession_issuer = ${named.accession_issuer} and (s.accession_number = ${named.accession_number}
      or (s.requested_procedure_id = ${named.requested_procedure_id} and s.scheduled_step_id = ${named.scheduled_step_id}))`.execute(
    trx,
  );
  return result.rows;
};

/** The steps of one order, with their records. An accession number is unique only with who gave it. */
export const scheduledStepsByAccession = async (
  trx: Trx,
  accessionNumber: string,
  issuer: string,
): Promise<OrderRow[]> => {
  const result = await sql<OrderRow>`
    select s.*, p.id as patient_record_id ${withRecord}
    where s.accession_number = ${accessionNumber} and s.accession_issuer = ${issuer}`.execute(trx);
  return result.rows;
};

export const findStep = (trx: Trx, id: string): Promise<ScheduledStepRow | undefined> =>
  trx.selectFrom('scheduled_steps').selectAll().where('id', '=', id).executeTakeFirst();

/** Of steps that are not over. */
export const setStepStatus = async (trx: Trx, ids: readonly string[], status: StepStatus, at: Date): Promise<void> => {
  if (ids.length === 0) return;
  await trx
    .updateTable('scheduled_steps')
    .set({ status, updated_at: at })
    .where(isAnyOf('id', 'uuid', ids))
    .where('status', 'in', ['SCHEDULED', 'STARTED'])
    .execute();
};

/** Exams planned from that day on for any of these patient identifiers. */
export const plannedSteps = async (
  trx: Trx,
  patients: readonly { readonly issuer: string; readonly patient_id: string }[],
  from: string,
): Promise<ScheduledStepRow[]> => {
  if (patients.length === 0) return [];
  const result = await sql<ScheduledStepRow>`
    select s.* from scheduled_steps s
    join unnest(${patients.map((one) => one.issuer)}::text[], ${patients.map((one) => one.patient_id)}::text[]) as p (issuer, patient_id)
      on p.patient_id = s.patient_id and p.issuer = s.patient_issuer
    where s.status in ('SCHEDULED', 'STARTED') and s.start_date >= ${from}
    order by s.start_date, s.start_time nulls last, s.id`.execute(trx);
  return result.rows;
};

/** The steps of a study, or the one of that ID, with the records that they are for. */
export const stepsOfStudy = async (
  trx: Trx,
  studyInstanceUid: string,
  scheduledStepId: string | undefined,
): Promise<OrderRow[]> => {
  const result = await sql<OrderRow>`
    select s.*, p.id as patient_record_id ${withRecord}
    where s.study_instance_uid = ${studyInstanceUid}
      and s.scheduled_step_id = coalesce(${scheduledStepId ?? null}::text, s.scheduled_step_id) order by s.id`.execute(
    trx,
  );
  return result.rows;
};

/** Steps in whatever state. `conditions` are on the aliases s and p (patient_records). */
export const listOrders = async (trx: Trx, page: ListPage): Promise<OrderRow[]> => {
  const { column, where, end } = keyset(sql.ref('s.id'), page);
  const result = await sql<OrderRow>`
    select s.*, p.id as patient_record_id ${column} ${withRecord} where ${where} ${end}`.execute(trx);
  return result.rows;
};

export const countOrders = async (trx: Trx, conditions: readonly RawBuilder<boolean>[]): Promise<number> => {
  const result = await sql<{ count: number }>`
    select count(*)::int as count ${withRecord} where ${sql.join([sql`true`, ...conditions], sql` and `)}`.execute(trx);
  return result.rows[0]?.count ?? 0;
};
