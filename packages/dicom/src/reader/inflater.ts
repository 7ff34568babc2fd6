import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { DicomError } from '../errors.ts';
import type { Bounds } from './bounds.ts';

/** Inflates a raw deflate stream (PS3.5 A.5) into a sink, bounded by ratio and by size, and never whole in memory. */
export class Inflater {
  readonly #stream: InflateRaw = createInflateRaw({ chunkSize: 65_536 });
  readonly #bounds: Bounds;
  readonly #ended: Promise<void>;
  #in = 0;
  #out = 0;
  #error: unknown;

  constructor(bounds: Bounds, sink: (chunk: Uint8Array) => void) {
    this.#bounds = bounds;
    this.#stream.on('data', (chunk: Buffer) => {
      if (this.#error !== undefined) return;
      try {
        this.#count(chunk.length);
        sink(chunk);
      } catch (error) {
        this.#fail(error);
      }
    });
    this.#ended = new Promise((resolve) => {
      this.#stream.once('end', resolve);
      this.#stream.once('close', resolve);
      this.#stream.once('error', (error: Error) => {
        const truncated = /unexpected end/.test(error.message);
        this.#fail(
          new DicomError(
            truncated ? 'truncated' : 'bad-deflate',
            truncated ? 'The deflated data set ends before its end' : 'The data set is not a deflate stream',
          ),
        );
        resolve();
      });
    });
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#throw();
    this.#in += chunk.length;
    await Promise.race([this.#ended, new Promise<void>((resolve) => this.#stream.write(chunk, () => resolve()))]);
    this.#throw();
  }

  async end(): Promise<void> {
    this.#throw();
    this.#stream.end();
    await this.#ended;
    this.#throw();
  }

  #count(bytes: number): void {
    this.#out += bytes;
    const { objectBytes, inflateFreeBytes, inflateRatio } = this.#bounds.limits;
    const tooLarge = this.#out > objectBytes;
    const tooDense = this.#out > inflateFreeBytes && this.#out > this.#in * inflateRatio;
    if (tooLarge || tooDense) throw new DicomError('limit', 'The data set inflates beyond its limit');
  }

  #fail(error: unknown): void {
    this.#error ??= error;
    this.#stream.destroy();
  }

  #throw(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}
