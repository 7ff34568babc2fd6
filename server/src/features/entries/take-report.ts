/** A report that another system writes, other than by message: a version, that supersedes the one before, as one that comes by HL7. */
import {
  currentReport,
  findStudy,
  findStudyById,
  type ReportSection,
  type ReportStatus,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { keepReportIn } from '../reports/index.ts';
import { type SubjectNamed, subjectIn } from './subject.ts';
import { checkTaking, type Taken, type Taking } from './taking.ts';

interface WrittenReport {
  readonly subject: SubjectNamed;
  /** A URI: whose number it is. No sender of messages is called so. */
  readonly system: string;
  readonly key: string;
  /** The study that it is of, by our id or by its UID. */
  readonly study: { readonly id: string } | { readonly uid: string } | undefined;
  readonly accessionNumber: string | undefined;
  readonly title: string;
  readonly status: ReportStatus;
  /** Digits of a DICOM DT. */
  readonly reportedAt: string | undefined;
  readonly author: string | undefined;
  readonly sections: readonly ReportSection[];
}

const studyUidOf = async (trx: Trx, { study }: WrittenReport): Promise<string | undefined> => {
  if (study === undefined) return undefined;
  const row = 'id' in study ? await findStudyById(trx, study.id) : await findStudy(trx, study.uid);
  if (row !== undefined) return row.study_instance_uid;
  return 'uid' in study ? study.uid : fail('bad-request', 'The ImagingStudy is not known here.');
};

/** Fails with `forbidden` for who may not store, and as `checkTaking` does. */
export const takeReportIn = async (
  trx: Trx,
  principal: Principal,
  report: WrittenReport,
  taking: Taking,
  at: Date,
): Promise<Taken> => {
  authorise(principal, 'store');
  const there = await currentReport(trx, report.system, report.key);
  checkTaking(taking, there && { id: there.report_id, version: there.id });
  if (there !== undefined && taking.unlessThere) return { id: there.report_id, created: false };
  const { record } = await subjectIn(trx, report.subject);
  // A number is never given to a second patient by an update.
  if (there !== undefined && there.patient_record_id !== record.id)
    return fail('conflict', 'The report is one of another patient.');
  const { system, key, accessionNumber, title, status, reportedAt, author, sections } = report;
  const studyInstanceUid = await studyUidOf(trx, report);
  const said = { key, accessionNumber, title, status, reportedAt, author, sections, studyInstanceUid };
  const kept = await keepReportIn(
    trx,
    principal,
    { ...said, sourceName: system, patientRecordId: record.id, messageId: undefined },
    at,
  );
  return { id: there?.report_id ?? kept, created: there === undefined };
};
