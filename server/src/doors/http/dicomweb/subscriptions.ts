/** Subscriptions to workitems and the channel of their event reports (PS3.18 11.10 to 11.13, 8.10). */
import type { WebSocket } from '@fastify/websocket';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Principal } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import {
  authoriseChannel,
  type ChannelEnd,
  changeSubscription,
  type OpenChannel,
  openChannel,
  type SubscriptionVerb,
  stopChannels,
  type WorkitemQuery,
} from '../../../features/workitems/index.ts';
import { checkSocketOrigin, tokenLifetime } from '../auth.ts';
import { keepAlive } from '../sockets.ts';
import { baseUrl } from './base-url.ts';
import { keysOf } from './workitem-query.ts';
import { type WarnedRoute, warned } from './workitem-warnings.ts';

interface Params {
  readonly workitem: string;
  readonly aetitle: string;
}

/** The matching keys of a filtered subscription: parameters of their own, and those in `filter`, separated by commas. */
const filterOf = (request: FastifyRequest): WorkitemQuery['keys'] => {
  const at = request.url.indexOf('?');
  const parameters = new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
  const listed = parameters.getAll('filter').flatMap((text) => text.split(/,(?=[\w.]+=)/));
  parameters.delete('filter');
  parameters.delete('deletionlock');
  for (const pair of listed) {
    const [name = '', ...value] = pair.split('=');
    if (name !== '') parameters.append(name, value.join('='));
  }
  return keysOf(parameters.toString());
};

const lockOf = (request: FastifyRequest): boolean => {
  const { deletionlock = 'false' } = request.query as { readonly deletionlock?: unknown };
  const known = deletionlock === 'true' || deletionlock === 'false';
  return known ? deletionlock === 'true' : fail('bad-request', 'deletionlock is true or false.');
};

const change = async (context: Context, request: FastifyRequest, verb: SubscriptionVerb): Promise<void> => {
  const { workitem, aetitle } = request.params as Params;
  const filter = filterOf(request);
  await changeSubscription(context, request.principal, { resource: workitem, aeTitle: aetitle, verb, filter });
};

/** Where the event channel of an application is: the same service by the WebSocket protocol. */
const channelAddress = (context: Context, request: FastifyRequest): string => {
  const { aetitle } = request.params as Params;
  return `${baseUrl(context, request).replace(/^http/, 'ws')}/subscribers/${encodeURIComponent(aetitle)}`;
};

const subscribe: WarnedRoute = async (context, request, reply) => {
  await change(context, request, lockOf(request) ? 'subscribe with lock' : 'subscribe');
  return reply.header('content-location', channelAddress(context, request)).code(201).send();
};

const unsubscribe: WarnedRoute = async (context, request, reply) => {
  await change(context, request, 'unsubscribe');
  return reply.code(200).send();
};

const suspend: WarnedRoute = async (context, request, reply) => {
  await change(context, request, 'suspend');
  return reply.code(200).send();
};

export const subscriptionRoutes: readonly (readonly ['POST' | 'DELETE', string, WarnedRoute])[] = [
  ['POST', '/workitems/:workitem/subscribers/:aetitle', subscribe],
  ['DELETE', '/workitems/:workitem/subscribers/:aetitle', unsubscribe],
  ['POST', '/workitems/:workitem/subscribers/:aetitle/suspend', suspend],
];

export const channelRoute = '/subscribers/:aetitle';

const answerMs = 20_000;
const longestTimerMs = 2 ** 31 - 1;

/** A ping behind the messages: its pong says that they have come. */
const confirmed = (socket: WebSocket, mark: string): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('The other end does not answer.')), answerMs);
  const pong = (data: Buffer): void => {
    if (data.toString('latin1') === mark) resolve();
  };
  const gone = (): void => reject(new Error('The other end is gone.'));
  socket.on('pong', pong).once('close', gone);
  socket.ping(mark);
  return promise.finally(() => {
    clearTimeout(timer);
    socket.off('pong', pong).off('close', gone);
  });
};

const endOf = (socket: WebSocket): ChannelEnd => {
  let batch = 0;
  return {
    deliver: async (messages) => {
      if (socket.readyState !== socket.OPEN) throw new Error('The other end is gone.');
      for (const message of messages) socket.send(message);
      batch += 1;
      await confirmed(socket, `batch ${batch}`);
    },
  };
};

/** Ends the socket when its other end has been silent, or when its token is over. */
const superviseSocket = (socket: WebSocket, request: FastifyRequest): void => {
  keepAlive(socket);
  const lifetime = tokenLifetime(request);
  const over =
    lifetime === undefined
      ? undefined
      : setTimeout(() => socket.close(1008, 'The token is over.'), Math.min(lifetime, longestTimerMs));
  socket.once('close', () => clearTimeout(over));
  // What a client says here means nothing.
  socket.on('message', () => undefined);
};

interface Authorised {
  readonly principal: Principal;
  readonly from: number;
}

const hold = async (context: Context, socket: WebSocket, aeTitle: string, { principal, from }: Authorised) => {
  let channel: OpenChannel | undefined;
  socket.once('close', () => channel?.close());
  channel = await openChannel(context, principal, aeTitle, from, endOf(socket));
  if (socket.readyState !== socket.OPEN) channel.close();
  const error = await channel.ended;
  if (error !== undefined) context.log.debug({ err: error }, 'an event channel ended');
  socket.terminate();
};

/** The channel is refused over HTTP before it becomes a socket; a plain GET is told to upgrade. */
const registerChannel = (app: FastifyInstance, context: Context): void => {
  const admitted = new WeakMap<object, Authorised>();
  const admit = async (request: FastifyRequest): Promise<void> => {
    checkSocketOrigin(request);
    const { aetitle } = request.params as Params;
    const from = await authoriseChannel(context, request.principal, aetitle);
    admitted.set(request.raw, { principal: request.principal, from });
  };
  const plain = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    reply.header('upgrade', 'websocket').code(426).send();
  app.route({
    method: 'GET',
    url: channelRoute,
    preValidation: admit,
    handler: plain,
    wsHandler: (socket, request) => {
      const { aetitle } = request.params as Params;
      const authorised = admitted.get(request.raw);
      if (authorised === undefined) return socket.terminate();
      superviseSocket(socket, request);
      void hold(context, socket, aetitle, authorised).catch((error: unknown) => {
        context.log.error({ err: error }, 'an event channel failed');
        socket.terminate();
      });
    },
  });
};

export const registerSubscriptions = (app: FastifyInstance, context: Context): void => {
  app.addHook('onClose', () => stopChannels(context));
  for (const [method, url, route] of subscriptionRoutes) app.route({ method, url, handler: warned(context, route) });
  registerChannel(app, context);
};
