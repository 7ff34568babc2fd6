import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { endWhenStalled } from './slow-readers.ts';

const much = Buffer.alloc(32 * 2 ** 20, 7);
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const serve = async (answer: (write: (bytes: Buffer) => void) => void): Promise<number> => {
  server = createServer((_request, response) => {
    endWhenStalled(response, 200);
    response.writeHead(200);
    answer((bytes) => response.write(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const ask = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return socket;
};

const openConnections = (): Promise<number> =>
  new Promise((resolve) => server?.getConnections((_error, count) => resolve(count)));

it('H47: ends a connection whose reader takes nothing of what it asked for', async () => {
  const port = await serve((write) => write(much));
  const socket = await ask(port);
  socket.pause();
  await expect.poll(openConnections, { timeout: 5000 }).toBe(0);
});

it('lets a reader go on that takes what comes', async () => {
  const port = await serve((write) => write(much));
  const socket = await ask(port);
  let read = 0;
  socket.on('data', (chunk) => {
    read += chunk.length;
  });
  await expect.poll(() => read, { timeout: 10_000 }).toBeGreaterThan(much.length);
});

it('leaves a stream alone on which nothing waits', async () => {
  const port = await serve((write) => write(Buffer.from('event')));
  const socket = await ask(port);
  socket.resume();
  await delay(500);
  expect(await openConnections()).toBe(1);
});
