/** Runs deliveries that are due, a few at once. */
import type { Context } from '../../features/context.ts';
import { takeDelivery } from '../../features/delivery/index.ts';
import { jobPrincipal } from './principal.ts';

const AT_ONCE = 4;

export class Deliverer {
  readonly #context: Context;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Starts one; false when none is due or enough are running. */
  async start(tenantId: string): Promise<boolean> {
    const { signal } = this.#stop;
    if (signal.aborted || this.#running.size >= AT_ONCE) return false;
    const taken = await takeDelivery(this.#context, jobPrincipal(tenantId), signal);
    if (!taken) return false;
    const run: Promise<void> = taken.done
      // The lease runs out and somebody takes it up again.
      .catch((error: unknown) => this.#context.log.error({ err: error }, 'a delivery was broken off'))
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
    return true;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }
}
