/** Files that are read again and again: one that was opened a moment ago is open still, so that a read is one trip to the kernel, not three. */
import { Failure, fail } from '../errors.ts';
import { close, fstat, open, read } from './calls.ts';
import { isAbsent } from './failures.ts';
import type { ByteRange } from './object-store.ts';

/** A file that another hub removed keeps its room, and is read still, for as long. */
const OPEN_MS = 1000;
const MOST_OPEN = 64;

interface Opened {
  readonly fd: Promise<number>;
  readers: number;
  /** Nobody new reads it: the last reader closes it. */
  forgotten: boolean;
  readonly over: NodeJS.Timeout;
}

const openBlob = (path: string): Promise<number> =>
  open(path, 'r').catch((error: unknown) => {
    throw isAbsent(error) ? new Failure('bytes-missing', undefined, error) : error;
  });

export class OpenFiles {
  readonly #opened = new Map<string, Opened>();

  /** Refuses with `bytes-missing` when there is no such file, or less of it than that. */
  async read(path: string, range: ByteRange | undefined, into: Uint8Array | undefined): Promise<Uint8Array> {
    const opened = this.#take(path);
    try {
      const fd = await opened.fd;
      const length = range?.length ?? (await fstat(fd)).size;
      const buffer = into && into.length >= length ? into.subarray(0, length) : Buffer.allocUnsafeSlow(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await read(fd, buffer, done, length - done, (range?.offset ?? 0) + done);
        if (bytesRead === 0) fail('bytes-missing');
        done += bytesRead;
      }
      return buffer;
    } catch (error) {
      this.#forget(path, opened);
      throw error;
    } finally {
      this.#leave(opened);
    }
  }

  /** Who reads it still reads to the end; the next one opens it anew. */
  forget(path: string): void {
    const opened = this.#opened.get(path);
    if (opened) this.#forget(path, opened);
  }

  close(): void {
    for (const path of [...this.#opened.keys()]) this.forget(path);
  }

  #take(path: string): Opened {
    const opened = this.#opened.get(path) ?? this.#open(path);
    opened.readers += 1;
    return opened;
  }

  #open(path: string): Opened {
    if (this.#opened.size >= MOST_OPEN) for (const oldest of this.#opened.keys().take(1)) this.forget(oldest);
    const over = setTimeout(() => this.#forget(path, opened), OPEN_MS).unref();
    const opened: Opened = { fd: openBlob(path), readers: 0, forgotten: false, over };
    this.#opened.set(path, opened);
    return opened;
  }

  #leave(opened: Opened): void {
    opened.readers -= 1;
    if (opened.forgotten && opened.readers === 0) this.#close(opened);
  }

  #forget(path: string, opened: Opened): void {
    if (opened.forgotten) return;
    opened.forgotten = true;
    clearTimeout(opened.over);
    this.#opened.delete(path);
    if (opened.readers === 0) this.#close(opened);
  }

  #close({ fd }: Opened): void {
    fd.then(close).catch(() => undefined);
  }
}
