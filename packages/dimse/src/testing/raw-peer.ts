import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Command } from '../command.ts';
import { encodeCommand } from '../command-codec.ts';
import { commandPdus, dataPdus } from '../fragmenter.ts';
import { MessageAssembler } from '../message-assembler.ts';
import type { AssociateRq, Pdu } from '../pdu.ts';
import { encodePdu } from '../pdu-encode.ts';
import { PduReader } from '../pdu-reader.ts';

export const VERIFICATION_UID = '1.2.840.10008.1.1';
export const STORAGE_UID = '1.2.840.10008.5.1.4.1.1.7';
export const FIND_UID = '1.2.840.10008.5.1.4.1.2.2.1';
export const GET_UID = '1.2.840.10008.5.1.4.1.2.2.3';
export const IMPLICIT = '1.2.840.10008.1.2';
const BIG_FRAGMENT = 128 * 1024 - 6;

/** A good association request: context 1 verification, 3 storage, 5 query, 7 retrieval. */
export function associateRq(changes: Partial<AssociateRq> = {}): AssociateRq {
  return {
    type: 'associate-rq',
    protocolVersion: 1,
    calledAeTitle: 'HUB',
    callingAeTitle: 'PEER',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [VERIFICATION_UID, STORAGE_UID, FIND_UID, GET_UID].map((abstractSyntax, index) => ({
      id: index * 2 + 1,
      abstractSyntax,
      transferSyntaxes: [IMPLICIT],
    })),
    user: { maxLength: 128 * 1024, implementationClassUid: '1.2.3', roles: [], extended: [], commonExtended: [] },
    ...changes,
  };
}

export function commandBytes(contextId: number, command: Command, hasData = false): Buffer {
  return Buffer.concat(commandPdus(contextId, encodeCommand(command, hasData), BIG_FRAGMENT));
}

export function dataBytes(contextId: number, data: Buffer): Buffer {
  return Buffer.concat(dataPdus(contextId, data, BIG_FRAGMENT));
}

/** What a scripted peer hears: PDUs, and commands on the contexts. */
export type Heard = Pdu | { readonly type: 'command'; readonly contextId: number; readonly command: Command };

/** One end of a loopback connection that says exactly the bytes it is told, and notes what it hears. */
export class RawPeer {
  readonly socket: Socket;
  readonly heard: Heard[] = [];
  readonly closed: Promise<void>;
  readonly #waiting: ((heard: Heard | undefined) => void)[] = [];
  #taken = 0;
  bytesHeard = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    const reader = this.#reader();
    socket.on('data', (chunk: Buffer) => {
      this.bytesHeard += chunk.length;
      reader.push(chunk);
    });
    // A reset is one of the ways to be closed.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        for (const waiting of this.#waiting.splice(0)) waiting(undefined);
        resolve();
      });
    });
  }

  static connect(port: number): Promise<RawPeer> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new RawPeer(socket)));
      socket.once('error', reject);
    });
  }

  /** A connection whose association is open. */
  static async associate(port: number): Promise<RawPeer> {
    const peer = await RawPeer.connect(port);
    peer.say(encodePdu(associateRq()));
    const answer = await peer.next();
    if (answer?.type !== 'associate-ac') throw new Error(`No association: ${answer?.type}`);
    return peer;
  }

  say(...bytes: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(bytes));
  }

  /** The next thing heard; undefined when the connection closed first. */
  next(): Promise<Heard | undefined> {
    const heard = this.heard[this.#taken];
    if (heard) {
      this.#taken += 1;
      return Promise.resolve(heard);
    }
    if (this.socket.destroyed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #note(heard: Heard): void {
    this.heard.push(heard);
    const waiting = this.#waiting.shift();
    if (!waiting) return;
    this.#taken += 1;
    waiting(heard);
  }

  #reader(): PduReader {
    const assembler = new MessageAssembler(
      {
        command: (contextId, command) => this.#note({ type: 'command', contextId, command }),
        data: () => undefined,
        dataEnd: () => undefined,
      },
      () => true,
    );
    return new PduReader({
      pdu: (pdu) => this.#note(pdu),
      dataPdu: () => undefined,
      fragment: (contextId, control, bytes, ends) => assembler.fragment(contextId, control, bytes, ends),
    });
  }
}

/** A server that hands each connection to a script. */
export function rawServer(script: (peer: RawPeer) => void | Promise<void>): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    void script(new RawPeer(socket));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () => {
          for (const socket of sockets) socket.destroy();
          server.close();
        },
      });
    });
  });
}
