import { connect, type Socket } from 'node:net';

/** Everything that the other side sent until it closed, and how long that took. */
export interface Conversation {
  readonly received: Buffer;
  readonly milliseconds: number;
}

export interface Exchange {
  /** Bytes to send at once. */
  readonly send: Uint8Array;
  /** Sent one after another, each this long after the last, until the other side closes. */
  readonly drip?: { readonly bytes: Uint8Array; readonly everyMs: number };
  /** How long the other side may take to close. */
  readonly closesWithinMs: number;
}

const dripInto = (socket: Socket, drip: NonNullable<Exchange['drip']>): NodeJS.Timeout => {
  let at = 0;
  return setInterval(() => {
    if (at < drip.bytes.length && !socket.destroyed) socket.write(drip.bytes.subarray(at, ++at));
  }, drip.everyMs);
};

/** Sends bytes to a port and collects the answer until the other side closes; rejects when it does not close in time. */
export const converse = (port: number, exchange: Exchange): Promise<Conversation> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(exchange.send));
    const timer = setTimeout(() => {
      finish();
      reject(
        new Error(
          `not closed within ${exchange.closesWithinMs} ms; received ${Buffer.concat(chunks).toString('hex').slice(0, 200)}`,
        ),
      );
    }, exchange.closesWithinMs);
    const dripping = exchange.drip === undefined ? undefined : dripInto(socket, exchange.drip);
    const finish = (): void => {
      clearTimeout(timer);
      clearInterval(dripping);
      socket.destroy();
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    // A reset is a way to close; what was received before it counts.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      finish();
      resolve({ received: Buffer.concat(chunks), milliseconds: performance.now() - started });
    });
  });

const associateAc = 0x02;
const associateRj = 0x03;
const abort = 0x07;

/** Types of the PDUs in a conversation (PS3.8 9.3). */
export const pduTypes = (received: Buffer): readonly number[] => {
  const types: number[] = [];
  for (let at = 0; at + 6 <= received.length; at += 6 + received.readUInt32BE(at + 2))
    types.push(received.readUInt8(at));
  return types;
};

export const pduType = { associateAc, associateRj, abort } as const;
