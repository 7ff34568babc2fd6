/** Small objects are one PUT; larger ones are uploaded in parts while they arrive. */
import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { fail } from '../../errors.ts';
import type { BlobWriter, StoredBlob } from '../object-store.ts';
import type { Sent } from './compare.ts';
import { failureOf } from './outcome.ts';
import { md5, type Requests } from './requests.ts';
import { type Alarm, sendOnce } from './send.ts';

/** The least that a part may be; 10,000 of them are more than any object that we take. */
const PART_BYTES = 5 * 2 ** 20;

interface Part {
  readonly length: number;
  readonly md5: Buffer;
  readonly entityTag: string;
}

export interface WriterParts {
  readonly requests: Requests;
  readonly alarm: Alarm;
  /** told when there was nothing more to try */
  readonly failed: (error: unknown) => void;
}

export class S3Writer implements BlobWriter {
  readonly #requests: Requests;
  readonly #with: WriterParts;
  readonly #blob: string;
  readonly #key: string;
  readonly #parts: Part[] = [];
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #length = 0;
  #uploadId: string | undefined;
  #uploading: Promise<void> | undefined;

  constructor(parts: WriterParts, blob: string) {
    this.#requests = parts.requests;
    this.#with = parts;
    this.#blob = blob;
    this.#key = parts.requests.key(blob);
  }

  write(chunk: Uint8Array): Promise<void> | void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    this.#length += chunk.length;
    if (this.#heldBytes >= PART_BYTES) return this.#nextPart();
  }

  async commit(): Promise<StoredBlob> {
    try {
      await this.#uploading;
      if (this.#uploadId === undefined) await this.#putWhole();
      else await this.#complete(this.#uploadId);
    } catch (error) {
      this.#with.failed(error);
      await this.discard();
      throw failureOf(error);
    }
    return { blob: this.#blob, offset: 0, length: this.#length };
  }

  /** What cannot be given up now is swept later. */
  async discard(): Promise<void> {
    this.#held = [];
    await this.#uploading?.catch(() => undefined);
    const UploadId = this.#uploadId;
    this.#uploadId = undefined;
    if (UploadId === undefined) return;
    const abort = new AbortMultipartUploadCommand({ Bucket: this.#requests.bucket, Key: this.#key, UploadId });
    await this.#requests.client.send(abort, this.#requests.deadline).catch(() => undefined);
  }

  #takeHeld(): Buffer {
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return bytes;
  }

  /** One part is under way while the next arrives: whoever brings more waits for it. */
  async #nextPart(): Promise<void> {
    const bytes = this.#takeHeld();
    const before = this.#uploading;
    const upload = (before ?? Promise.resolve()).then(() => this.#uploadPart(bytes));
    this.#uploading = upload;
    // Told by whoever comes next: the next chunk, or commit.
    upload.catch(() => undefined);
    await before?.catch((error: unknown) => {
      this.#with.failed(error);
      throw failureOf(error);
    });
  }

  async #uploadPart(bytes: Buffer): Promise<void> {
    this.#uploadId ??= await this.#begin();
    const digest = md5(bytes);
    const { ETag } = await this.#requests.repeat(() =>
      this.#requests.client.send(
        new UploadPartCommand({
          Bucket: this.#requests.bucket,
          Key: this.#key,
          UploadId: this.#uploadId,
          PartNumber: this.#parts.length + 1,
          Body: bytes,
          ContentMD5: digest.toString('base64'),
        }),
        this.#requests.deadline,
      ),
    );
    this.#parts.push({ length: bytes.length, md5: digest, entityTag: ETag ?? fail('storage-unhealthy') });
  }

  async #begin(): Promise<string> {
    const command = new CreateMultipartUploadCommand({ Bucket: this.#requests.bucket, Key: this.#key });
    const begun = await this.#requests.repeat(() => this.#requests.client.send(command, this.#requests.deadline));
    return begun.UploadId ?? fail('storage-unhealthy');
  }

  async #putWhole(): Promise<void> {
    const body = this.#takeHeld();
    const digest = md5(body);
    const sha256 = createHash('sha256').update(body).digest('base64');
    const sent: Sent = { length: body.length, parts: [{ length: body.length, md5: digest }], sha256, multipart: false };
    const request = () =>
      this.#requests.client.send(
        new PutObjectCommand({
          Bucket: this.#requests.bucket,
          Key: this.#key,
          Body: body,
          IfNoneMatch: '*',
          ContentMD5: digest.toString('base64'),
          ChecksumSHA256: sha256,
        }),
        this.#requests.deadline,
      );
    await sendOnce(this.#requests, { key: this.#key, sent, request }, this.#with.alarm);
  }

  async #complete(UploadId: string): Promise<void> {
    if (this.#heldBytes > 0) await this.#uploadPart(this.#takeHeld());
    const sent: Sent = { length: this.#length, parts: this.#parts, multipart: true };
    const Parts = this.#parts.map(({ entityTag }, at) => ({ PartNumber: at + 1, ETag: entityTag }));
    const request = () =>
      this.#requests.client.send(
        new CompleteMultipartUploadCommand({
          Bucket: this.#requests.bucket,
          Key: this.#key,
          UploadId,
          IfNoneMatch: '*',
          MultipartUpload: { Parts },
        }),
        this.#requests.deadline,
      );
    await sendOnce(this.#requests, { key: this.#key, sent, request }, this.#with.alarm);
    this.#uploadId = undefined;
  }
}
