import type { Command } from './command.ts';
import type { Flow } from './incoming-data.ts';

export interface Response {
  readonly command: Command;
  readonly status: number;
  /** The bytes of the data set that came with it. */
  readonly identifier: Buffer | undefined;
}

const MOST_WAITING = 64;

/** Responses to one request, in order, for one reader; the connection is paused while too many wait. */
export class ResponseQueue {
  readonly #flow: Flow;
  #waiting: Response[] = [];
  #paused = false;
  #failure: Error | undefined;
  #reader: { resolve(response: Response): void; reject(error: Error): void } | undefined;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  /** True while the reader waits for the peer. */
  get awaited(): boolean {
    return this.#reader !== undefined;
  }

  push(response: Response): void {
    if (this.#reader) {
      const reader = this.#reader;
      this.#reader = undefined;
      reader.resolve(response);
      return;
    }
    this.#waiting.push(response);
    if (this.#waiting.length < MOST_WAITING || this.#paused) return;
    this.#paused = true;
    this.#flow.pause();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#reader?.reject(this.#failure);
    this.#reader = undefined;
  }

  /** The next response, or the error that ended the association. */
  next(): Promise<Response> {
    const response = this.#waiting.shift();
    if (this.#paused && this.#waiting.length === 0) this.close();
    if (response) return Promise.resolve(response);
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  /** Lets the connection flow again; to be called when nobody will read any more. */
  close(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#flow.resume();
  }
}
