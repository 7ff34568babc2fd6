/** Header packs of series that have settled: whoever opens the study finds them made. */
import { advanceOutbox, type OutboxRow, readOutbox } from '../../db/index.ts';
import type { Context } from '../../features/context.ts';
import { packSettledSeries } from '../../features/retrieve/index.ts';
import { jobPrincipal } from './principal.ts';
import { storedStudies } from './relay.ts';

const CONSUMER = 'packs';
const AT_ONCE = 500;
/** A series that took no object for so long has settled; it may be opened again. */
export const SETTLED_MS = 10_000;

/**
 * Looks at every arrival once, when it has rested; true when there may be more. A study that grew meanwhile is passed over: its
 * newest object has an arrival of its own.
 */
export const packSettled = async (context: Context, tenantId: string): Promise<boolean> => {
  const settledBefore = new Date(context.clock().getTime() - SETTLED_MS);
  const rows = await context.db.tenant(tenantId, (trx) => readOutbox(trx, CONSUMER, AT_ONCE));
  const young = rows.findIndex((row: OutboxRow) => row.at > settledBefore);
  const rested = young < 0 ? rows : rows.slice(0, young);
  const last = rested.at(-1);
  if (last === undefined) return false;
  for (const study of storedStudies(rested)) {
    // One that cannot be read is told of when somebody asks for it; the others do not wait for it.
    await packSettledSeries(context, jobPrincipal(tenantId), study, settledBefore).catch((error: unknown) =>
      context.log.warn({ err: error }, 'the headers of a study were not packed'),
    );
  }
  await context.db.tenant(tenantId, (trx) => advanceOutbox(trx, tenantId, CONSUMER, last));
  return rested.length === AT_ONCE;
};
