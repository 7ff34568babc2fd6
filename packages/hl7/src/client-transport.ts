/** MLLP over TCP, the side that sends: a message, then its answer, one after the other. */
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { frame, MllpFramer } from './mllp.ts';

export type MllpClientErrorKind = 'unreachable' | 'timed-out' | 'closed' | 'protocol';

export class MllpClientError extends Error {
  override readonly name = 'MllpClientError';
  readonly kind: MllpClientErrorKind;

  constructor(kind: MllpClientErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

export interface MllpClient {
  /** The first answer after the message, whatever it says. */
  send(message: Uint8Array): Promise<Uint8Array>;
  /** A further answer, as the application's acknowledgement of enhanced mode is. */
  receive(): Promise<Uint8Array>;
  close(): void;
}

export interface MllpClientOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs?: number;
  readonly tls?: ConnectionOptions;
}

const longestAnswer = 2 ** 20;

class SocketClient implements MllpClient {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #framer = new MllpFramer(longestAnswer);
  readonly #answers: Uint8Array[] = [];
  #wake: (() => void) | undefined;
  #ended = false;

  constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.on('data', (chunk) => {
      for (const event of this.#framer.push(chunk)) if (event.type === 'frame') this.#answers.push(event.bytes);
      this.#wake?.();
    });
    socket.once('close', () => {
      this.#ended = true;
      this.#wake?.();
    });
  }

  send(message: Uint8Array): Promise<Uint8Array> {
    this.#socket.write(frame(message));
    return this.receive();
  }

  async receive(): Promise<Uint8Array> {
    const answer = this.#answers.shift();
    if (answer !== undefined) return answer;
    if (this.#ended) throw new MllpClientError('closed', 'The other side closed without an answer.');
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.close();
        reject(new MllpClientError('timed-out', 'There was no answer in time.'));
      }, this.#timeoutMs);
      this.#wake = () => {
        if (this.#answers.length === 0 && !this.#ended) return;
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
    return this.receive();
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** @throws MllpClientError unreachable */
export const connectMllp = ({ host, port, timeoutMs = 30_000, tls }: MllpClientOptions): Promise<MllpClient> =>
  new Promise((resolve, reject) => {
    const socket = tls === undefined ? connectTcp({ host, port, noDelay: true }) : connectTls({ host, port, ...tls });
    const failed = (cause: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new MllpClientError('unreachable', 'No connection could be made.', cause));
    };
    const timer = setTimeout(() => failed(new Error('time-out')), timeoutMs);
    socket.once('error', failed);
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      socket.on('error', () => undefined);
      resolve(new SocketClient(socket, timeoutMs));
    });
  });
