/** Questions for reports, put to sources that speak FHIR about one record each, and who still owes an answer. */
import { sql } from 'kysely';
import { areNone, isAnyOf, type Listed } from './any-of.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type ReportEnquiryRow = Row<'report_enquiries'>;

export interface ReportEnquiryEnd {
  readonly patientRecordId: string;
  readonly sourceId: string;
  readonly outcome: ReportEnquiryRow['outcome'];
  readonly errorCode: string | null;
  readonly at: Date;
}

/** How the question ended; failures count up until it is answered. */
export const settleReportEnquiry = async (
  trx: Trx,
  tenantId: string,
  { patientRecordId, sourceId, outcome, errorCode, at }: ReportEnquiryEnd,
  backOffMs: (failures: number) => number,
): Promise<void> => {
  const answered = outcome === 'answered';
  const known = answered
    ? undefined
    : await trx
        .selectFrom('report_enquiries')
        .select('failures')
        .where('patient_record_id', '=', patientRecordId)
        .where('source_id', '=', sourceId)
        .executeTakeFirst();
  const failures = answered ? 0 : (known?.failures ?? 0) + 1;
  const ending = {
    asked_at: at,
    outcome,
    error_code: errorCode,
    failures,
    next_at: answered ? null : new Date(at.getTime() + backOffMs(failures)),
    ...(answered && { last_answered_at: at }),
  };
  await trx
    .insertInto('report_enquiries')
    .values({ ...ending, tenant_id: tenantId, patient_record_id: patientRecordId, source_id: sourceId })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'patient_record_id', 'source_id']).doUpdateSet(ending))
    .execute();
};

export const reportEnquiriesOf = (trx: Trx, patientRecordIds: Listed): Promise<ReportEnquiryRow[]> =>
  areNone(patientRecordIds)
    ? Promise.resolve([])
    : trx
        .selectFrom('report_enquiries')
        .selectAll()
        .where(isAnyOf('patient_record_id', 'uuid', patientRecordIds))
        .execute();

const AT_ONCE = 10;

/** Persons whose turn it is to be asked about again, where a source owed an answer since `youngerThan`; their next is put off by `leaseMs`. */
export const takeDueReportEnquiries = async (
  trx: Trx,
  now: Date,
  youngerThan: Date,
  leaseMs: number,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ readonly person_id: string }>`
    with due as (
      select r.patient_record_id, r.source_id from report_enquiries r
      join sources s on s.tenant_id = r.tenant_id and s.id = r.source_id and s.enabled and s.fhir_url is not null
      where r.next_at <= ${now} and r.asked_at > ${youngerThan} order by r.next_at limit ${AT_ONCE}
    ), taken as (
      update report_enquiries r set next_at = ${new Date(now.getTime() + leaseMs)} from due
      where r.patient_record_id = due.patient_record_id and r.source_id = due.source_id
      returning r.patient_record_id
    )
    select distinct m.person_id from taken join memberships m on m.patient_record_id = taken.patient_record_id
      and m.valid_to is null`.execute(trx);
  return rows.map((row) => row.person_id);
};
