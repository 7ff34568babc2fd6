/** Sends HL7 v2 messages that wait, to several destinations at a time. */
import type { Context } from '../../features/context.ts';
import { Announcer, takeDestination } from '../../features/outgoing/index.ts';
import { jobPrincipal } from './principal.ts';

const AT_ONCE = 8;

export class Sender {
  readonly #context: Context;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #announcer: Announcer;

  constructor(context: Context) {
    this.#context = context;
    this.#announcer = new Announcer(context);
  }

  /** Makes messages of what happened and begins to send; true when there may be more. */
  async turn(tenantId: string): Promise<boolean> {
    const more = await this.#announcer.turn(jobPrincipal(tenantId));
    return (await this.#start(tenantId)) || more;
  }

  async #start(tenantId: string): Promise<boolean> {
    const { signal } = this.#stop;
    if (signal.aborted || this.#running.size >= AT_ONCE) return false;
    const taken = await takeDestination(this.#context, jobPrincipal(tenantId), signal);
    if (taken === undefined) return false;
    const run: Promise<void> = taken.done
      // The lease runs out and somebody takes it up again.
      .catch((error: unknown) => this.#context.log.error({ err: error }, 'sending HL7 v2 messages was broken off'))
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
    return true;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }
}
