/** Reports come with their studies: a source that speaks FHIR is asked for those of the person it was just asked about. */
import {
  currentReport,
  type MemberRow,
  type ReportEnquiryRow,
  type SourceRow,
  settleReportEnquiry,
  type Trx,
} from '../../db/index.ts';
import type { ErrorCode } from '../../errors.ts';
import { PeerError, type PeerReport, searchReports } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { keepReportIn } from '../reports/index.ts';
import { settingsOfSource } from '../sources/index.ts';
import { askAgainAfter } from './back-off.ts';

const sourceNameOf = (source: SourceRow): string => `fhir:${source.name}`;

const comparable = (sections: PeerReport['sections']): string =>
  JSON.stringify(sections.map(({ heading, text }) => [heading, text]));

/** What is here already is no new version. */
const isKept = async (trx: Trx, source: SourceRow, report: PeerReport): Promise<boolean> => {
  const known = await currentReport(trx, sourceNameOf(source), report.key);
  if (known === undefined || known.status !== report.status || known.title !== report.title) return false;
  if (known.reported_at !== (report.reportedAt ?? null)) return false;
  return comparable(known.sections) === comparable(report.sections);
};

interface Ending {
  readonly outcome: ReportEnquiryRow['outcome'];
  readonly errorCode: ErrorCode | null;
  readonly reports: readonly PeerReport[];
}

const endings = {
  refused: ['refused', 'peer-refused'],
  misbehaved: ['refused', 'peer-misbehaved'],
  unreachable: ['unreachable', 'peer-unreachable'],
  'timed-out': ['timed-out', 'peer-timed-out'],
} as const satisfies Record<string, readonly [Ending['outcome'], ErrorCode]>;

const failed = ({ log }: Context, source: SourceRow, error: unknown): Ending => {
  if (!(error instanceof PeerError) || error.kind === 'cancelled') throw error;
  const [outcome, errorCode] = endings[error.kind];
  log.warn({ source: source.name, outcome, why: error.message }, 'a source did not tell of its reports');
  return { outcome, errorCode, reports: [] };
};

const ask = async (context: Context, source: SourceRow, baseUrl: string, record: MemberRow): Promise<Ending> => {
  try {
    const { credentials } = settingsOfSource(context, source);
    const question = { patientId: record.patient_id, name: record.name, birthDate: record.birth_date };
    const reports = await searchReports({ baseUrl, ...(credentials && { credentials }) }, question);
    return { outcome: 'answered', errorCode: null, reports };
  } catch (error) {
    return failed(context, source, error);
  }
};

/** The reports and how the question ended are of one moment: nothing is said to be answered that was not kept. */
const settle = (
  { db, clock }: Context,
  principal: Principal,
  source: SourceRow,
  record: MemberRow,
  { outcome, errorCode, reports }: Ending,
): Promise<void> =>
  db.tenant(principal.tenantId, async (trx) => {
    for (const report of reports) {
      if (await isKept(trx, source, report)) continue;
      const { key, studyInstanceUid, accessionNumber, title, status, reportedAt, author, sections } = report;
      const said = { key, studyInstanceUid, accessionNumber, title, status, reportedAt, author, sections };
      const whose = { sourceName: sourceNameOf(source), patientRecordId: record.id, messageId: undefined };
      await keepReportIn(trx, principal, { ...said, ...whose }, clock());
    }
    const end = { patientRecordId: record.id, sourceId: source.id, outcome, errorCode, at: clock() };
    await settleReportEnquiry(trx, principal.tenantId, end, askAgainAfter);
    await recordAudit(trx, principal, {
      event: 'query',
      action: 'E',
      outcome: errorCode === null ? 'success' : 'serious',
      patientRecordId: record.id,
      detail: { source: source.name, outcome, reports: reports.length },
    });
  });

/** The failure of this question is not one of the images: the statement tells of it by itself, and it is asked again by itself. */
export const askReports = async (
  context: Context,
  principal: Principal,
  source: SourceRow,
  records: readonly MemberRow[],
): Promise<void> => {
  const { fhir_url: baseUrl } = source;
  if (baseUrl === null) return;
  for (const record of records.filter(({ issuer }) => issuer === source.issuer))
    await settle(context, principal, source, record, await ask(context, source, baseUrl, record));
};
