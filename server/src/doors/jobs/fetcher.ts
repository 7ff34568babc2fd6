/** Runs queued transfers: as many at once for each source as it allows, over all processes, the best priors first. */
import { randomUUID } from 'node:crypto';
import {
  endGatheringWhenFetched,
  isPassable,
  listSources,
  passCircuit,
  type SourceRow,
  sourcesToFetchFrom,
  type TransferRow,
  takeTransfer,
} from '../../db/index.ts';
import type { Context } from '../../features/context.ts';
import {
  announcePerson,
  LEASE_MS,
  leaveBeyondBudget,
  queueTransfers,
  runTransfer,
} from '../../features/priors/index.ts';
import { isOpenAt } from '../../features/sources/index.ts';
import { jobPrincipal } from './principal.ts';

export class Fetcher {
  readonly #context: Context;
  readonly #worker = randomUUID();
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Starts whatever may start now at any source of the tenant. */
  async start(tenantId: string): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const sources = await this.#context.db.tenant(tenantId, async (trx) => {
      const waiting = await sourcesToFetchFrom(trx, this.#context.clock());
      return waiting.size === 0 ? [] : (await listSources(trx)).filter(({ id, enabled }) => enabled && waiting.has(id));
    });
    await Promise.all(sources.map((source) => this.#startAt(tenantId, source)));
  }

  async #startAt(tenantId: string, source: SourceRow): Promise<void> {
    for (let transfer = await this.#take(tenantId, source); transfer; transfer = await this.#take(tenantId, source)) {
      const run: Promise<void> = this.#run(tenantId, source, transfer).finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  #take(tenantId: string, source: SourceRow): Promise<TransferRow | undefined> {
    if (this.#stop.signal.aborted) return Promise.resolve(undefined);
    const { concurrency } = source;
    const now = this.#context.clock();
    const urgentOnly = !isOpenAt(source, now);
    if (urgentOnly && !source.urgent_anytime) return Promise.resolve(undefined);
    const worker = this.#worker;
    const request = { tenantId, sourceId: source.id, concurrency, worker, now, leaseMs: LEASE_MS, urgentOnly };
    return this.#context.db.tenant(tenantId, async (trx) => {
      // A transfer may be the probe of a source that is left alone, but only one that there is.
      if (!(await isPassable(trx, source.id, now))) return undefined;
      const transfer = await takeTransfer(trx, request);
      if (transfer) await passCircuit(trx, source.id, now, source.timeout_ms * 2);
      return transfer;
    });
  }

  async #run(tenantId: string, source: SourceRow, transfer: TransferRow): Promise<void> {
    const context = this.#context;
    const principal = jobPrincipal(tenantId);
    const { person_id: personId } = transfer;
    try {
      const state = await runTransfer(context, principal, transfer, this.#worker, this.#stop.signal);
      // Another copy may have what this one could not give; what waits may go beyond what may be spent on the person now.
      if (state !== 'done') await queueTransfers(context, principal, personId);
      else await leaveBeyondBudget(context, principal, personId);
      const ended = await context.db.tenant(tenantId, (trx) => endGatheringWhenFetched(trx, personId, context.clock()));
      if (ended) announcePerson(context, personId);
    } catch (error) {
      // The lease runs out and somebody takes it up again.
      context.log.error({ source: source.name, err: error }, 'a transfer was broken off');
    }
    await this.#startAt(tenantId, source).catch((error: unknown) =>
      context.log.warn({ err: error }, 'the next transfer could not be taken'),
    );
  }

  /** Resolves when nothing runs any more; what ends may start the next. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.idle();
  }
}
