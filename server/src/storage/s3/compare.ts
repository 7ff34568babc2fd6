/** Is what the service holds under a name what we sent? Asked when its answer was lost or says too little (I4). */
import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, type HeadObjectOutput } from '@aws-sdk/client-s3';
import { outcomeOf } from './outcome.ts';
import { md5, type Requests } from './requests.ts';

/** The bytes of an object as they were sent: whole, or in parts of a multipart upload. */
export interface Sent {
  readonly length: number;
  readonly parts: readonly { readonly length: number; readonly md5: Buffer }[];
  /** base64; of an object sent whole */
  readonly sha256?: string;
  readonly multipart: boolean;
}

export type Comparison = 'same' | 'other' | 'absent' | 'unknown';

/** The entity tag that services give: the MD5, or of a multipart upload the MD5 of the MD5s and their number. */
export const entityTagOf = (sent: Sent): string => {
  const digests = Buffer.concat(sent.parts.map((part) => part.md5));
  return sent.multipart ? `${md5(digests).toString('hex')}-${sent.parts.length}` : digests.toString('hex');
};

/** Whether an answer proves the bytes. It need not: with keys of the service's own, an entity tag is no digest. */
export const proves = (answer: Pick<HeadObjectOutput, 'ETag' | 'ChecksumSHA256'>, sent: Sent): boolean =>
  (sent.sha256 !== undefined && answer.ChecksumSHA256 === sent.sha256) ||
  answer.ETag?.replaceAll('"', '') === entityTagOf(sent);

/** MD5s of consecutive stretches of a stream. */
const md5sOf = async (body: AsyncIterable<Uint8Array>, lengths: readonly number[]): Promise<readonly Buffer[]> => {
  const digests: Buffer[] = [];
  let hash = createHash('md5');
  let left = lengths[0] ?? 0;
  for await (const chunk of body) {
    let rest = chunk;
    while (rest.length > left && digests.length < lengths.length - 1) {
      digests.push(hash.update(rest.subarray(0, left)).digest());
      rest = rest.subarray(left);
      hash = createHash('md5');
      left = lengths[digests.length] ?? 0;
    }
    hash.update(rest);
    left -= rest.length;
  }
  digests.push(hash.digest());
  return digests;
};

const rereads = async (requests: Requests, key: string, sent: Sent): Promise<boolean> => {
  const answer = await requests.client.send(
    new GetObjectCommand({ Bucket: requests.bucket, Key: key }),
    requests.deadline,
  );
  const lengths = sent.parts.map((part) => part.length);
  const digests = await md5sOf(answer.Body as AsyncIterable<Uint8Array>, lengths);
  return digests.length === sent.parts.length && digests.every((digest, at) => sent.parts[at]?.md5.equals(digest));
};

/** Asks for length and digest; reads all of it again when those do not decide. */
export const compare = async (requests: Requests, key: string, sent: Sent): Promise<Comparison> => {
  try {
    const head = new HeadObjectCommand({ Bucket: requests.bucket, Key: key, ChecksumMode: 'ENABLED' });
    const answer = await requests.client.send(head, requests.deadline);
    if (answer.ContentLength !== sent.length) return 'other';
    if (proves(answer, sent)) return 'same';
    return (await rereads(requests, key, sent)) ? 'same' : 'other';
  } catch (error) {
    return outcomeOf(error) === 'absent' ? 'absent' : 'unknown';
  }
};
