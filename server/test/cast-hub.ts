/** A foreign FHIRcast hub, written against the standard: one topic, for the tokens that it knows. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: messages are read field by field in tests
type Message = any;

export interface ForeignCastHub {
  readonly url: string;
  readonly topic: string;
  /** Sends an event to all who are subscribed, as soon as somebody is; its id. */
  tell(name: string, context: unknown): Promise<string>;
  /** What it says is open (2.9.2), from now on. */
  setCurrent(context: unknown): void;
  /** What was requested of it: subscriptions and events, in order. */
  readonly requested: readonly Message[];
  /** The next that is requested, or answered on the channel. */
  next(): Promise<Message>;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** @param tokens the access tokens that it takes; asked at each request */
export const startCastHub = async (isToken: (token: string) => Promise<boolean>): Promise<ForeignCastHub> => {
  const topic = randomUUID();
  let current: unknown = { 'context.type': '', 'context.versionId': '', context: [] };
  const requested: Message[] = [];
  const waiting: Message[] = [];
  let wake = Promise.withResolvers<void>();
  const subscribed = Promise.withResolvers<void>();
  const channels = new Map<string, string>();
  const note = (message: Message): void => {
    waiting.push(message);
    wake.resolve();
  };
  const server: Server = createServer(async (request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const body = await bodyOf(request);
    if (!(await isToken(token))) return response.writeHead(401).end();
    if (request.method === 'GET')
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(current));
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
      requested.push(JSON.parse(body));
      note(JSON.parse(body));
      return response.writeHead(202).end();
    }
    const form = Object.fromEntries(new URLSearchParams(body));
    if (form['hub.topic'] !== topic) return response.writeHead(404).end();
    requested.push(form);
    note(form);
    const channel = randomUUID();
    channels.set(channel, form['hub.events'] ?? '');
    const { port } = server.address() as AddressInfo;
    return response
      .writeHead(202, { 'content-type': 'application/json' })
      .end(JSON.stringify({ 'hub.channel.endpoint': `ws://127.0.0.1:${port}/${channel}` }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const events = channels.get((request.url ?? '').slice(1));
    if (events === undefined) return socket.close(1008);
    socket.on('message', (data) => note(JSON.parse(String(data))));
    socket.send(
      JSON.stringify({ 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.events': events, 'hub.lease_seconds': 3600 }),
    );
    return subscribed.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub`,
    topic,
    requested,
    setCurrent: (context) => {
      current = context;
    },
    tell: async (name, context) => {
      const id = randomUUID();
      const event = { 'hub.topic': topic, 'hub.event': name, context };
      await subscribed.promise;
      const message = JSON.stringify({ timestamp: new Date().toISOString(), id, event });
      for (const socket of sockets.clients) socket.send(message);
      return id;
    },
    next: async () => {
      while (waiting.length === 0) await wake.promise;
      wake = Promise.withResolvers<void>();
      return waiting.shift();
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
