/** Rows of a chart as resources. */
import {
  type Root,
  toAppointment,
  toDiagnosticReport,
  toEncapsulatedReference,
  toImagingStudy,
  toManifestReference,
  toPatient,
  toProvenance,
  toServiceRequest,
} from '@throughline/fhir';
import {
  type ChartDocument,
  type ChartPatient,
  type ChartReport,
  type ChartStudy,
  isInUse,
  type practitionersOf,
  type readAppointment,
  type readOrder,
  type searchChanges,
} from '../../../features/chart/index.ts';

type DocumentRow = Extract<ChartReport['origin'], { document: unknown }>['document'];

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
      absorbed: row.absorbed,
      ...(!isInUse(row) && { replaced: { by: row.merged_into } }),
      contact: {
        street: row.street,
        locality: row.locality,
        region: row.region,
        postcode: row.postcode,
        country: row.country,
        phone: row.phone,
        email: row.email,
        motherName: row.mother_name,
        birthOrder: row.birth_order,
        multipleBirth: row.multiple_birth,
        deceased: row.deceased,
      },
    },
    at,
  );

const newest = (row: ChartStudy): Date => {
  const arrived = row.last_received_at;
  return arrived !== null && arrived > row.updated_at ? arrived : row.updated_at;
};

/** Who is meant by a name where a record comes from. */
export type WhoIs = Awaited<ReturnType<typeof practitionersOf>>;

export const studyOf = (row: ChartStudy, at: Root, whoIs: WhoIs) =>
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
      referrerId: whoIs(row.patient_record_id, row.referring_physician),
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

const ofDocument = ({ id, report }: ChartReport, document: DocumentRow, at: Root, whoIs: WhoIs) =>
  toDiagnosticReport(
    {
      id,
      identifier: { uid: document.sop_instance_uid },
      studyId: document.study_id,
      patientRecordId: document.patient_record_id,
      title: report.title,
      status: report.status,
      studyDate: document.study_date,
      author: report.author,
      authorId: whoIs(document.patient_record_id, report.author),
      sections: report.sections,
      receivedAt: document.received_at,
    },
    at,
  );

export const diagnosticReportOf = (found: ChartReport, at: Root, whoIs: WhoIs) => {
  const { id, report, origin } = found;
  if ('document' in origin) return ofDocument(found, origin.document, at, whoIs);
  const { message } = origin;
  return toDiagnosticReport(
    {
      id,
      versionId: message.id,
      identifier: { source: message.source_name, key: message.report_key },
      studyId: message.study_id,
      patientRecordId: message.patient_record_id,
      title: report.title,
      status: report.status,
      studyDate: message.reported_at?.slice(0, 8) ?? null,
      author: report.author,
      authorId: whoIs(message.patient_record_id, message.author),
      sections: report.sections,
      receivedAt: message.received_at,
    },
    at,
  );
};

export const documentOf = ({ row, document }: ChartDocument, at: Root) => {
  const facts = {
    id: row.id,
    studyId: row.study_id,
    studyUid: row.study_instance_uid,
    patientRecordId: row.patient_record_id,
    receivedAt: row.received_at,
  };
  if (document === undefined) return toManifestReference(facts, at);
  const { object, title } = document;
  const model = {
    ...facts,
    seriesUid: object.series_instance_uid,
    sopInstanceUid: object.sop_instance_uid,
    sopClassUid: object.sop_class_uid,
    title,
    bytes: object.byte_length,
  };
  return toEncapsulatedReference(model, at.root.replace(/\/fhir$/, '/dicom-web'));
};

type Appointment = NonNullable<Awaited<ReturnType<typeof readAppointment>>>;

export const appointmentOf = (row: Appointment, at: Root) =>
  toAppointment(
    {
      id: row.id,
      sourceName: row.source_name,
      key: row.appointment_key,
      patientRecordId: row.patient_record_id,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      serviceCode: row.service_code,
      serviceText: row.service_text,
      location: row.location,
      status: row.status,
      updatedAt: row.updated_at,
    },
    at,
  );

type Change = Awaited<ReturnType<typeof searchChanges>>['items'][number];

export const provenanceOf = (row: Change) =>
  toProvenance({
    id: row.id,
    kind: row.kind,
    targets: [
      ...row.patients.map((id) => ({ type: 'Patient' as const, id })),
      ...row.studies.map((id) => ({ type: 'ImagingStudy' as const, id })),
    ],
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: row.made_at,
    undoneBy: row.undone_by,
    undoneAt: row.undone_at,
  });

export const orderOf = (row: Order, at: Root, whoIs: WhoIs) =>
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
      requesterId: whoIs(row.patient_record_id, row.requesting_physician),
      performer: row.performing_physician,
      performerId: whoIs(row.patient_record_id, row.performing_physician),
      startDate: row.start_said ? row.start_date : null,
      startTime: row.start_time,
      startOffset: row.start_offset,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      patient: { recordId: row.patient_record_id, issuer: row.patient_issuer, id: row.patient_id },
    },
    at,
  );
