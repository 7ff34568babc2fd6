import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Acceptor } from './acceptor.ts';
import { Connection } from './connection-transport.ts';
import { DimseError } from './errors.ts';
import type { AssociationAnswer, AssociationRequest, DimseEvent, DimseHandlers } from './handlers.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, type DimseLimits, type DimseTimeouts } from './limits.ts';
import { connect } from './scu-transport.ts';

export interface ServerLimits extends DimseLimits {
  /** Associations served at once; one more is rejected (transient, local limit exceeded). */
  readonly associations: number;
  /** Transport connections at once; one more is closed. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  ...DEFAULT_LIMITS,
  associations: 256,
  connections: 512,
  connectionsPerAddress: 128,
};

export interface DimseServerOptions<P> {
  /** Decides on every association: who may call, and for what. */
  readonly accept: (request: AssociationRequest) => AssociationAnswer<P> | Promise<AssociationAnswer<P>>;
  readonly handlers: DimseHandlers<P>;
  readonly limits?: Partial<ServerLimits>;
  readonly timeouts?: Partial<DimseTimeouts>;
  readonly onEvent?: (event: DimseEvent<P>) => void;
}

export interface DimseServer {
  /** Starts to listen; port 0 takes a free one. Rejects when the address cannot be had. */
  listen(port: number, host: string): Promise<void>;
  /** Stops: no new connection, idle associations end now, busy ones after `graceMs` milliseconds at most. */
  close(graceMs?: number): Promise<void>;
  /** The port listened on. */
  readonly port: number;
  readonly associations: number;
}

/** A DICOM service class provider on one TCP port (PS3.8 9). Nothing a peer sends makes it throw. */
export function createDimseServer<P>(options: DimseServerOptions<P>): DimseServer {
  return new SocketServer(options);
}

interface Peer<P> {
  readonly connection: Connection;
  readonly acceptor: Acceptor<P>;
}

class SocketServer<P> implements DimseServer {
  readonly #options: DimseServerOptions<P>;
  readonly #limits: ServerLimits;
  readonly #timeouts: DimseTimeouts;
  readonly #server: Server;
  readonly #peers = new Set<Peer<P>>();
  readonly #perAddress = new Map<string, number>();
  #associations = 0;
  #closing = false;

  constructor(options: DimseServerOptions<P>) {
    this.#options = options;
    this.#limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    this.#server = createServer({ noDelay: true, highWaterMark: 256 * 1024 }, (socket) => this.#connected(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  get associations(): number {
    return this.#associations;
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host, backlog: 1024 }, () => {
        this.#server.off('error', reject);
        // Running out of file descriptors while accepting must not end the process.
        this.#server.on('error', (error) => this.#emit({ type: 'fault', association: undefined, error }));
        resolve();
      });
    });
  }

  async close(graceMs = 0): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const stop = (only: (peer: Peer<P>) => boolean) => {
      for (const peer of this.#peers) {
        if (only(peer)) peer.connection.abort(new DimseError('aborted', 'The server is closing'));
      }
    };
    stop((peer) => graceMs === 0 || !peer.acceptor.busy);
    const timer = setTimeout(() => stop(() => true), graceMs);
    await closed;
    clearTimeout(timer);
  }

  #connected(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const fromHere = this.#perAddress.get(address) ?? 0;
    const why = this.#refusal(fromHere);
    if (why || this.#closing) {
      socket.on('error', () => undefined);
      socket.destroy();
      if (why) this.#emit({ type: 'connection-refused', remoteAddress: address, why });
      return;
    }
    this.#perAddress.set(address, fromHere + 1);
    this.#serve(socket, address);
  }

  #refusal(fromHere: number): 'address-limit' | 'limit' | undefined {
    if (fromHere >= this.#limits.connectionsPerAddress) return 'address-limit';
    return this.#peers.size >= this.#limits.connections ? 'limit' : undefined;
  }

  #serve(socket: Socket, address: string): void {
    let admitted = false;
    const admit = () => {
      admitted = this.#associations < this.#limits.associations;
      if (admitted) this.#associations += 1;
      return admitted;
    };
    const connection = new Connection(socket, 'acceptor', this.#limits, this.#timeouts);
    const acceptor = this.#acceptor(connection, address, admit);
    const peer = { connection, acceptor };
    this.#peers.add(peer);
    socket.once('close', () => {
      this.#peers.delete(peer);
      if (admitted) this.#associations -= 1;
      const left = (this.#perAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#perAddress.delete(address);
      else this.#perAddress.set(address, left);
    });
    connection.accepted(acceptor);
  }

  #acceptor(connection: Connection, remoteAddress: string, admit: () => boolean): Acceptor<P> {
    const { accept, handlers } = this.#options;
    return new Acceptor(connection, {
      remoteAddress,
      limits: this.#limits,
      timeouts: this.#timeouts,
      handlers,
      accept,
      admit,
      emit: (event) => this.#emit(event),
      associate: connect,
    });
  }

  /** An observer's failure is its own: it must not end an association. */
  #emit(event: DimseEvent<P>): void {
    try {
      this.#options.onEvent?.(event);
    } catch {
      // Nobody is left to tell.
    }
  }
}
