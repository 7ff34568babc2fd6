/** MLLP over TCP, the side that listens: one message at a time for each connection, answered before the next is looked at. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { blockEnd, blockStart, type FrameFault, frame, MllpFramer } from './mllp.ts';

export interface MllpLimits {
  readonly messageBytes: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

export interface MllpTimeouts {
  /** from the start of a block to its end */
  readonly messageMs: number;
  readonly idleMs: number;
  /** for the peer to read what it is sent */
  readonly writeMs: number;
}

export const defaultMllpLimits: MllpLimits = {
  messageBytes: 10 * 2 ** 20,
  connections: 256,
  connectionsPerAddress: 64,
};
export const defaultMllpTimeouts: MllpTimeouts = { messageMs: 30_000, idleMs: 600_000, writeMs: 30_000 };

export interface MllpPeer {
  readonly address: string;
  /** SHA-256 of the certificate that was proved, lower case hexadecimal */
  readonly certificate: string | undefined;
}

export type MllpEvent =
  | { readonly type: 'refused'; readonly address: string; readonly why: 'limit' | 'address-limit' | 'tls' | 'unknown' }
  | {
      readonly type: 'fault';
      readonly address: string;
      readonly fault: FrameFault | 'message-time-out' | 'write-time-out';
    }
  | { readonly type: 'error'; readonly address: string; readonly error: unknown };

export interface MllpServerOptions {
  /** Whether an address may connect at all; what it sends is judged by `message`. */
  readonly accept: (peer: MllpPeer) => boolean | Promise<boolean>;
  /**
   * The answers to one message, in order, each a block that is written as soon as it is given; one that comes in pieces is written piece by piece. A
   * rejection closes the connection without an answer, or in the middle of one.
   */
  readonly message: (peer: MllpPeer, bytes: Uint8Array) => AsyncIterable<Uint8Array | AsyncIterable<Uint8Array>>;
  readonly onEvent?: (event: MllpEvent) => void;
  readonly limits?: Partial<MllpLimits>;
  readonly timeouts?: Partial<MllpTimeouts>;
  readonly tls?: TlsOptions;
}

export interface MllpServer {
  readonly port: number;
  listen(port: number, host: string): Promise<void>;
  /** New certificates for the connections to come. */
  renew(tls: TlsOptions): void;
  /** Connections end when their message is answered, after `graceMs` in any case. */
  close(graceMs: number): Promise<void>;
}

class MllpConnection {
  readonly #socket: Socket;
  readonly #peer: MllpPeer;
  readonly #options: MllpServerOptions;
  readonly #timeouts: MllpTimeouts;
  readonly #framer: MllpFramer;
  readonly #waiting: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #working = false;
  #closing = false;
  /** A message was dropped: what came before it is answered, and nothing after. */
  #lost = false;

