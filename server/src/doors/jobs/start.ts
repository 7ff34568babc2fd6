/** The jobs role: passes on what happened, gathers, fetches, and asks silent sources again. */
import { readVocabularies } from '@throughline/terminology';
import { takeDueSilences } from '../../db/index.ts';
import { settleCommitment } from '../../features/commitment/index.ts';
import type { Context } from '../../features/context.ts';
import { CHANNEL, gatherPerson, rankAgain, readHint } from '../../features/priors/index.ts';
import { Deliverer } from './deliverer.ts';
import { Fetcher } from './fetcher.ts';
import { startHousekeeping } from './housekeeping.ts';
import { startLoop } from './loop.ts';
import { packSettled } from './packer.ts';
import { jobPrincipal } from './principal.ts';
import { type GatherJob, openQueues, type Queues } from './queues.ts';
import { relayOutbox } from './relay.ts';

const RELAY_EVERY_MS = 500;
const FETCH_EVERY_MS = 1_000;
const WATCH_EVERY_MS = 1_000;
const COMMIT_EVERY_MS = 1_000;
const PACK_EVERY_MS = 2_000;
const DELIVER_EVERY_MS = 1_000;
/** A silent source is asked again on behalf of persons who were asked about in the last day. */
const WATCHED_MS = 86_400_000;
/** How long an answer to a renewed question may take before the question is put again. */
const WATCH_LEASE_MS = 60_000;
const LOOK_AGAIN_SECONDS = 15;

const eachTenant = async (context: Context, work: (tenantId: string) => Promise<boolean>): Promise<boolean> => {
  let more = false;
  for (const tenantId of await context.db.tenants()) more = (await work(tenantId)) || more;
  return more;
};

const gather = async (context: Context, queues: Queues, job: GatherJob, signal: AbortSignal, onQueued: () => void) => {
  const { tenantId, ...request } = job;
  const gathered = await gatherPerson(context, jobPrincipal(tenantId), request, signal, onQueued);
  for (const personId of gathered.waiting) await queues.gather({ tenantId, personId, trigger: 'recovery' }, false);
  if (gathered.lookAgain) await queues.gatherLater({ ...job, trigger: 'arrival' }, LOOK_AGAIN_SECONDS);
};

const askSilentAgain = async (context: Context, queues: Queues, tenantId: string): Promise<boolean> => {
  const now = context.clock();
  const youngest = new Date(now.getTime() - WATCHED_MS);
  const due = await context.db.tenant(tenantId, (trx) => takeDueSilences(trx, now, youngest, WATCH_LEASE_MS));
  for (const silence of due) await queues.gather({ tenantId, personId: silence.person_id, trigger: 'recovery' }, false);
  return false;
};

export const startJobs = async (context: Context): Promise<{ close(): Promise<void> }> => {
  // Every gathering reads exam names.
  setImmediate(readVocabularies);
  const { log, db } = context;
  const queues = await openQueues(context);
  const fetcher = new Fetcher(context);
  const stop = new AbortController();
  const relay = startLoop(log, RELAY_EVERY_MS, () =>
    eachTenant(context, (tenantId) => relayOutbox(context, queues, tenantId)),
  );
  const fetches = startLoop(log, FETCH_EVERY_MS, () =>
    eachTenant(context, async (tenantId) => {
      await fetcher.start(tenantId);
      return false;
    }),
  );
  const watch = startLoop(log, WATCH_EVERY_MS, () =>
    eachTenant(context, (tenantId) => askSilentAgain(context, queues, tenantId)),
  );
  const deliverer = new Deliverer(context);
  const deliveries = startLoop(log, DELIVER_EVERY_MS, () =>
    eachTenant(context, (tenantId) => deliverer.start(tenantId)),
  );
  const commitments = startLoop(log, COMMIT_EVERY_MS, () =>
    eachTenant(context, (tenantId) => settleCommitment(context, jobPrincipal(tenantId), stop.signal)),
  );
  const packs = startLoop(log, PACK_EVERY_MS, () => eachTenant(context, (tenantId) => packSettled(context, tenantId)));
  const housekeeping = startHousekeeping(context, stop.signal);
  await queues.workOn(
    (job, signal) => gather(context, queues, job, AbortSignal.any([signal, stop.signal]), () => fetches.wake()),
    async ({ tenantId, personId }) => {
      if ((await rankAgain(context, jobPrincipal(tenantId), personId)).length > 0) fetches.wake();
    },
  );
  const deafen = await db.listen(CHANNEL, (payload) => {
    if (readHint(payload).outbox) relay.wake();
  });
  return {
    close: async () => {
      stop.abort();
      await deafen();
      await Promise.all([
        relay.stop(),
        fetches.stop(),
        watch.stop(),
        commitments.stop(),
        deliveries.stop(),
        packs.stop(),
        housekeeping.stop(),
      ]);
      await Promise.all([queues.close(), fetcher.close(), deliverer.close()]);
    },
  };
};
