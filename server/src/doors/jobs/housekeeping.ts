/** Work that nobody waits for: what is due is removed, and bytes are read again, so that damage is found before they are needed. */
import { chainSomeEvents } from '../../features/audit/index.ts';
import { forgetEndedTickets } from '../../features/authorization/index.ts';
import type { Context } from '../../features/context.ts';
import { recallDeliveries } from '../../features/delivery/index.ts';
import { forgetEndedExports } from '../../features/exports/index.ts';
import { forgetTopics } from '../../features/fhircast/index.ts';
import { scrubStale } from '../../features/integrity/index.ts';
import { walkMeasurements } from '../../features/measurements/index.ts';
import { keySomeRecords } from '../../features/patients/index.ts';
import { applyRules, purgeDue } from '../../features/retention/index.ts';
import { fillSomeHeaders } from '../../features/store/index.ts';
import { walkExams } from '../../features/terms/index.ts';
import { forgetEndedWorkitems } from '../../features/workitems/index.ts';
import { startLoop } from './loop.ts';
import { SETTLED_MS } from './packer.ts';
import { housekeepingPrincipal, jobPrincipal } from './principal.ts';

const SCRUB_EVERY_MS = 60_000;
const REMOVE_EVERY_MS = 600_000;
const WALK_EVERY_MS = 60_000;
const CHAIN_EVERY_MS = 60_000;
const RECALL_EVERY_MS = 30_000;
const DAY_MS = 86_400_000;

/** Two processes that read the same copies do so in vain, and do no harm. */
const scrubSome = async (context: Context, tenantId: string, signal: AbortSignal): Promise<boolean> => {
  const { days, bytesPerSecond } = context.config.scrub;
  const since = new Date(context.clock().getTime() - days * DAY_MS);
  const report = await scrubStale(context, housekeepingPrincipal(tenantId), since, { bytesPerSecond, signal });
  return report.copies > 0 && !report.stopped;
};

export const startHousekeeping = (context: Context, signal: AbortSignal): { stop(): Promise<void> } => {
  const eachTenant = async (work: (tenantId: string) => Promise<boolean>): Promise<boolean> => {
    let more = false;
    for (const tenantId of await context.db.tenants()) more = (await work(tenantId)) || more;
    return more;
  };
  const scrubbing = startLoop(context.log, SCRUB_EVERY_MS, () =>
    eachTenant((tenantId) => scrubSome(context, tenantId, signal)),
  );
  const removing = startLoop(context.log, REMOVE_EVERY_MS, () =>
    eachTenant(async (tenantId) => {
      await applyRules(context, housekeepingPrincipal(tenantId), signal);
      const report = await purgeDue(context, housekeepingPrincipal(tenantId), signal);
      await forgetEndedTickets(context, housekeepingPrincipal(tenantId));
      await forgetTopics(context, housekeepingPrincipal(tenantId));
      const forgotten = await forgetEndedWorkitems(context, housekeepingPrincipal(tenantId));
      const exports = await forgetEndedExports(context, housekeepingPrincipal(tenantId));
      return report.removed > 0 || forgotten > 0 || exports > 0;
    }),
  );
  const walking = startLoop(context.log, WALK_EVERY_MS, () =>
    eachTenant(async (tenantId) => !signal.aborted && (await walkExams(context, housekeepingPrincipal(tenantId)))),
  );
  const recalling = startLoop(context.log, RECALL_EVERY_MS, () =>
    eachTenant((tenantId) => recallDeliveries(context, jobPrincipal(tenantId), signal)),
  );
  const measuring = startLoop(context.log, WALK_EVERY_MS, () =>
    eachTenant(async (tenantId) => {
      const settledBefore = new Date(context.clock().getTime() - SETTLED_MS);
      return !signal.aborted && (await walkMeasurements(context, jobPrincipal(tenantId), settledBefore));
    }),
  );
  // After an upgrade that finds patients by other keys.
  const keying = startLoop(context.log, WALK_EVERY_MS, () =>
    eachTenant(async (tenantId) => !signal.aborted && (await keySomeRecords(context, housekeepingPrincipal(tenantId)))),
  );
  // After one that tells more of what is stored.
  const filling = startLoop(context.log, WALK_EVERY_MS, () =>
    eachTenant(
      async (tenantId) => !signal.aborted && (await fillSomeHeaders(context, housekeepingPrincipal(tenantId), signal)),
    ),
  );
  const chaining = startLoop(context.log, CHAIN_EVERY_MS, () =>
    eachTenant(
      async (tenantId) => !signal.aborted && (await chainSomeEvents(context, housekeepingPrincipal(tenantId))),
    ),
  );
  const loops = [scrubbing, removing, walking, recalling, measuring, keying, filling, chaining];
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
};
