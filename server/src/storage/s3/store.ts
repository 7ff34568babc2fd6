/** Blobs as objects of an S3 bucket, one each: write-once under random names, proved by digest before anything is acknowledged. */
import { CopyObjectCommand, DeleteObjectCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { fail } from '../../errors.ts';
import { newId } from '../../ids.ts';
import { blobName, checkedName } from '../blob-name.ts';
import type { ObjectStore, StoreHealth } from '../object-store.ts';
import { abortUploadsBefore, blobsBefore } from './listing.ts';
import { failureOf, outcomeOf } from './outcome.ts';
import { lengthOf, read } from './reader.ts';
import { patientTiming, Requests, type S3Place, type S3Timing } from './requests.ts';
import type { Alarm } from './send.ts';
import { S3Writer } from './writer.ts';

export interface S3Options {
  readonly place: S3Place;
  readonly timing?: S3Timing;
  readonly clock?: () => Date;
  readonly alarm?: Alarm;
}

const PROBE_AGAIN_MS = 5000;

/** After a write that could not be had, new ones are refused at once until the service answers again. */
class Health {
  readonly #requests: Requests;
  readonly #now: () => number;
  #failed: { readonly at: number; readonly state: 'failed' | 'full' } | undefined;
  #probing: Promise<void> | undefined;

  constructor(requests: Requests, now: () => number) {
    this.#requests = requests;
    this.#now = now;
  }

  get state(): StoreHealth['state'] {
    return this.#failed?.state ?? 'ok';
  }

  failed(error: unknown): void {
    this.#failed = {
      at: this.#now(),
      state: outcomeOf(error) === 'full' || failureOf(error).code === 'out-of-resources' ? 'full' : 'failed',
    };
  }

  async admit(): Promise<void> {
    if (!this.#failed) return;
    if (this.#now() - this.#failed.at >= PROBE_AGAIN_MS) await this.probe();
    if (this.#failed) fail(this.#failed.state === 'full' ? 'out-of-resources' : 'storage-unhealthy');
  }

  probe(): Promise<void> {
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = undefined;
    });
    return this.#probing;
  }

  async #probe(): Promise<void> {
    const { client, bucket: Bucket, deadline } = this.#requests;
    try {
      await client.send(new HeadBucketCommand({ Bucket }), deadline);
      this.#failed = undefined;
    } catch (error) {
      this.failed(error);
    }
  }
}

const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  const [only, ...more] = all;
  return only !== undefined && more.length === 0 ? only : Buffer.concat(all);
};

/** A key in a copy source is part of a URL. */
const copySource = (bucket: string, key: string): string =>
  `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;

export const createS3Store = (options: S3Options): ObjectStore => {
  const { place, timing = patientTiming, clock = () => new Date(), alarm = () => undefined } = options;
  const requests = new Requests(place, timing);
  const { client, bucket: Bucket } = requests;
  const health = new Health(requests, () => clock().getTime());
  const keyOf = (blob: string): string => requests.key(checkedName(blob));
  const remove = async (blob: string): Promise<void> => {
    const command = new DeleteObjectCommand({ Bucket, Key: keyOf(blob) });
    await requests
      .repeat(() => client.send(command, requests.deadline))
      .catch((error: unknown) => {
        if (outcomeOf(error) !== 'absent') throw error;
      });
  };
  const writing = { requests, alarm, failed: (error: unknown) => health.failed(error) };
  return {
    create: async (tenantId) => {
      await health.admit();
      return new S3Writer(writing, blobName(tenantId, clock(), newId()));
    },
    read: (blob, range) => read(requests, keyOf(blob), range),
    readBytes: async (blob, range) => bytesOf(read(requests, keyOf(blob), range)),
    lengthOf: (blob) => lengthOf(requests, keyOf(blob)),
    madeBefore: (time) => blobsBefore(requests, time),
    quarantine: async (blob) => {
      const length = await lengthOf(requests, keyOf(blob));
      // A listing may still show what is gone.
      if (length === undefined) return;
      const target = requests.key(`quarantine/${blob}`);
      const copy = new CopyObjectCommand({ Bucket, Key: target, CopySource: copySource(Bucket, keyOf(blob)) });
      await requests.repeat(() => client.send(copy, requests.deadline));
      if ((await lengthOf(requests, target)) !== length) fail('storage-unhealthy');
      await remove(blob);
    },
    remove,
    release: ({ blob }) => remove(blob),
    abortUnfinished: (before) => abortUploadsBefore(requests, before),
    health: async () => {
      if (health.state !== 'ok') await health.admit().catch(() => undefined);
      return { state: health.state, freeBytes: Number.POSITIVE_INFINITY };
    },
    close: async () => client.destroy(),
  };
};
