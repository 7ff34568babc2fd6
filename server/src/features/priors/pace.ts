/** The bandwidth that a source allows, over all that this process fetches from it at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceRow } from '../../db/index.ts';
import type { FetchPace } from '../../peers/index.ts';

/** Within this time a quiet line may be used up at once. */
const BURST_MS = 250;

export interface Pace {
  /** Resolves when so many bytes may have come. @throws when the signal says so */
  spend(bytes: number): Promise<void>;
}

export interface Clock {
  readonly now: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const real: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/** The time at which everything that was let through is paid for; one for each source. */
interface Account {
  paidUntil: number;
}

const accounts = new Map<string, Account>();

export const paceOf = (account: Account, bytesPerSecond: number, signal: AbortSignal, clock: Clock = real): Pace => ({
  spend: async (bytes) => {
    const now = clock.now();
    account.paidUntil = Math.max(account.paidUntil, now - BURST_MS) + (bytes / bytesPerSecond) * 1000;
    const ahead = account.paidUntil - now;
    if (ahead > 0) await clock.wait(ahead, signal);
  },
});

/** Reading slowly is how the source is made to send slowly: TCP hands the wait on. */
async function* paced(body: AsyncIterable<Uint8Array>, pace: Pace): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    await pace.spend(chunk.length);
    yield chunk;
  }
}

const accountOf = (sourceId: string): Account => {
  const account = accounts.get(sourceId) ?? { paidUntil: Number.NEGATIVE_INFINITY };
  accounts.set(sourceId, account);
  return account;
};

/** A portion of a C-MOVE is what may come in this time, as far as the objects before it tell. */
const PORTION_MS = 2_000;
const MOST_OBJECTS = 64;

/**
 * With C-MOVE the source itself sends, through our own door: it is asked for portions, and for the next one when the last is paid
 * for. `heldBytes` is what is here of the study now. The first portion is one object, whose size nobody knows before.
 */
export const portionsAtPace = (
  { id, bytes_per_second: rate }: Pick<SourceRow, 'id' | 'bytes_per_second'>,
  heldBytes: () => Promise<number>,
  clock: Clock = real,
): FetchPace | undefined => {
  if (rate === null) return undefined;
  let asked = 0;
  let objects = 0;
  let came = 0;
  // What is here before the first request is seen before it goes out.
  const begun = heldBytes();
  return {
    portion: () => {
      const each = objects === 0 ? Number.POSITIVE_INFINITY : Math.max(1, came / objects);
      asked = Math.min(MOST_OBJECTS, Math.max(1, Math.floor((rate * PORTION_MS) / 1000 / each)));
      return asked;
    },
    paid: async (signal) => {
      const now = (await heldBytes()) - (await begun);
      const bytes = Math.max(0, now - came);
      came = now;
      objects += asked;
      await paceOf(accountOf(id), rate, signal, clock).spend(bytes);
    },
  };
};

/** The body as fast as its source allows. */
export const atPaceOf = (
  source: Pick<SourceRow, 'id' | 'bytes_per_second'>,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> => {
  if (source.bytes_per_second === null) return body;
  return paced(body, paceOf(accountOf(source.id), source.bytes_per_second, signal));
};
