/** Reports come with their studies: a source that speaks FHIR is asked for those of the person it was just asked about. */
import { currentReport, type MemberRow, type SourceRow, type Trx } from '../../db/index.ts';
import { PeerError, type PeerReport, searchReports } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { keepReportIn } from '../reports/index.ts';
import { settingsOfSource } from '../sources/index.ts';

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

const keepAll = (
  { db, clock }: Context,
  principal: Principal,
  source: SourceRow,
  record: MemberRow,
  reports: readonly PeerReport[],
): Promise<void> =>
  db.tenant(principal.tenantId, async (trx) => {
    for (const report of reports) {
      if (await isKept(trx, source, report)) continue;
      const { key, studyInstanceUid, accessionNumber, title, status, reportedAt, author, sections } = report;
      const said = { key, studyInstanceUid, accessionNumber, title, status, reportedAt, author, sections };
      const whose = { sourceName: sourceNameOf(source), patientRecordId: record.id, messageId: undefined };
      await keepReportIn(trx, principal, { ...said, ...whose }, clock());
    }
    await recordAudit(trx, principal, {
      event: 'query',
      action: 'E',
      patientRecordId: record.id,
      detail: { source: source.name, reports: reports.length },
    });
  });

/** The failure of this question is not one of the images: it is logged, and the next gathering asks again. */
export const askReports = async (
  context: Context,
  principal: Principal,
  source: SourceRow,
  records: readonly MemberRow[],
): Promise<void> => {
  if (source.fhir_url === null) return;
  for (const record of records.filter(({ issuer }) => issuer === source.issuer)) {
    try {
      const { credentials } = settingsOfSource(context, source);
      const question = { patientId: record.patient_id, name: record.name, birthDate: record.birth_date };
      const settings = { baseUrl: source.fhir_url, ...(credentials && { credentials }) };
      await keepAll(context, principal, source, record, await searchReports(settings, question));
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      context.log.warn({ source: source.name, why: error.message }, 'a source did not tell of its reports');
    }
  }
};
