/** Reports as documents of their own, whichever way they came: objects of studies, and messages in all their versions. */
import { sql } from 'kysely';
import {
  countReports as countRows,
  type DocumentRow,
  documentsById,
  listReports,
  type ReportListRow,
  type ReportVersionRow,
  reportVersionsById,
  versionsOfReport,
} from '../../db/index.ts';
import { isWithin, type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type OneReport, reportClasses, reportOf, reportOfMessage } from '../reports/index.ts';
import { type ChartAsk, listOf, type Page, type PageOf, pageOf } from './ask.ts';
import { isId, ofReports, reachConditions } from './conditions.ts';

export interface ChartReport {
  readonly id: string;
  readonly report: OneReport;
  /** An object, or a version of a report that came as messages. */
  readonly origin: { readonly document: DocumentRow } | { readonly message: ReportVersionRow };
}

const columns = {
  updated: { by: sql.ref('i.received_at'), type: 'timestamptz' },
  date: { by: sql.ref('i.report_date'), type: 'text' },
} as const;

const ofMessage = (message: ReportVersionRow): ChartReport => ({
  id: message.report_id,
  report: reportOfMessage(message),
  origin: { message },
});

/** Rows of the list, each read: a document from its bytes. */
const readAll = async (
  context: Context,
  principal: Principal,
  rows: readonly ReportListRow[],
): Promise<readonly ChartReport[]> => {
  const idsOf = (kind: ReportListRow['kind']) =>
    rows.filter((row) => row.kind === kind).map(({ version_id }) => version_id);
  const [documents, messages] = await context.db.tenant(principal.tenantId, async (trx) => [
    await documentsById(trx, idsOf('document')),
    await reportVersionsById(trx, idsOf('message')),
  ]);
  const read = documents.map(async (document): Promise<ChartReport> => {
    const report = await reportOf(context, document);
    return { id: document.id, report, origin: { document } };
  });
  const byVersion = new Map<string, ChartReport>([
    ...(await Promise.all(read)).map((one) => [one.id, one] as const),
    ...messages.map((row) => [row.id, ofMessage(row)] as const),
  ]);
  return rows.flatMap(({ version_id }) => byVersion.get(version_id) ?? []);
};

const find = async (
  context: Context,
  principal: Principal,
  { allowed, versions = false }: { readonly allowed: Reach; readonly versions?: boolean },
  ask: ChartAsk,
  page: Page,
): Promise<PageOf<ChartReport>> => {
  const conditions = [...ofReports(ask), ...reachConditions(allowed)];
  const asked = { sopClasses: [...reportClasses], conditions, versions, ...listOf(page, columns) };
  const { items, next } = pageOf(await context.db.tenant(principal.tenantId, (trx) => listReports(trx, asked)), page);
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { reports: items.length } });
  return { items: await readAll(context, principal, items), next };
};

export const searchReports = (context: Context, principal: Principal, ask: ChartAsk, page: Page) =>
  find(context, principal, { allowed: reach(principal, 'DiagnosticReport', 's') }, ask, page);

export const countReports = async (context: Context, principal: Principal, ask: ChartAsk): Promise<number> => {
  const conditions = [...ofReports(ask), ...reachConditions(reach(principal, 'DiagnosticReport', 's'))];
  return context.db.tenant(principal.tenantId, (trx) => countRows(trx, { sopClasses: [...reportClasses], conditions }));
};

export const readReport = async (context: Context, principal: Principal, id: string) => {
  const allowed = reach(principal, 'DiagnosticReport', 'r');
  if (!isId(id)) return undefined;
  return (await find(context, principal, { allowed }, { ids: [id] }, { limit: 1 })).items[0];
};

/** Every version of one report, newest first; of a document, that one. Empty when there is none that may be read. */
export const listReportVersions = async (
  context: Context,
  principal: Principal,
  id: string,
): Promise<readonly ChartReport[]> => {
  const allowed = reach(principal, 'DiagnosticReport', 'r');
  if (!isId(id)) return [];
  const versions = await context.db.tenant(principal.tenantId, (trx) => versionsOfReport(trx, id));
  if (versions.length === 0) {
    const document = await readReport(context, principal, id);
    return document === undefined ? [] : [document];
  }
  const seen = versions.filter((row) => isWithin(allowed, row.patient_record_id));
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { reports: seen.length } });
  return seen.map(ofMessage);
};

/** Every version of every report that may be searched, newest first. */
export const listReportHistory = (context: Context, principal: Principal, page: Page) => {
  const allowed = reach(principal, 'DiagnosticReport', 's');
  const newest = { by: 'updated', descending: true } as const;
  return find(context, principal, { allowed, versions: true }, {}, { ...page, sort: newest });
};
