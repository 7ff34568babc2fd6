/** The bandwidth that a source allows, over all that this process fetches from it at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceRow } from '../../db/index.ts';

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

/** The body as fast as its source allows; with C-MOVE the source itself sends, and it is the source's business. */
export const atPaceOf = (
  source: Pick<SourceRow, 'id' | 'bytes_per_second'>,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> => {
  if (source.bytes_per_second === null) return body;
  const account = accounts.get(source.id) ?? { paidUntil: Number.NEGATIVE_INFINITY };
  accounts.set(source.id, account);
  return paced(body, paceOf(account, source.bytes_per_second, signal));
};
