/** Event reports on their way to the applications that follow workitems. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

/**
 * Appends reports for an application, in their order. Its counter is held until the transaction ends, so that the order of
 * numbers is the order in which others see them.
 */
export const appendReports = async (
  trx: Trx,
  tenantId: string,
  aeTitle: string,
  reports: readonly unknown[],
  at: Date,
): Promise<void> => {
  const texts = reports.map((report) => JSON.stringify(report));
  await sql`
    with counted as (
      update workitem_subscribers set last_report = last_report + ${texts.length}
      where ae_title = ${aeTitle} and tenant_id = ${tenantId}::uuid returning tenant_id, ae_title, last_report)
    insert into workitem_reports (tenant_id, ae_title, sequence, report, at)
    select c.tenant_id, c.ae_title, c.last_report - ${texts.length} + r.place, r.report::jsonb, ${at}
    from counted c cross join unnest(${texts}::text[]) with ordinality as r (report, place)`.execute(trx);
};

export interface PendingReport {
  readonly sequence: number;
  readonly report: unknown;
}

/** Reports behind a number, oldest first. */
export const reportsAfter = (trx: Trx, aeTitle: string, sequence: number, limit: number): Promise<PendingReport[]> =>
  trx
    .selectFrom('workitem_reports')
    .select(['sequence', 'report'])
    .where('ae_title', '=', aeTitle)
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();

/** The number up to which an application has confirmed. */
export const confirmedSequence = async (trx: Trx, aeTitle: string): Promise<number> => {
  const row = await trx
    .selectFrom('workitem_reports')
    .select((of) => of.fn.min<number | null>('sequence').as('first'))
    .where('ae_title', '=', aeTitle)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  if (row?.first !== null && row?.first !== undefined) return row.first - 1;
  const subscriber = await trx
    .selectFrom('workitem_subscribers')
    .select('last_report')
    .where('ae_title', '=', aeTitle)
    .executeTakeFirst();
  return subscriber?.last_report ?? 0;
};

export const confirmReports = async (trx: Trx, aeTitle: string, upTo: number, at: Date): Promise<void> => {
  await trx
    .updateTable('workitem_reports')
    .set({ confirmed_at: at })
    .where('ae_title', '=', aeTitle)
    .where('sequence', '<=', upTo)
    .where('confirmed_at', 'is', null)
    .execute();
};

/** Forgets what was confirmed, and what nobody came for in all that time. */
export const removeReports = async (
  trx: Trx,
  { confirmedBefore, madeBefore }: { readonly confirmedBefore: Date; readonly madeBefore: Date },
): Promise<void> => {
  await trx
    .deleteFrom('workitem_reports')
    .where((is) => is.or([is('confirmed_at', '<', confirmedBefore), is('at', '<', madeBefore)]))
    .execute();
};
