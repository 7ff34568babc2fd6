/** The jobs role: passes on what happened, gathers, fetches, and asks silent sources again. */
import { readVocabularies } from '@throughline/terminology';
import { settleCommitment } from '../../features/commitment/index.ts';
import type { Context } from '../../features/context.ts';
import { CHANNEL, checkUnheard, rankAgain, readHint } from '../../features/priors/index.ts';
import { Deliverer } from './deliverer.ts';
import { Fetcher } from './fetcher.ts';
import { askSilentAgain, runGathering } from './gatherer.ts';
import { startHousekeeping } from './housekeeping.ts';
import { startLoop } from './loop.ts';
import { measureSettled } from './measurer.ts';
import { packSettled } from './packer.ts';
import { jobPrincipal } from './principal.ts';
import { openQueues } from './queues.ts';
import { Failures, relayOutbox } from './relay.ts';
import { Sender } from './sender.ts';

const RELAY_EVERY_MS = 500;
const FETCH_EVERY_MS = 1_000;
const WATCH_EVERY_MS = 1_000;
const CHECK_EVERY_MS = 5_000;
const COMMIT_EVERY_MS = 1_000;
const PACK_EVERY_MS = 2_000;
const MEASURE_EVERY_MS = 2_000;
const DELIVER_EVERY_MS = 1_000;
const SEND_EVERY_MS = 1_000;

const eachTenant = async (context: Context, work: (tenantId: string) => Promise<boolean>): Promise<boolean> => {
  let more = false;
  for (const tenantId of await context.db.tenants()) more = (await work(tenantId)) || more;
  return more;
};

export const startJobs = async (context: Context): Promise<{ close(): Promise<void> }> => {
  // Every gathering reads exam names.
  setImmediate(readVocabularies);
  const { log, db } = context;
  const queues = await openQueues(context);
  const fetcher = new Fetcher(context);
  const stop = new AbortController();
  const failures = new Failures();
  const relay = startLoop(log, RELAY_EVERY_MS, () =>
    eachTenant(context, (tenantId) => relayOutbox(context, queues, tenantId, failures)),
  );
  const fetches = startLoop(log, FETCH_EVERY_MS, () =>
    eachTenant(context, async (tenantId) => {
      await fetcher.start(tenantId);
      return false;
    }),
  );
  const watch = startLoop(log, WATCH_EVERY_MS, () =>
    eachTenant(context, async (tenantId) => {
      await askSilentAgain(context, queues, tenantId);
      return false;
    }),
  );
  const checks = startLoop(log, CHECK_EVERY_MS, () =>
    eachTenant(context, async (tenantId) => {
      await checkUnheard(context, jobPrincipal(tenantId), stop.signal);
      return false;
    }),
  );
  const deliverer = new Deliverer(context);
  const deliveries = startLoop(log, DELIVER_EVERY_MS, () =>
    eachTenant(context, (tenantId) => deliverer.start(tenantId)),
  );
  const sender = new Sender(context);
  const sendings = startLoop(log, SEND_EVERY_MS, () => eachTenant(context, (tenantId) => sender.turn(tenantId)));
  const commitments = startLoop(log, COMMIT_EVERY_MS, () =>
    eachTenant(context, (tenantId) => settleCommitment(context, jobPrincipal(tenantId), stop.signal)),
  );
  const packs = startLoop(log, PACK_EVERY_MS, () => eachTenant(context, (tenantId) => packSettled(context, tenantId)));
  const measuring = startLoop(log, MEASURE_EVERY_MS, () =>
    eachTenant(context, (tenantId) => measureSettled(context, tenantId)),
  );
  const housekeeping = startHousekeeping(context, stop.signal);
  await queues.workOn(
    (job, signal) => runGathering(context, queues, job, AbortSignal.any([signal, stop.signal]), () => fetches.wake()),
    async ({ tenantId, personId }) => {
      if ((await rankAgain(context, jobPrincipal(tenantId), personId)).length > 0) fetches.wake();
    },
  );
  const deafen = await db.listen(CHANNEL, (payload) => {
    if (!readHint(payload).outbox) return;
    relay.wake();
    sendings.wake();
  });
  return {
    close: async () => {
      stop.abort();
      await deafen();
      await Promise.all([
        relay.stop(),
        fetches.stop(),
        watch.stop(),
        checks.stop(),
        commitments.stop(),
        deliveries.stop(),
        sendings.stop(),
        packs.stop(),
        measuring.stop(),
        housekeeping.stop(),
      ]);
      await Promise.all([queues.close(), fetcher.close(), deliverer.close(), sender.close()]);
    },
  };
};
