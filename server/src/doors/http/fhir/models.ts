/** Rows of a chart as resources. */
import { type Root, toDiagnosticReport, toImagingStudy, toPatient, toServiceRequest } from '@throughline/fhir';
import type { ChartPatient, ChartReport, ChartStudy, readOrder } from '../../../features/chart/index.ts';

type Order = NonNullable<Awaited<ReturnType<typeof readOrder>>>;

export const patientOf = (row: ChartPatient, at: Root) =>
  toPatient(
    {
      id: row.id,
      issuer: row.issuer,
      patientId: row.patient_id,
      name: row.name,
      birthDate: row.birth_date,
      sex: row.sex,
      updatedAt: row.updated_at,
      sameAs: row.sameAs,
    },
    at,
  );

const newest = (row: ChartStudy): Date => {
  const arrived = row.last_received_at;
  return arrived !== null && arrived > row.updated_at ? arrived : row.updated_at;
};

export const studyOf = (row: ChartStudy, at: Root) =>
  toImagingStudy(
    {
      id: row.id,
      uid: row.study_instance_uid,
      patientRecordId: row.patient_record_id,
      accessionNumber: row.accession_number,
      accessionIssuer: row.accession_issuer,
      date: row.study_date,
      time: row.study_time,
      timezone: row.timezone_offset,
      description: row.description,
      referrer: row.referring_physician,
      reason: row.reason_for_exam,
      instances: row.instances,
      updatedAt: newest(row),
      series: row.series.map((series) => ({
        uid: series.series_instance_uid,
        number: series.series_number,
        modality: series.modality,
        description: series.description,
        bodyPart: series.body_part,
        instances: series.instances,
      })),
    },
    at,
  );

export const diagnosticReportOf = ({ id, document, report }: ChartReport) =>
  toDiagnosticReport({
    id,
    sopInstanceUid: document.sop_instance_uid,
    studyId: document.study_id,
    patientRecordId: document.patient_record_id,
    title: report.title,
    status: report.status,
    studyDate: document.study_date,
    author: report.author,
    sections: report.sections,
    receivedAt: document.received_at,
  });

export const orderOf = (row: Order, at: Root) =>
  toServiceRequest(
    {
      id: row.id,
      requestedProcedureId: row.requested_procedure_id,
      accessionNumber: row.accession_number,
      accessionIssuer: row.accession_issuer,
      studyUid: row.study_instance_uid,
      status: row.status,
      description: row.requested_procedure_description ?? row.step_description,
      code:
        row.procedure_code === null
          ? null
          : { value: row.procedure_code, scheme: row.procedure_code_scheme, meaning: row.procedure_code_meaning },
      reason: row.reason_for_exam,
      requester: row.requesting_physician,
      startDate: row.start_date,
      startTime: row.start_time,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      patient: { recordId: row.patient_record_id, issuer: row.patient_issuer, id: row.patient_id },
    },
    at,
  );
