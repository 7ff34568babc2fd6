/** Between a sender and the hub: lets so many bytes of the sender through, then ends the connection as it is told to. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** `reset`: RST; `end`: FIN; `abort`: A-ABORT (PS3.8 9.3.8) and FIN */
export type Ending = 'reset' | 'end' | 'abort';
export const endings: readonly Ending[] = ['reset', 'end', 'abort'];

const ABORT = Buffer.from('07000000000400000000', 'hex');

export interface CuttingProxy {
  readonly port: number;
  /** everything that the sender sent, when nothing was cut */
  sent(): Buffer;
  close(): Promise<void>;
}

const finish = (hub: Socket, sender: Socket, ending: Ending): void => {
  if (ending === 'reset') hub.resetAndDestroy();
  else if (ending === 'abort') hub.end(ABORT);
  else hub.end();
  sender.resetAndDestroy();
};

export const startCuttingProxy = async (target: number, cutAt: number, ending: Ending): Promise<CuttingProxy> => {
  const chunks: Buffer[] = [];
  let through = 0;
  const server = createServer((sender) => {
    const hub = connect(target, '127.0.0.1');
    for (const socket of [sender, hub]) socket.on('error', () => undefined);
    hub.on('data', (chunk) => sender.write(chunk));
    hub.on('close', () => sender.destroy());
    sender.on('close', () => hub.end());
    sender.on('data', (chunk) => {
      const rest = chunk.subarray(0, Math.max(0, cutAt - through));
      through += rest.length;
      chunks.push(rest);
      const last = through >= cutAt;
      hub.write(rest, () => {
        if (last) finish(hub, sender, ending);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => Buffer.concat(chunks),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

/** Where PDUs begin and end in a stream of them, and the middle of each (PS3.8 9.3.1). */
export const placesIn = (stream: Buffer): readonly number[] => {
  const places: number[] = [];
  for (let at = 0; at + 6 <= stream.length; ) {
    const end = at + 6 + stream.readUInt32BE(at + 2);
    places.push(at + 3, Math.floor((at + end) / 2), end);
    at = end;
  }
  return places.filter((place) => place < stream.length);
};
