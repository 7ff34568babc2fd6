/** Reads objects whole or in ranges; a transfer that breaks goes on where it broke. */
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { Failure, fail } from '../../errors.ts';
import type { ByteRange } from '../object-store.ts';
import { failureOf, outcomeOf } from './outcome.ts';
import type { Requests } from './requests.ts';

const isPastEnd = (error: unknown): boolean => error instanceof Error && error.name === 'InvalidRange';

const absent = (error: unknown): never => {
  if (isPastEnd(error) || outcomeOf(error) === 'absent') throw new Failure('bytes-missing', undefined, error);
  throw failureOf(error);
};

/** undefined: there is no such object */
export const lengthOf = async (requests: Requests, key: string): Promise<number | undefined> => {
  const head = new HeadObjectCommand({ Bucket: requests.bucket, Key: key });
  try {
    const answer = await requests.repeat(() => requests.client.send(head, requests.deadline));
    return answer.ContentLength;
  } catch (error) {
    if (outcomeOf(error) === 'absent') return undefined;
    throw failureOf(error);
  }
};

interface Opened {
  readonly body: AsyncIterable<Uint8Array>;
  readonly length: number;
}

/** From `offset` on; `length` bytes, or all that there are. */
const open = async (requests: Requests, key: string, offset: number, length: number | undefined): Promise<Opened> => {
  const Range =
    length === undefined && offset === 0
      ? undefined
      : `bytes=${offset}-${length === undefined ? '' : offset + length - 1}`;
  const command = new GetObjectCommand({ Bucket: requests.bucket, Key: key, Range });
  // No deadline for the whole: it may be large. The request handler ends a connection on which nothing comes.
  const answer = await requests.repeat(() => requests.client.send(command)).catch(absent);
  const got = answer.ContentLength ?? fail('storage-unhealthy');
  if (length !== undefined && got !== length) {
    (answer.Body as { destroy?(): void } | undefined)?.destroy?.();
    fail('bytes-missing');
  }
  return { body: answer.Body as AsyncIterable<Uint8Array>, length: got };
};

/** Refuses with `bytes-missing` when there is less than was asked for; a service that cannot be read is no verdict on the bytes. */
export async function* read(requests: Requests, key: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  if (range?.length === 0) {
    if ((await lengthOf(requests, key)) === undefined) fail('bytes-missing');
    return;
  }
  let position = range?.offset ?? 0;
  let left = range?.length;
  for (let breaks = 0; left !== 0; ) {
    const opened = await open(requests, key, position, left);
    left = opened.length;
    try {
      for await (const chunk of opened.body) {
        position += chunk.length;
        left -= chunk.length;
        breaks = 0;
        yield chunk;
      }
      if (left > 0) throw new Error('The transfer ended early.');
    } catch (error) {
      breaks += 1;
      if (!(await requests.wait(breaks))) throw failureOf(error);
    }
  }
}
