/** What was measured and the dose of studies that have settled: whoever opens one finds it read. */
import { advanceOutbox, type OutboxRow, readOutbox } from '../../db/index.ts';
import type { Context } from '../../features/context.ts';
import { readStudyMeasurements } from '../../features/measurements/index.ts';
import { SETTLED_MS } from './packer.ts';
import { jobPrincipal } from './principal.ts';
import { storedStudies } from './relay.ts';

const CONSUMER = 'measurements';
const AT_ONCE = 500;

/**
 * Looks at every arrival once, when it has rested; true when there may be more. A study that grew meanwhile is passed over: its
 * newest object has an arrival of its own.
 */
export const measureSettled = async (context: Context, tenantId: string): Promise<boolean> => {
  const settledBefore = new Date(context.clock().getTime() - SETTLED_MS);
  const rows = await context.db.tenant(tenantId, (trx) => readOutbox(trx, CONSUMER, AT_ONCE));
  const young = rows.findIndex((row: OutboxRow) => row.at > settledBefore);
  const rested = young < 0 ? rows : rows.slice(0, young);
  const last = rested.at(-1);
  if (last === undefined) return false;
  for (const study of storedStudies(rested))
    await readStudyMeasurements(context, jobPrincipal(tenantId), study, settledBefore);
  await context.db.tenant(tenantId, (trx) => advanceOutbox(trx, tenantId, CONSUMER, last));
  return rested.length === AT_ONCE;
};
