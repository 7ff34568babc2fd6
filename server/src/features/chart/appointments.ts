/** Appointments for exams, as their schedulers say them. */
import { sql } from 'kysely';
import { type AppointmentRow, countAppointments as countRows, listAppointments } from '../../db/index.ts';
import { type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type ChartAsk, listOf, type Page, type PageOf, pageOf } from './ask.ts';
import { isId, ofAppointments, reachConditions } from './conditions.ts';

const columns = {
  updated: { by: sql.ref('a.updated_at'), type: 'timestamptz' },
  date: { by: sql.ref('a.starts_at'), type: 'text' },
} as const;

const find = async (
  context: Context,
  principal: Principal,
  allowed: Reach,
  ask: ChartAsk,
  page: Page,
): Promise<PageOf<AppointmentRow>> => {
  const conditions = [...ofAppointments(ask), ...reachConditions(allowed)];
  const rows = await context.db.tenant(principal.tenantId, (trx) =>
    listAppointments(trx, { ...listOf(page, columns), conditions }),
  );
  const found = pageOf(rows, page);
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { appointments: found.items.length } });
  return found;
};

export const searchAppointments = (context: Context, principal: Principal, ask: ChartAsk, page: Page) =>
  find(context, principal, reach(principal, 'Appointment', 's'), ask, page);

export const countAppointments = async (context: Context, principal: Principal, ask: ChartAsk): Promise<number> => {
  const conditions = [...ofAppointments(ask), ...reachConditions(reach(principal, 'Appointment', 's'))];
  return context.db.tenant(principal.tenantId, (trx) => countRows(trx, conditions));
};

export const readAppointment = async (context: Context, principal: Principal, id: string) => {
  const allowed = reach(principal, 'Appointment', 'r');
  if (!isId(id)) return undefined;
  return (await find(context, principal, allowed, { ids: [id] }, { limit: 1 })).items[0];
};
