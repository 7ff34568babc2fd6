/** Gatherings as jobs: one is run, and what it finds out makes others. */
import { takeDueReportEnquiries, takeDueSilences } from '../../db/index.ts';
import type { Context } from '../../features/context.ts';
import { gatherPerson } from '../../features/priors/index.ts';
import { jobPrincipal } from './principal.ts';
import type { GatherJob, Queues } from './queues.ts';

/** A silent source is asked again on behalf of persons who were asked about in the last day. */
const WATCHED_MS = 86_400_000;
/** How long an answer to a renewed question may take before the question is put again. */
const WATCH_LEASE_MS = 60_000;
const LOOK_AGAIN_SECONDS = 15;

type Gatherings = Pick<Queues, 'gather' | 'gatherLater'>;

/** `onQueued` hears that studies wait to be fetched. */
export const runGathering = async (
  context: Context,
  queues: Gatherings,
  job: GatherJob,
  signal: AbortSignal,
  onQueued: () => void,
): Promise<void> => {
  const { tenantId, ...request } = job;
  const gathered = await gatherPerson(context, jobPrincipal(tenantId), request, signal, onQueued);
  for (const personId of gathered.waiting) await queues.gather({ tenantId, personId, trigger: 'recovery' }, false);
  if (gathered.lookAgain) await queues.gatherLater({ ...job, trigger: 'arrival' }, LOOK_AGAIN_SECONDS);
};

/** Sources that owe an answer and whose time has come are asked again, each about one person. */
export const askSilentAgain = async (context: Context, queues: Gatherings, tenantId: string): Promise<void> => {
  const now = context.clock();
  const youngest = new Date(now.getTime() - WATCHED_MS);
  const due = await context.db.tenant(tenantId, (trx) => takeDueSilences(trx, now, youngest, WATCH_LEASE_MS));
  const unreported = await context.db.tenant(tenantId, (trx) =>
    takeDueReportEnquiries(trx, now, youngest, WATCH_LEASE_MS),
  );
  for (const personId of new Set([...due.map((silence) => silence.person_id), ...unreported]))
    await queues.gather({ tenantId, personId, trigger: 'recovery' }, false);
};
