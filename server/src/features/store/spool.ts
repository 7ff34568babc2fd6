/** Values that come before the object that they belong to is whole: small ones in memory, others in blobs that are given up after. */
import type { StoredBlob } from '../../storage/index.ts';
import type { Principal } from '../access/index.ts';
import { authorise } from '../access/index.ts';
import type { Context } from '../context.ts';

export interface Spooled {
  readonly length: number;
  read(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const smallBytes = 64 * 1024;
const mostInMemory = 16 * 2 ** 20;

const collect = async (
  body: AsyncIterator<Uint8Array>,
  most: number,
): Promise<{ chunks: Buffer[]; ended: boolean }> => {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length <= most) {
    const { done, value } = await body.next();
    if (done) return { chunks, ended: true };
    // A reader's chunk is a view of what it reads into next.
    chunks.push(Buffer.from(value));
    length += value.length;
  }
  return { chunks, ended: false };
};

/** Holds values until `drop`; nobody else ever sees them. */
export class Spool {
  readonly #context: Context;
  readonly #principal: Principal;
  readonly #stored: StoredBlob[] = [];
  #inMemory = 0;

  constructor(context: Context, principal: Principal) {
    authorise(principal, 'store');
    this.#context = context;
    this.#principal = principal;
  }

  async keep(body: AsyncIterable<Uint8Array>): Promise<Spooled> {
    const iterator = body[Symbol.asyncIterator]();
    const { chunks, ended } = await collect(iterator, this.#inMemory < mostInMemory ? smallBytes : 0);
    if (!ended) return this.#write(chunks, iterator);
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#inMemory += length;
    return { length, read: () => chunks };
  }

  async #write(first: readonly Buffer[], rest: AsyncIterator<Uint8Array>): Promise<Spooled> {
    const { objects } = this.#context;
    const writer = await objects.create(this.#principal.tenantId);
    try {
      for (const chunk of first) await writer.write(chunk);
      for (let next = await rest.next(); !next.done; next = await rest.next())
        await writer.write(Buffer.from(next.value));
      const stored = await writer.commit();
      this.#stored.push(stored);
      return { length: stored.length, read: () => objects.read(stored.blob, stored) };
    } catch (error) {
      await writer.discard().catch(() => undefined);
      throw error;
    }
  }

  /** Gives all of it up; what cannot be given up is found by the sweeper, since no row names it. */
  async drop(): Promise<void> {
    for (const stored of this.#stored.splice(0)) await this.#context.objects.release(stored).catch(() => undefined);
  }
}
