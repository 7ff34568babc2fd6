/** A FHIRcast hub (STU3, version 3.0.0): subscriptions over WebSocket, events, the current context. */
import type { WebSocket } from '@fastify/websocket';
import { CastError, type CastRequest, castEvents, readCastRequest } from '@throughline/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Failure, fail } from '../../../errors.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import {
  type CastChannel,
  currentContext,
  openCastChannel,
  requestEvent,
  stopCasting,
  subscribe,
  unsubscribe,
} from '../../../features/fhircast/index.ts';
import { tokenLifetime } from '../auth.ts';
import { failureOf } from '../error-handler.ts';
import { missing } from '../missing.ts';
import { acceptForms, formOf, rootOf, type Values } from '../oauth/index.ts';
import { keepAlive } from '../sockets.ts';

const open = { config: { open: true } } as const;
const mostBytes = 2 ** 20;
const channelPath = '/channels/';

/** What went wrong as plain text, as the standard asks for (2.4.2.2). */
const handleCastErrors = (app: FastifyInstance, context: Context): void => {
  const send = (reply: FastifyReply, failure: Failure): FastifyReply => {
    const { http, retryAfter } = failure.entry;
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    if (http === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(http).type('text/plain; charset=utf-8').send(failure.message);
  };
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    if (failure.entry.http >= 500)
      context.log.error({ requestId: request.id, route: request.routeOptions.url, err: error }, 'a request failed');
    return send(reply, failure);
  });
  app.setNotFoundHandler((request, reply) => send(reply, missing(request, reply)));
};

const needed = (value: Values, name: string): string => value(name) || fail('bad-request', `${name} is needed, once.`);

const channelRoot = (context: Context, request: FastifyRequest): string =>
  `${rootOf(context, request).replace(/^http/, 'ws')}/fhircast${channelPath}`;

/** What the address of a channel carries. */
const channelOf = (context: Context, request: FastifyRequest, endpoint: string): string => {
  const root = channelRoot(context, request);
  return endpoint.trim().startsWith(root)
    ? endpoint.trim().slice(root.length)
    : fail('not-found', 'There is no such channel.');
};

const secondsOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : fail('bad-request', 'hub.lease_seconds is a positive number.');
};

const change = async (context: Context, request: FastifyRequest): Promise<string> => {
  const value = formOf(request);
  const { principal } = request;
  if (needed(value, 'hub.channel.type') !== 'websocket')
    fail('bad-request', 'hub.channel.type is websocket: there is no other channel.');
  const topic = needed(value, 'hub.topic');
  const endpoint = value('hub.channel.endpoint');
  const channel = endpoint === undefined ? undefined : channelOf(context, request, endpoint);
  const mode = needed(value, 'hub.mode');
  if (mode === 'unsubscribe') {
    const ended = channel ?? fail('bad-request', 'hub.channel.endpoint is needed.');
    await unsubscribe(context, principal, { topic, channel: ended });
    return ended;
  }
  if (mode !== 'subscribe') fail('bad-request', 'hub.mode is subscribe or unsubscribe.');
  const lifetime = tokenLifetime(request);
  return subscribe(context, principal, {
    topic,
    channel,
    events: needed(value, 'hub.events').split(','),
    leaseSeconds: secondsOf(value('hub.lease_seconds')),
    tokenSeconds: lifetime === undefined ? undefined : lifetime / 1000,
    name: value('subscriber.name'),
  });
};

const eventOf = (body: unknown): CastRequest => {
  try {
    return readCastRequest(body);
  } catch (error) {
    if (error instanceof CastError) return fail(error.reason, error.message);
    throw error;
  }
};

const tell = async (context: Context, request: FastifyRequest): Promise<void> =>
  requestEvent(context, request.principal, eventOf(request.body), `${rootOf(context, request)}/fhir`);

const normalCodes: ReadonlySet<number> = new Set([1000, 1001]);

const hold = async (context: Context, socket: WebSocket, channel: string): Promise<void> => {
  let opened: CastChannel | undefined;
  let left: number | undefined;
  socket.on('message', (data) => opened?.heard(String(data)));
  socket.once('close', (code) => {
    left = code;
    opened?.closed(normalCodes.has(code));
  });
  opened = await openCastChannel(context, DEFAULT_TENANT_ID, channel, {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => socket.close(1000),
  });
  if (left !== undefined) opened.closed(normalCodes.has(left));
};

/** The address is what proves that somebody may listen: it is random, and good for one socket. */
const registerChannel = (app: FastifyInstance, context: Context): void => {
  app.route({
    method: 'GET',
    url: `${channelPath}:channel`,
    ...open,
    handler: async (_request, reply) => reply.header('upgrade', 'websocket').code(426).send(),
    wsHandler: (socket, request) => {
      keepAlive(socket);
      const { channel } = request.params as { readonly channel: string };
      hold(context, socket, channel).catch((error: unknown) => {
        const { code } = failureOf(error);
        if (code !== 'not-found') context.log.warn({ err: error }, 'a FHIRcast channel could not be opened');
        socket.close(1008, 'There is no such channel.');
      });
    },
  });
};

const configuration = {
  eventsSupported: castEvents.map(({ name }) => name),
  websocketSupport: true,
  fhircastVersion: '3.0.0',
  getCurrentSupport: true,
  capabilities: { supportsGetCurrentContext: true, supportsNonCurrentContextUpdates: false },
  fhirVersion: 'R4',
} as const;

export const registerFhircast = (app: FastifyInstance, context: Context): void => {
  app.addHook('onClose', () => stopCasting(context));
  handleCastErrors(app, context);
  acceptForms(app);
  app.addContentTypeParser('application/fhir+json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  app.get('/.well-known/fhircast-configuration', open, async () => configuration);
  const post = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (typeof request.body !== 'string') {
      await tell(context, request);
      return reply.code(202).send();
    }
    const channel = await change(context, request);
    return reply.code(202).send({ 'hub.channel.endpoint': `${channelRoot(context, request)}${channel}` });
  };
  app.post('/', { bodyLimit: mostBytes }, post);
  app.get('/:topic', async (request) => {
    const { topic } = request.params as { readonly topic: string };
    return currentContext(context, request.principal, topic);
  });
  registerChannel(app, context);
};
