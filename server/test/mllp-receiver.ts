/** A receiver of HL7 v2 messages of the plainest kind, with nothing of ours: bytes between VT and FS CR, answered as the test says. */
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

type Answer = 'AA' | 'AE' | 'AR' | 'closes' | 'silent' | 'other' | `AR ${string}`;

export interface Receiver {
  readonly port: number;
  /** every message as it came, in order */
  readonly got: Buffer[];
  /** settles when so many have come */
  has(count: number): Promise<void>;
  close(): Promise<void>;
}

const [START, END] = [Buffer.from([0x0b]), Buffer.from([0x1c, 0x0d])];

const answerTo = (message: Buffer, answer: Exclude<Answer, 'closes' | 'silent'>): Buffer => {
  const id = message.toString('latin1').split('\r')[0]?.split('|')[9] ?? '';
  const [code, condition] = answer === 'other' ? ['AA'] : answer.split(' ');
  const err = condition === undefined ? '' : `ERR||PID^1^3|${condition}|E\r`;
  const text = `MSH|^~\\&|EHR|H|TL|H|20260101||ACK|X1|P|2.5.1\rMSA|${code}|${answer === 'other' ? 'SOMETHING' : id}\r${err}`;
  return Buffer.concat([START, Buffer.from(text), END]);
};

export const startReceiver = async (
  answerOf: (message: string, count: number) => Answer,
  tls?: TlsOptions,
): Promise<Receiver> => {
  const got: Buffer[] = [];
  const open = new Set<Socket>();
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const take = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (let end = pending.indexOf(END); end >= 0; end = pending.indexOf(END)) {
        const message = Buffer.from(pending.subarray(1, end));
        pending = pending.subarray(end + END.length);
        got.push(message);
        const answer = answerOf(message.toString('utf8'), got.length);
        if (answer === 'closes') socket.destroy();
        else if (answer !== 'silent') socket.write(answerTo(message, answer));
        for (const one of waiting) if (got.length >= one.count) one.resolve();
      }
    });
  };
  const server = tls === undefined ? createServer(take) : createTlsServer(tls, take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    got,
    has: (count) =>
      new Promise((resolve) => {
        if (got.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};
