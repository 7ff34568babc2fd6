/** Memory that answers share, one after another: no answer has bytes of another, however slowly it is read or if it is broken off. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lendTo } from './lent-memory.ts';
import { sendAtOnce } from './send-chunks.ts';

const app = fastify();
const lent = new Set<Uint8Array>();
const bytes = 300_000;

beforeAll(async () => {
  app.get<{ Params: { letter: string } }>('/:letter', async ({ params: { letter } }, reply) => {
    const memory = lendTo(reply)(bytes);
    lent.add(memory);
    const body = memory.subarray(0, bytes).fill(letter.charCodeAt(0));
    await delay(Math.random() * 5);
    return sendAtOnce(reply, [body]);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

const port = (): number => (app.server.address() as AddressInfo).port;

/** Reads nothing, and leaves. */
const breakOff = async (letter: string): Promise<void> => {
  const socket = connect(port(), '127.0.0.1');
  socket.pause().write(`GET /${letter} HTTP/1.1\r\nhost: here\r\n\r\n`);
  await delay(10);
  socket.destroy();
  await once(socket, 'close');
};

const isWhole = async (letter: string): Promise<boolean> => {
  const answer = await fetch(`http://127.0.0.1:${port()}/${letter}`);
  await delay(Math.random() * 10);
  const body = Buffer.from(await answer.arrayBuffer());
  return body.length === bytes && body.every((byte) => byte === letter.charCodeAt(0));
};

it('is never of two answers at once, and is used again', async () => {
  const letters = Array.from({ length: 200 }, (_, at) => String.fromCharCode(97 + (at % 26)));
  for (let at = 0; at < letters.length; at += 8) {
    const some = letters.slice(at, at + 8);
    const [whole] = await Promise.all([
      Promise.all(some.map(isWhole)),
      Promise.all(some.slice(0, 2).map((letter) => breakOff(letter.toUpperCase()))),
    ]);
    expect(whole).not.toContain(false);
  }
  expect(lent.size).toBeLessThan(100);
});