  constructor(socket: Socket, peer: MllpPeer, options: MllpServerOptions, limits: MllpLimits, timeouts: MllpTimeouts) {
    this.#socket = socket;
    this.#peer = peer;
    this.#options = options;
    this.#timeouts = timeouts;
    this.#framer = new MllpFramer(limits.messageBytes);
    socket.setTimeout(timeouts.idleMs, () => socket.destroy());
    socket.on('data', (chunk) => this.#received(chunk));
    socket.once('end', () => this.#ended());
    socket.once('close', () => clearTimeout(this.#timer));
  }

  /** Ends now unless a message is being worked at; that one is answered first. */
  close(): void {
    this.#closing = true;
    if (!this.#working) this.#socket.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #fault(fault: Extract<MllpEvent, { type: 'fault' }>['fault']): void {
    this.#options.onEvent?.({ type: 'fault', address: this.#peer.address, fault });
  }

  #received(chunk: Uint8Array): void {
    if (this.#lost) return;
    for (const event of this.#framer.push(chunk)) {
      if (event.type === 'frame') this.#waiting.push(event.bytes);
      else this.#fault(event.fault);
      // Its sender waits for an answer that there will not be, and would take the next one for it.
      if (event.type === 'fault' && event.fault !== 'outside') {
        this.#lost = true;
        break;
      }
    }
    if (this.#lost && !this.#working && this.#waiting.length === 0) return void this.#socket.destroy();
    if (this.#lost || !this.#framer.isOpen) this.#disarm();
    else this.#timer ??= setTimeout(() => this.#overdue(), this.#timeouts.messageMs);
    if (this.#waiting.length > 0) void this.#work();
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #overdue(): void {
    this.#fault('message-time-out');
    this.#socket.destroy();
  }

  /** What the peer has sent meanwhile waits in the network (H74). */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    this.#socket.pause();
    try {
      for (let bytes = this.#waiting.shift(); bytes !== undefined; bytes = this.#waiting.shift()) {
        for await (const answer of this.#options.message(this.#peer, bytes)) await this.#answer(answer);
        if (this.#closing) break;
      }
    } catch (error) {
      this.#options.onEvent?.({ type: 'error', address: this.#peer.address, error });
      this.#socket.destroy();
    }
    this.#working = false;
    if (this.#lost) this.#socket.destroySoon();
    else if (this.#closing || this.#socket.readableEnded) this.#socket.end();
    else this.#socket.resume();
  }

  #ended(): void {
    if (!this.#working) this.#socket.end();
  }

  async #answer(answer: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    if (answer instanceof Uint8Array) return this.#write(frame(answer));
    await this.#write(blockStart);
    for await (const piece of answer) await this.#write(piece);
    await this.#write(blockEnd);
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve();
      const timer = setTimeout(() => {
        this.#fault('write-time-out');
        this.#socket.destroy();
      }, this.#timeouts.writeMs);
      const done = (): void => {
        clearTimeout(timer);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.once('close', done);
      this.#socket.write(bytes, done);
    });
  }
}

/** The certificate that was proved. */
const certificateOf = (socket: Socket): string | undefined => {
  if (!('authorized' in socket) || socket.authorized !== true) return undefined;
  const { fingerprint256 } = (socket as TLSSocket).getPeerCertificate();
  return fingerprint256 ? fingerprint256.replaceAll(':', '').toLowerCase() : undefined;
};

class SocketServer implements MllpServer {
  readonly #options: MllpServerOptions;
  readonly #limits: MllpLimits;
  readonly #timeouts: MllpTimeouts;
  readonly #server: Server;
  readonly #connections = new Map<Socket, MllpConnection | undefined>();
  readonly #perAddress = new Map<string, number>();

  constructor(options: MllpServerOptions) {
    this.#options = options;
    this.#limits = { ...defaultMllpLimits, ...options.limits };
    this.#timeouts = { ...defaultMllpTimeouts, ...options.timeouts };
    // Half open: a peer that has sent its last message still reads the answer.
    const socket = { noDelay: true, allowHalfOpen: true } as const;
    if (options.tls === undefined) {
      this.#server = createServer(socket, (raw) => this.#connected(raw, raw));
      return;
    }
    const server = createTlsServer(
      { ...socket, ...options.tls, handshakeTimeout: 10_000 },
      (secured) => void this.#admit(secured),
    );
    server.on('connection', (raw: Socket) => this.#connected(raw));
    server.on('tlsClientError', (_error, secured) => this.#refuse(secured.remoteAddress ?? '', 'tls'));
    this.#server = server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host, backlog: 256 }, () => {
        this.#server.off('error', reject);
        // Running out of file descriptors while accepting must not end the process.
        this.#server.on('error', (error) => this.#emit({ type: 'error', address: '', error }));
        resolve();
      });
    });
  }

  renew(tls: TlsOptions): void {
    if ('setSecureContext' in this.#server) (this.#server as ReturnType<typeof createTlsServer>).setSecureContext(tls);
  }

  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const [socket, connection] of this.#connections)
      if (connection === undefined) socket.destroy();
      else connection.close();
    const timer = setTimeout(() => {
      for (const socket of this.#connections.keys()) socket.destroy();
    }, graceMs);
    await closed;
    clearTimeout(timer);
  }

  #emit(event: MllpEvent): void {
    this.#options.onEvent?.(event);
  }

  #refuse(address: string, why: Extract<MllpEvent, { type: 'refused' }>['why']): void {
    this.#emit({ type: 'refused', address, why });
  }

  /** Counted from the first byte on, handshakes included. `plain` is served at once. */
  #connected(raw: Socket, plain?: Socket): void {
    const address = raw.remoteAddress ?? '';
    const fromHere = this.#perAddress.get(address) ?? 0;
    const full = this.#connections.size >= this.#limits.connections;
    raw.on('error', () => undefined);
    if (full || fromHere >= this.#limits.connectionsPerAddress) {
      raw.destroy();
      this.#refuse(address, full ? 'limit' : 'address-limit');
      return;
    }
    this.#perAddress.set(address, fromHere + 1);
    this.#connections.set(raw, undefined);
    raw.once('close', () => {
      this.#connections.delete(raw);
      const left = (this.#perAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#perAddress.delete(address);
      else this.#perAddress.set(address, left);
    });
    if (plain !== undefined) void this.#admit(plain);
  }

  async #admit(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    const peer = { address: socket.remoteAddress ?? '', certificate: certificateOf(socket) };
    // Nothing is read of whom we do not know yet.
    socket.pause();
    const accepted = await Promise.resolve(this.#options.accept(peer)).catch((error: unknown) => {
      this.#emit({ type: 'error', address: peer.address, error });
      return false;
    });
    if (!accepted) {
      socket.destroy();
      this.#refuse(peer.address, 'unknown');
      return;
    }
    if (socket.destroyed) return;
    const connection = new MllpConnection(socket, peer, this.#options, this.#limits, this.#timeouts);
    this.#connections.set(socket, connection);
    socket.once('close', () => this.#connections.delete(socket));
    socket.resume();
  }
}

/** An MLLP listener on one port. Nothing a peer sends makes it throw. */
export const createMllpServer = (options: MllpServerOptions): MllpServer => new SocketServer(options);
