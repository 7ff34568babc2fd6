/**
 * A connection that stays open as the sign that somebody works with the embedded server. When it breaks it is made again; whoever
 * keeps the server up starts it when it is gone.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from './cluster.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
const STEADY_MS = 60_000;

export interface PresenceOptions {
  /** folder of the embedded server */
  readonly home: string;
  readonly url: string;
  /** Starts the server again when its first process is gone; else it is only waited for. */
  readonly keepUp?: KeepUp;
}

export interface KeepUp {
  /** for people, without anything of a patient */
  readonly warn: (message: string) => void;
  /** It runs again, but its port was taken meanwhile: nothing of this process finds it any more. */
  readonly moved: () => void;
}

/** Connected, or the reason why not. */
export const connectPresence = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'throughline-presence',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

export class Presence {
  readonly #options: PresenceOptions;
  readonly #closing = new AbortController();
  #client: pg.Client;
  #comingBack: Promise<void> = Promise.resolve();
  #failures = 0;
  #since = Date.now();

  constructor(options: PresenceOptions, client: pg.Client) {
    this.#options = options;
    this.#client = client;
    this.#watch(client);
  }

  /** Once it settles, this starts nothing any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#comingBack;
    await this.#client.end().catch(() => undefined);
  }

  #watch(client: pg.Client): void {
    this.#client = client;
    this.#since = Date.now();
    client.once('end', () => {
      this.#comingBack = this.#comeBack();
    });
  }

  /** The longer a server does not stay up, the longer the pauses, up to half a minute. */
  async #comeBack(): Promise<void> {
    if (Date.now() - this.#since > STEADY_MS) this.#failures = 0;
    while (!this.#closing.signal.aborted) {
      const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
      this.#failures += 1;
      await delay(wait, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
      if (this.#closing.signal.aborted) return;
      const client = await this.#attempt();
      if (client === undefined) continue;
      if (this.#closing.signal.aborted) await client.end();
      else this.#watch(client);
      return;
    }
  }

  async #attempt(): Promise<pg.Client | undefined> {
    const { keepUp, url } = this.#options;
    try {
      if (keepUp) await this.#startAgain(keepUp);
      return await connectPresence(url);
    } catch (error) {
      keepUp?.warn(`The embedded PostgreSQL server is down: ${error instanceof Error ? error.message : 'unknown'}`);
      return undefined;
    }
  }

  /** Adopts it when only this connection had ended. */
  async #startAgain(keepUp: KeepUp): Promise<void> {
    const cluster = await openCluster(this.#options.home);
    if (!cluster.adopted) keepUp.warn('The embedded PostgreSQL server had ended and was started again.');
    // By socket or by TCP it is the same server as long as its port is.
    if (new URL(cluster.url).port !== new URL(this.#options.url).port) keepUp.moved();
  }
}
