/** A client that costs next to nothing: an HTTP library would take as long for large answers as those who give them. */
import { connect, type Socket } from 'node:net';

/** Whom it asks: the address that paths follow, and the headers that every request needs. */
export interface Asked {
  readonly name: string;
  readonly root: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answered {
  /** Milliseconds until the whole answer was read. */
  readonly ms: number;
  readonly bytes: number;
}

const BUFFER = 2 ** 20;
const headEnd = Buffer.from('\r\n\r\n');

const lengthOf = (head: string): number | undefined => {
  const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
  return length === undefined ? undefined : Number(length);
};

/** One answer as it comes in, into a buffer that is used again; of an answer that says no length the end of the connection is the end. */
class Answer {
  head = '';
  bytes = 0;
  #left: number | undefined;

  /** True when the answer is whole. */
  take(part: Buffer): boolean {
    let body = part.length;
    if (this.head === '') {
      const end = part.indexOf(headEnd);
      if (end === -1) throw new Error('The head of an answer is longer than is usual.');
      this.head = part.toString('latin1', 0, end);
      this.#left = lengthOf(this.head);
      body -= end + headEnd.length;
    }
    this.bytes += body;
    if (this.#left === undefined) return false;
    this.#left -= body;
    return this.#left <= 0;
  }
}

/** Keeps its connection from one question to the next, as browsers do, where the other side does. */
export class PlainClient {
  readonly #asked: Asked;
  #socket: Socket | undefined;
  #answer = new Answer();
  #done: (error?: Error) => void = () => undefined;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** Throws unless the answer is 200. */
  async get(path: string, accept: string): Promise<Answered> {
    const { name, root, headers } = this.#asked;
    const { host, pathname } = new URL(`${root}${path}`);
    const lines = Object.entries({ ...headers, host, accept }).map(([key, value]) => `${key}: ${value}`);
    const begun = performance.now();
    const answered = new Promise<void>((resolve, reject) => {
      this.#done = (error) => (error ? reject(error) : resolve());
    });
    this.#answer = new Answer();
    this.#socket ??= this.#connect();
    this.#socket.write(`GET ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    await answered;
    const ms = performance.now() - begun;
    const { head, bytes } = this.#answer;
    if (!/^HTTP\/1\.[01] 200/.test(head)) throw new Error(`${name} answered ${path} with ${head.slice(0, 15)}.`);
    if (/^connection: *close/im.test(head)) this.close();
    return { ms, bytes };
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #connect(): Socket {
    const { hostname, port } = new URL(this.#asked.root);
    const buffer = Buffer.alloc(BUFFER);
    const callback = (length: number): boolean => {
      if (this.#answer.take(buffer.subarray(0, length))) this.#done();
      return true;
    };
    const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer, callback } });
    const ended = (error?: Error): void => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#done(error);
    };
    return socket.once('error', ended).once('end', () => ended());
  }
}
