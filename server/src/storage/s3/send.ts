/** Sends what may be sent once: a name is never written again, and an answer that was lost is looked for (I4). */
import { Failure } from '../../errors.ts';
import { type Comparison, compare, proves, type Sent } from './compare.ts';
import { failureOf, outcomeOf } from './outcome.ts';
import type { Requests } from './requests.ts';

interface Answer {
  readonly ETag?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

/** Two objects of one random name, or bytes that changed on their way into the service: neither can happen by itself. */
export type Alarm = (message: string, detail: { readonly key: string; readonly cause?: unknown }) => void;

export interface Attempt {
  readonly key: string;
  readonly sent: Sent;
  /** makes the object appear, if the name is free */
  readonly request: () => Promise<Answer>;
}

/** One attempt: whether it is there, and what was wrong otherwise. */
const tryOnce = async (
  requests: Requests,
  { key, sent, request }: Attempt,
  mayBeThere: boolean,
): Promise<{ readonly seen: Comparison; readonly error?: unknown }> => {
  try {
    if (proves(await request(), sent)) return { seen: 'same' };
    return { seen: await compare(requests, key, sent) };
  } catch (error) {
    const outcome = outcomeOf(error);
    if (outcome === 'full' || outcome === 'refused') throw failureOf(error);
    if (outcome === 'taken' && !mayBeThere) return { seen: 'other', error };
    if (outcome === 'again') return { seen: 'absent', error };
    return { seen: await compare(requests, key, sent), error };
  }
};

/** Settles when the object is certainly there with the bytes that were sent. */
export const sendOnce = async (requests: Requests, attempt: Attempt, alarm: Alarm): Promise<void> => {
  let last: unknown;
  let mayBeThere = false;
  for (let tries = 0; await requests.wait(tries); tries += 1) {
    const { seen, error } = await tryOnce(requests, attempt, mayBeThere);
    if (seen === 'same') return;
    if (seen === 'other') {
      alarm('another object has the name of a new one, or its bytes changed', { key: attempt.key, cause: error });
      throw new Failure('storage-unhealthy', undefined, error);
    }
    last = error;
    mayBeThere ||= outcomeOf(error) !== 'again';
  }
  throw failureOf(last);
};
