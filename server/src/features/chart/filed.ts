/** What is filed under patients: visits, diagnoses, consents, orders, appointments. */
import {
  countAppointments as countAppointmentRows,
  countFiled,
  countOrders as countOrderRows,
  type FiledTable,
  listAppointments,
  listFiled,
  listOrders,
} from '../../db/index.ts';
import type { ReadableType } from '../access/index.ts';
import type { ChartAsk } from './ask.ts';
import { type Condition, ofAppointments, ofConsents, ofDiagnoses, ofOrders, ofVisits } from './conditions.ts';
import { listedWhole } from './listed.ts';

const filed = <T extends FiledTable>(
  table: T,
  type: ReadableType,
  conditions: (ask: ChartAsk) => readonly Condition[],
  date: string,
) =>
  listedWhole({
    type,
    called: table,
    conditions,
    columns: { updated: ['f.updated_at', 'timestamptz'], date: [date, 'text'] },
    list: (trx, page) => listFiled(trx, table, page),
    count: (trx, all) => countFiled(trx, table, all),
  });

export const filedVisits = filed('visits', 'Encounter', ofVisits, 'f.started_at');
export const filedDiagnoses = filed('diagnoses', 'Condition', ofDiagnoses, 'f.diagnosed_at');
export const filedConsents = filed('consents', 'Consent', ofConsents, 'f.consented_at');

/** Orders: the scheduled steps, in whatever state. */
export const {
  search: searchOrders,
  count: countOrders,
  read: readOrder,
} = listedWhole({
  type: 'ServiceRequest',
  called: 'orders',
  conditions: ofOrders,
  columns: { updated: ['s.updated_at', 'timestamptz'], date: ['s.created_at', 'timestamptz'] },
  list: listOrders,
  count: countOrderRows,
});

/** Appointments for exams, as their schedulers say them. */
export const {
  search: searchAppointments,
  count: countAppointments,
  read: readAppointment,
} = listedWhole({
  type: 'Appointment',
  called: 'appointments',
  conditions: ofAppointments,
  columns: { updated: ['a.updated_at', 'timestamptz'], date: ['a.starts_at', 'text'] },
  list: listAppointments,
  count: countAppointmentRows,
});
