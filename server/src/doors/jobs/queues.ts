/** The job queue: gatherings, at most one waiting and one running for each person. */

import { type Job, PgBoss } from 'pg-boss';
import type { Context } from '../../features/context.ts';
import type { GatherRequest } from '../../features/priors/index.ts';

export interface GatherJob extends GatherRequest {
  readonly tenantId: string;
}

export interface RankJob {
  readonly tenantId: string;
  readonly personId: string;
}

export interface Queues {
  /** Joins the one that waits already for this person; an urgent wish brings it forward. */
  gather(job: GatherJob, urgent: boolean): Promise<void>;
  /** The same later, when what is under way has settled. */
  gatherLater(job: GatherJob, seconds: number): Promise<void>;
  /** Ranks what is known of a person again and fetches what has become relevant; no source is asked. */
  rankAgain(job: RankJob): Promise<void>;
  workOn(
    handler: (job: GatherJob, signal: AbortSignal) => Promise<void>,
    ranker: (job: RankJob) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

const GATHER = 'gather';
const LATER = 'gather-later';
const RANK = 'rank-again';
const AT_ONCE = 4;
const URGENT = 10;

/** A worker that was killed shows by its missing heartbeat; its job is then taken up by another. */
const policy = {
  policy: 'stately',
  heartbeatSeconds: 10,
  expireInSeconds: 600,
  retryLimit: 5,
  retryDelay: 2,
  retryBackoff: true,
  retentionSeconds: 86_400,
  deleteAfterSeconds: 3_600,
} as const;

const keyOf = ({ tenantId, personId }: RankJob): string => `${tenantId}/${personId}`;

/**
 * One worker, which takes the next job as soon as one has ended: left to itself, the library's worker rests after each job until its
 * next turn, or until it is notified of a new job, however many wait.
 */
const workThrough = async <J>(
  boss: PgBoss,
  queue: string,
  pollingIntervalSeconds: number,
  handler: (job: Job<J>) => Promise<void>,
): Promise<void> => {
  const worker = boss.work<J>(queue, { pollingIntervalSeconds }, async ([job]) => {
    try {
      if (job) await handler(job);
    } finally {
      boss.notifyWorker(await worker);
    }
  });
  await worker;
};

export const openQueues = async ({ db, log }: Context): Promise<Queues> => {
  const boss = new PgBoss({
    connectionString: db.ownerUrl,
    schema: 'pgboss',
    application_name: 'throughline-queue',
    max: 4,
    schedule: false,
    useListenNotify: true,
    registerInstance: false,
    monitorVacuum: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  // A lost connection is made again by the library; without a listener the process would end.
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue had trouble'));
  await boss.start();
  await boss.createQueue(GATHER, { ...policy, notify: true });
  await boss.createQueue(LATER, policy);
  await boss.createQueue(RANK, { ...policy, notify: true });
  const gather = async (job: GatherJob, urgent: boolean): Promise<void> => {
    const singletonKey = keyOf(job);
    const id = await boss.send(GATHER, job, { singletonKey, priority: urgent ? URGENT : 0 });
    if (id === null && urgent) await boss.update(GATHER, job, { singletonKey, priority: URGENT });
  };
  return {
    gather,
    gatherLater: async (job, seconds) =>
      void (await boss.send(LATER, job, { singletonKey: keyOf(job), startAfter: seconds })),
    rankAgain: async (job) => void (await boss.send(RANK, job, { singletonKey: keyOf(job) })),
    workOn: async (handler, ranker) => {
      for (let worker = 0; worker < AT_ONCE; worker += 1)
        await workThrough<GatherJob>(boss, GATHER, 1, ({ data, signal }) => handler(data, signal));
      await workThrough<RankJob>(boss, RANK, 1, ({ data }) => ranker(data));
      await workThrough<GatherJob>(boss, LATER, 2, ({ data }) => gather(data, false));
    },
    close: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
};
