import { DimseError } from './errors.ts';

/**
 * A data set while it arrives. Iterate it, or give `forEach` a sink: that is quicker, as chunks go to the sink as they
 * come, without a promise each. Both end cleanly only when the last fragment arrived; otherwise they throw DimseError.
 * Not consuming it makes the peer wait.
 */
export interface IncomingData extends AsyncIterable<Buffer> {
  /**
   * Calls `sink` with each chunk, waiting first for any promise it returned, until the data set has ended.
   * A chunk may be kept without copying.
   */
  forEach(sink: (chunk: Buffer) => void | Promise<void>): Promise<void>;
}

/** What the data stream asks of the connection it comes from. */
export interface Flow {
  pause(): void;
  resume(): void;
}

type Sink = (chunk: Buffer) => void | Promise<void>;
interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

/** The writing end of IncomingData: bounded by pausing the flow, with one reader at most. */
export class DataPipe implements IncomingData {
  readonly #flow: Flow;
  readonly #highWater: number;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #paused = false;
  #ended = false;
  /** Why the peer's side ended early. */
  #failure: Error | undefined;
  /** Why the reader's sink gave up. */
  #sinkError: Error | undefined;
  #sink: Sink | undefined;
  #sinkBusy = false;
  #waiter: Waiter | undefined;
  #claimed = false;

  constructor(flow: Flow, highWater: number) {
    this.#flow = flow;
    this.#highWater = highWater;
  }

  /** Why the data set did not come whole, once it is known. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** The reader has had every byte. */
  get consumed(): boolean {
    return this.#claimed && this.#ended && this.#queue.length === 0 && !this.#sinkBusy && !this.#sinkError;
  }

  push(chunk: Buffer): void {
    if (this.#failure) return;
    if (this.#sink && !this.#sinkBusy && this.#queue.length === 0) {
      this.#offer(this.#sink, chunk);
      return;
    }
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.length;
    if (this.#queuedBytes > this.#highWater) this.#pause();
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Ends it with an error, unless its end had been reached; what was not read yet is dropped. */
  fail(error: Error): void {
    if (this.#ended || this.#failure) return;
    this.#failure = error;
    this.#drop();
    this.#wake();
  }

  /** Reads and drops the rest; resolves when the data set has ended, however it ended. An earlier reader is cut off. */
  async drain(): Promise<void> {
    this.#claimed = true;
    this.#sink = discard;
    this.#sinkBusy = false;
    this.#sinkError = undefined;
    this.#drop();
    this.#waiter?.reject(new DimseError('aborted', 'The data set is no longer read'));
    this.#waiter = undefined;
    while (!this.#ended && !this.#failure) await this.#change();
  }

  forEach(sink: Sink): Promise<void> {
    this.#claim();
    this.#sink = sink;
    this.#pump();
    const done = this.#untilSunk();
    // A reader that lets go of the promise must not bring the process down when the peer aborts.
    done.catch(() => undefined);
    return done;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    this.#claim();
    while (true) {
      if (this.#failure) throw this.#failure;
      const chunk = this.#shift();
      if (chunk) yield chunk;
      else if (this.#ended) return;
      else await this.#change();
    }
  }

  #claim(): void {
    if (this.#claimed) throw new DimseError('protocol', 'A data set can be read only once');
    this.#claimed = true;
  }

  #shift(): Buffer | undefined {
    const chunk = this.#queue.shift();
    if (!chunk) return undefined;
    this.#queuedBytes -= chunk.length;
    if (this.#queuedBytes <= this.#highWater / 2) this.#resume();
    return chunk;
  }

  #change(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  #wake(): void {
    this.#waiter?.resolve();
    this.#waiter = undefined;
  }

  async #untilSunk(): Promise<void> {
    while (true) {
      if (this.#sinkError) throw this.#sinkError;
      if (this.#failure) throw this.#failure;
      if (this.#ended && this.#queue.length === 0 && !this.#sinkBusy) return;
      await this.#change();
    }
  }

  #pump(): void {
    while (this.#sink && !this.#sinkBusy) {
      const chunk = this.#shift();
      if (!chunk) break;
      this.#offer(this.#sink, chunk);
    }
    this.#wake();
  }

  #offer(sink: Sink, chunk: Buffer): void {
    try {
      const busy = sink(chunk);
      if (busy) this.#await(sink, busy);
    } catch (error) {
      this.#sinkFailed(sink, error);
    }
  }

  #await(sink: Sink, busy: Promise<void>): void {
    this.#sinkBusy = true;
    busy.then(
      () => {
        if (this.#sink !== sink) return;
        this.#sinkBusy = false;
        this.#pump();
      },
      (error: unknown) => this.#sinkFailed(sink, error),
    );
  }

  /** The reader failed, not the peer: its own error goes back to it, and what still comes waits to be drained. */
  #sinkFailed(sink: Sink, error: unknown): void {
    if (this.#sink !== sink) return;
    this.#sink = undefined;
    this.#sinkBusy = false;
    this.#sinkError = error instanceof Error ? error : new Error('A data sink failed', { cause: error });
    this.#wake();
  }

  #drop(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#resume();
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#flow.pause();
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#flow.resume();
  }
}

function discard(): void {
  // The bytes of a data set that nobody wants.
}
