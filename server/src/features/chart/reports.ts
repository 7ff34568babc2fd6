/** Reports that came with studies, as documents of their own. */
import { sql } from 'kysely';
import { countDocuments, type DocumentRow, listDocuments } from '../../db/index.ts';
import { type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type OneReport, reportClasses, reportOf } from '../reports/index.ts';
import { type ChartAsk, type Page, type PageOf, type Period, pageOf } from './ask.ts';
import { isId, ofReports, reachConditions } from './conditions.ts';

export interface ChartReport {
  readonly id: string;
  readonly document: DocumentRow;
  readonly report: OneReport;
}

/** ISO date to DICOM DA. */
const dicomDate = (moment: Date): string => moment.toISOString().slice(0, 10).replaceAll('-', '');

const dateCondition = ({ from, before }: Period) =>
  sql<boolean>`(${from === undefined ? sql`true` : sql`st.study_date >= ${dicomDate(from)}`} and ${before === undefined ? sql`true` : sql`st.study_date < ${dicomDate(before)}`})`;

export interface ReportAsk extends ChartAsk {
  readonly dates?: readonly Period[];
}

const askedOf = (ask: ReportAsk, allowed: Reach) => ({
  sopClasses: [...reportClasses],
  conditions: [...ofReports(ask, (ask.dates ?? []).map(dateCondition)), ...reachConditions(allowed)],
});

const find = async (
  context: Context,
  principal: Principal,
  allowed: Reach,
  ask: ReportAsk,
  page: Page,
): Promise<PageOf<ChartReport>> => {
  const asked = { ...askedOf(ask, allowed), ...page, limit: page.limit + 1 };
  const rows = await context.db.tenant(principal.tenantId, (trx) => listDocuments(trx, asked));
  const { items, next } = pageOf(rows, page);
  const detail = { reports: items.length };
  await auditAlone(context, principal, { event: 'query', action: 'E', detail });
  const read = async (document: DocumentRow): Promise<ChartReport> => ({
    id: document.id,
    document,
    report: await reportOf(context, document),
  });
  return { items: await Promise.all(items.map(read)), next };
};

export const searchReports = (context: Context, principal: Principal, ask: ReportAsk, page: Page) =>
  find(context, principal, reach(principal, 'DiagnosticReport', 's'), ask, page);

export const countReports = async (context: Context, principal: Principal, ask: ReportAsk): Promise<number> => {
  const asked = askedOf(ask, reach(principal, 'DiagnosticReport', 's'));
  return context.db.tenant(principal.tenantId, (trx) => countDocuments(trx, asked));
};

export const readReport = async (context: Context, principal: Principal, id: string) => {
  const allowed = reach(principal, 'DiagnosticReport', 'r');
  if (!isId(id)) return undefined;
  return (await find(context, principal, allowed, { ids: [id] }, { limit: 1 })).items[0];
};
