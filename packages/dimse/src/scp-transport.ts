import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { Acceptor } from './acceptor.ts';
import { Connection } from './connection-transport.ts';
import { DimseError } from './errors.ts';
import type { AssociationAnswer, AssociationRequest, DimseEvent, DimseHandlers } from './handlers.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, type DimseLimits, type DimseTimeouts } from './limits.ts';
import { connect } from './scu-transport.ts';
import { type PeerCertificate, type ServerTls, TLS_PROFILE } from './tls.ts';

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
  /** Absent: plain TCP. */
  readonly tls?: ServerTls;
}

export interface DimseServer {
  /** Starts to listen; port 0 takes a free one. Rejects when the address cannot be had. */
  listen(port: number, host: string): Promise<void>;
  /** Stops: no new connection, idle associations end now, busy ones after `graceMs` milliseconds at most. */
  close(graceMs?: number): Promise<void>;
  /** The port listened on. */
  readonly port: number;
  readonly associations: number;
  /** New certificates or authorities for the connections to come. */
  renew(tls: ServerTls): void;
}

/** A DICOM service class provider on one TCP port (PS3.8 9). Nothing a peer sends makes it throw. */
export function createDimseServer<P>(options: DimseServerOptions<P>): DimseServer {
  return new SocketServer(options);
}

interface Peer<P> {
  readonly connection: Connection;
  readonly acceptor: Acceptor<P>;
}

const tlsOptions = ({ cert, key, ca, clients }: ServerTls) => ({
  ...TLS_PROFILE,
  cert,
  key,
  ...(ca !== undefined && { ca }),
  requestCert: clients === 'required' || ca !== undefined,
  // Where it is optional, whoever gives none is let in, and whoever gives a bad one is not: see `#secured`.
  rejectUnauthorized: clients === 'required',
});

/** Of a handshake that failed: its socket is closed, and only the one below still knows who was at the other end. */
const addressOf = (secured: TLSSocket): string => {
  const below: unknown = Reflect.get(secured, '_parent');
  return secured.remoteAddress ?? (below instanceof Socket ? below.remoteAddress : undefined) ?? '';
};

/** The certificate that was proved; without one the peer is nobody in particular. */
const certificateOf = (socket: TLSSocket): PeerCertificate | undefined => {
  if (!socket.authorized) return undefined;
  const { fingerprint256 } = socket.getPeerCertificate();
  return fingerprint256 ? { fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() } : undefined;
};

class SocketServer<P> implements DimseServer {
  readonly #options: DimseServerOptions<P>;
  readonly #limits: ServerLimits;
  readonly #timeouts: DimseTimeouts;
  readonly #server: Server;
  readonly #tls: TlsServer | undefined;
  readonly #peers = new Set<Peer<P>>();
  readonly #perAddress = new Map<string, number>();
  readonly #raw = new Set<Socket>();
  #associations = 0;
  #closing = false;

  constructor(options: DimseServerOptions<P>) {
    this.#options = options;
    this.#limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    const socket = { noDelay: true, highWaterMark: 256 * 1024 };
    this.#tls = options.tls && this.#secureServer(options.tls, socket);
    this.#server = this.#tls ?? createServer(socket, (connected) => this.#connected(connected));
  }

  #secureServer(tls: ServerTls, socket: { noDelay: boolean; highWaterMark: number }): TlsServer {
    const handshakeTimeout = this.#timeouts.associateMs;
    const server = createTlsServer({ ...socket, ...tlsOptions(tls), handshakeTimeout }, (secured) =>
      this.#secured(secured),
    );
    // Half-done handshakes count too, or they would be a way around the limits.
    server.on('connection', (raw) => this.#handshaking(raw));
    server.on('tlsClientError', (error, secured) => {
      const remoteAddress = addressOf(secured);
      this.#emit({ type: 'connection-refused', remoteAddress, why: 'tls', error });
    });
    return server;
  }

  renew(tls: ServerTls): void {
    this.#tls?.setSecureContext(tlsOptions(tls));
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

  #handshaking(socket: Socket): void {
    if (this.#raw.size >= this.#limits.connections) {
      socket.destroy();
      return;
    }
    // Asked for now, it is still known when the handshake has failed.
    void socket.remoteAddress;
    this.#raw.add(socket);
    socket.once('close', () => this.#raw.delete(socket));
  }

  /** Where no certificate is asked for, one that is given must be good all the same. */
  #secured(socket: TLSSocket): void {
    const certificate = certificateOf(socket);
    if (certificate || !socket.getPeerX509Certificate()) {
      this.#connected(socket, certificate);
      return;
    }
    const remoteAddress = socket.remoteAddress ?? '';
    socket.on('error', () => undefined);
    socket.destroy();
    this.#emit({ type: 'connection-refused', remoteAddress, why: 'tls', error: socket.authorizationError });
  }

  #connected(socket: Socket, certificate?: PeerCertificate): void {
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
    this.#serve(socket, address, certificate);
  }

  #refusal(fromHere: number): 'address-limit' | 'limit' | undefined {
    if (fromHere >= this.#limits.connectionsPerAddress) return 'address-limit';
    return this.#peers.size >= this.#limits.connections ? 'limit' : undefined;
  }

  #serve(socket: Socket, address: string, certificate: PeerCertificate | undefined): void {
    let admitted = false;
    const admit = () => {
      admitted = this.#associations < this.#limits.associations;
      if (admitted) this.#associations += 1;
      return admitted;
    };
    const connection = new Connection(socket, 'acceptor', this.#limits, this.#timeouts);
    const acceptor = this.#acceptor(connection, address, certificate, admit);
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

  #acceptor(
    connection: Connection,
    remoteAddress: string,
    certificate: PeerCertificate | undefined,
    admit: () => boolean,
  ): Acceptor<P> {
    const { accept, handlers } = this.#options;
    return new Acceptor(connection, {
      remoteAddress,
      certificate,
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
