/** A report that another system writes, other than by message: a version, that supersedes the one before, as one that comes by HL7. */
import {
  currentReport,
  lockNamed,
  type ReportCode,
  type ReportSection,
  type ReportStatus,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { keepReportIn } from '../reports/index.ts';
import { type StudyNamed, studyUidOf } from './study-named.ts';
import { type SubjectNamed, subjectIn } from './subject.ts';
import { checkTaking, type Taken, type Taking } from './taking.ts';

interface WrittenReport {
  readonly subject: SubjectNamed;
  /** A URI: whose number it is. No sender of messages is called so. */
  readonly system: string;
  readonly key: string;
  /** The study that it is of, by our id or by its UID. */
  readonly study: StudyNamed;
  readonly accessionNumber: string | undefined;
  readonly title: string;
  readonly code?: ReportCode | undefined;
  readonly status: ReportStatus;
  /** Digits of a DICOM DT. */
  readonly reportedAt: string | undefined;
  readonly author: string | undefined;
  readonly sections: readonly ReportSection[];
}

/** Fails with `forbidden` for who may not store, and as `checkTaking` does. */
export const takeReportIn = async (
  trx: Trx,
  principal: Principal,
  report: WrittenReport,
  taking: Taking,
  at: Date,
): Promise<Taken> => {
  authorise(principal, 'store');
  await lockNamed(trx, principal.tenantId, `report ${report.system}\n${report.key}`);
  const there = await currentReport(trx, report.system, report.key);
  checkTaking(taking, there && { id: there.report_id, version: there.id });
  if (there !== undefined && taking.unlessThere) return { id: there.report_id, created: false };
  const { record } = await subjectIn(trx, report.subject);
  // A number is never given to a second patient by an update.
  if (there !== undefined && there.patient_record_id !== record.id)
    return fail('conflict', 'The report is one of another patient.');
  const { system, key, accessionNumber, title, code, status, reportedAt, author, sections } = report;
  const studyInstanceUid = await studyUidOf(trx, report.study);
  const said = { key, accessionNumber, title, code, status, reportedAt, author, sections, studyInstanceUid };
  const kept = await keepReportIn(
    trx,
    principal,
    { ...said, sourceName: system, patientRecordId: record.id, messageId: undefined },
    at,
  );
  return { id: there?.report_id ?? kept, created: there === undefined };
};
