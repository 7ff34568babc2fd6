/** Reports that come as messages: a later version takes the place of an earlier one, and never the other way round. */
import {
  appendOutbox,
  areOnePerson,
  currentReport,
  keepOldReport,
  type MessageReportRow,
  type ReportCode,
  type ReportSection,
  type ReportStatus,
  supersedeReport,
  type Trx,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';

export interface KeptReport {
  readonly sourceName: string;
  /** the sender's own name of the report, the same for all its versions */
  readonly key: string;
  readonly patientRecordId: string;
  readonly studyInstanceUid: string | undefined;
  readonly accessionNumber: string | undefined;
  readonly title: string;
  readonly code?: ReportCode | undefined;
  readonly status: ReportStatus;
  /** false: its sender said none that we know */
  readonly isStatusKnown?: boolean;
  /** digits of a DICOM DT */
  readonly reportedAt: string | undefined;
  readonly author: string | undefined;
  readonly sections: readonly ReportSection[];
  /** the message that it came by; undefined: it came by none */
  readonly messageId: string | undefined;
}

/** How far a report has come: what is less far and comes later was late on its way. */
const stage: Readonly<Record<ReportStatus, number>> = {
  preliminary: 0,
  'not verified': 1,
  final: 2,
  corrected: 3,
  addended: 3,
  cancelled: 3,
};

/** By the time that the sender states; without one, a preliminary report does not follow a final one. */
const isOlder = (report: KeptReport, current: MessageReportRow): boolean => {
  // What may be anything does not stand in place of what was verified, however new it is.
  if (report.isStatusKnown === false && current.status !== 'not verified') return true;
  const [said, known] = [report.reportedAt ?? '', current.reported_at ?? ''];
  const length = Math.min(said.length, known.length);
  if (length >= 8 && said.slice(0, length) !== known.slice(0, length)) return said < known;
  return stage[report.status] < stage[current.status];
};

/** An addendum that repeats nothing is read with what it is added to. */
const sectionsOf = (report: KeptReport, current: MessageReportRow | undefined): readonly ReportSection[] => {
  if (report.status !== 'addended' || current === undefined) return report.sections;
  const repeats = current.sections.some((old) => report.sections.some((section) => section.text.includes(old.text)));
  const added = report.sections.map((section) => ({
    ...section,
    heading: section.heading === '' ? 'Addendum' : section.heading,
  }));
  return repeats ? report.sections : [...current.sections, ...added];
};

export const keepReportIn = async (trx: Trx, principal: Principal, report: KeptReport, at: Date): Promise<string> => {
  authorise(principal, 'store');
  const current = await currentReport(trx, report.sourceName, report.key);
  // One number that is given to a second patient is two reports: the first must not vanish behind the second.
  const key =
    current === undefined || (await areOnePerson(trx, current.patient_record_id, report.patientRecordId))
      ? report.key
      : undefined;
  const known = key === undefined ? undefined : current;
  const row = {
    tenant_id: principal.tenantId,
    source_name: report.sourceName,
    report_key: key ?? `${report.key} ${report.patientRecordId}`,
    patient_record_id: report.patientRecordId,
    study_instance_uid: report.studyInstanceUid ?? null,
    accession_number: report.accessionNumber ?? null,
    title: report.title,
    code: report.code === undefined ? null : JSON.stringify(report.code),
    status: report.status,
    reported_at: report.reportedAt ?? null,
    author: report.author ?? null,
    sections: JSON.stringify(sectionsOf(report, known)),
    message_id: report.messageId ?? null,
    received_at: at,
  };
  const other = key === undefined ? await currentReport(trx, report.sourceName, row.report_key) : known;
  const id =
    other !== undefined && isOlder(report, other)
      ? await keepOldReport(trx, row, other)
      : await supersedeReport(trx, row, other);
  await appendOutbox(trx, principal.tenantId, 'report.kept', { reportId: id });
  await recordAudit(trx, principal, {
    event: 'patientRecord',
    action: other === undefined ? 'C' : 'U',
    patientRecordId: report.patientRecordId,
    ...(report.studyInstanceUid !== undefined && { studyInstanceUid: report.studyInstanceUid }),
    detail: { report: id, status: report.status },
  });
  return id;
};
