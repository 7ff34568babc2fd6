/** Measurements one by one, as other systems ask for them. */
import { countMeasurements, type FoundMeasurement, type MeasurementQuery, searchMeasurements } from '../../db/index.ts';
import { type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type ChartAsk, type Page, type PageOf, type Period, pageOf } from './ask.ts';
import { dicomDate, isId } from './conditions.ts';

export type ChartObservation = FoundMeasurement;

export interface ObservationAsk extends Pick<ChartAsk, 'ids' | 'records' | 'updated'> {
  readonly codes?: MeasurementQuery['codes'];
  readonly dates?: readonly Period[];
}

const queryOf = ({ ids, records, updated, codes, dates }: ObservationAsk, allowed: Reach): MeasurementQuery => ({
  ...(ids !== undefined && { ids: ids.filter(isId) }),
  records: [...(records ?? []), ...(allowed.records === undefined ? [] : [[...allowed.records]])].map((one) =>
    one.filter(isId),
  ),
  codes: codes ?? [],
  days: (dates ?? []).map(({ from, before }) => ({
    ...(from && { from: dicomDate(from) }),
    ...(before && { before: dicomDate(before) }),
  })),
  updated: updated ?? [],
  withheld: [...(allowed.withheld ?? [])],
});

const find = async (
  context: Context,
  principal: Principal,
  query: MeasurementQuery,
  page: Page,
): Promise<PageOf<ChartObservation>> => {
  const { after, limit } = page;
  const asked = { limit: limit + 1, ...(after !== undefined && isId(after) && { after }) };
  const rows = await context.db.tenant(principal.tenantId, (trx) => searchMeasurements(trx, query, asked));
  const found = pageOf(rows, page);
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { observations: found.items.length } });
  return found;
};

export const searchObservations = (context: Context, principal: Principal, ask: ObservationAsk, page: Page) =>
  find(context, principal, queryOf(ask, reach(principal, 'Observation', 's')), page);

export const countObservations = (context: Context, principal: Principal, ask: ObservationAsk): Promise<number> => {
  const query = queryOf(ask, reach(principal, 'Observation', 's'));
  return context.db.tenant(principal.tenantId, (trx) => countMeasurements(trx, query));
};

export const readObservation = async (context: Context, principal: Principal, id: string) => {
  const query = queryOf({ ids: [id] }, reach(principal, 'Observation', 'r'));
  if (!isId(id)) return undefined;
  return (await find(context, principal, query, { limit: 1 })).items[0];
};
