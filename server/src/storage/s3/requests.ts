/** One bucket: every request of ours with its deadline, and when it is tried again. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { failureOf, outcomeOf } from './outcome.ts';

export interface S3Place {
  readonly bucket: string;
  /** put before every key: empty, or ending with a slash */
  readonly prefix: string;
  readonly region: string;
  /** of a service that is not Amazon's; its buckets are named in paths */
  readonly endpoint?: string;
  /** A function, so that nothing that prints settings prints secrets. */
  readonly credentials: () => {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

export interface S3Timing {
  /** milliseconds that one request may take */
  readonly requestMs: number;
  /** milliseconds before each further attempt */
  readonly waitsMs: readonly number[];
}

export const patientTiming: S3Timing = { requestMs: 20_000, waitsMs: [100, 500, 2000] };

const openClient = (place: S3Place, timing: S3Timing): S3Client => {
  const config: S3ClientConfig = {
    region: place.region,
    credentials: async () => place.credentials(),
    // Ours: after a time-out we have to look before we try again.
    maxAttempts: 1,
    // Older services refuse or ignore the newer checksums; we send Content-MD5 and SHA-256 ourselves.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: { keepAlive: true, maxSockets: 64 },
      connectionTimeout: Math.min(3000, timing.requestMs),
      socketTimeout: timing.requestMs,
    },
    ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
  };
  return new S3Client(config);
};

export class Requests {
  readonly client: S3Client;
  readonly bucket: string;
  readonly timing: S3Timing;
  readonly #prefix: string;

  constructor(place: S3Place, timing: S3Timing) {
    this.client = openClient(place, timing);
    this.bucket = place.bucket;
    this.timing = timing;
    this.#prefix = place.prefix;
  }

  key(name: string): string {
    return this.#prefix + name;
  }

  nameOf(key: string): string {
    return key.slice(this.#prefix.length);
  }

  /** The deadline of one request. */
  get deadline(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: AbortSignal.timeout(this.timing.requestMs) };
  }

  /** Waits before attempt `n` (0: not at all); false when there are no more. */
  async wait(attempt: number): Promise<boolean> {
    if (attempt === 0) return true;
    const wait = this.timing.waitsMs[attempt - 1];
    if (wait === undefined) return false;
    await delay(wait * (0.5 + Math.random()));
    return true;
  }

  /** For requests that may be done twice. Absence is for the caller to judge. */
  async repeat<T>(request: () => Promise<T>): Promise<T> {
    let last: unknown;
    for (let attempt = 0; await this.wait(attempt); attempt += 1) {
      try {
        return await request();
      } catch (error) {
        last = error;
        const outcome = outcomeOf(error);
        if (outcome === 'absent') throw error;
        if (outcome !== 'again' && outcome !== 'unknown') break;
      }
    }
    throw failureOf(last);
  }
}

export const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();
