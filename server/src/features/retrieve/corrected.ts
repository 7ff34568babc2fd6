/** A corrected object: its header is written anew, everything large is copied from the stored bytes while they stream by. */
import { deflateRawSync } from 'node:zlib';
import { type ByteRange, type DatasetPart, datasetParts, transferSyntax } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import { bytesOf, inflatedBytesOf, readHeader } from './header.ts';

const isDeflated = (instance: ServedInstance): boolean =>
  transferSyntax(instance.transfer_syntax_uid)?.deflated === true;

const partsOf = async (context: Context, instance: ServedInstance): Promise<readonly DatasetPart[]> => {
  const { dataset, transferSyntaxUid } = await readHeader(context.objects, instance);
  return datasetParts(dataset, transferSyntaxUid);
};

const deflatedDataset = async (context: Context, instance: ServedInstance): Promise<Uint8Array> => {
  const read = inflatedBytesOf(context.objects, instance);
  const chunks: Uint8Array[] = [];
  for (const part of await partsOf(context, instance))
    chunks.push(part instanceof Uint8Array ? part : await read(part));
  const bytes = deflateRawSync(Buffer.concat(chunks));
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
};

/** Gives ranges of a stream in their order; one that lies behind is read from the storage. */
class Cursor {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #readBehind: (range: ByteRange) => Promise<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(source: AsyncIterable<Uint8Array>, readBehind: (range: ByteRange) => Promise<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
    this.#readBehind = readBehind;
  }

  async *take(range: ByteRange): AsyncGenerator<Uint8Array> {
    if (range.offset < this.#at) {
      yield await this.#readBehind(range);
      return;
    }
    for (let left = range.length; left > 0; ) {
      const chunk = await this.#next(range.offset + range.length - left);
      const given = chunk.subarray(0, left);
      this.#advance(given.length);
      left -= given.length;
      yield given;
    }
  }

  /** Reads to the end, so that the digest of the whole is checked. */
  async drain(): Promise<void> {
    while (!(await this.#source.next()).done);
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** What there is from that place on. */
  async #next(offset: number): Promise<Uint8Array> {
    while (this.#at + this.#chunk.length <= offset) {
      this.#at += this.#chunk.length;
      const { value, done } = await this.#source.next();
      this.#chunk = done ? fail('bytes-missing') : value;
    }
    this.#advance(offset - this.#at);
    return this.#chunk;
  }

  #advance(bytes: number): void {
    this.#at += bytes;
    this.#chunk = this.#chunk.subarray(bytes);
  }
}

/** `stored` gives the object as it is stored, and fails at its end when it is damaged; parts that are ranges are taken from it. */
export async function* openParts(
  context: Context,
  instance: ServedInstance,
  stored: AsyncIterable<Uint8Array>,
  parts: readonly DatasetPart[],
): AsyncGenerator<Uint8Array> {
  const cursor = new Cursor(stored, bytesOf(context.objects, instance));
  try {
    for (const part of parts)
      if (part instanceof Uint8Array) yield part;
      else yield* cursor.take(part);
    await cursor.drain();
  } finally {
    await cursor.close();
  }
}

/** `stored` as for `openParts`. */
export async function* openCorrected(
  context: Context,
  instance: ServedInstance,
  stored: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const parts = isDeflated(instance) ? [await deflatedDataset(context, instance)] : await partsOf(context, instance);
  yield* openParts(context, instance, stored, [{ offset: 0, length: instance.dataset_offset }, ...parts]);
}

/** How many bytes a corrected object has. */
export const correctedLength = async (context: Context, instance: ServedInstance): Promise<number> => {
  const parts = isDeflated(instance) ? [await deflatedDataset(context, instance)] : await partsOf(context, instance);
  return parts.reduce((sum, part) => sum + part.length, instance.dataset_offset);
};
