/** The WebSocket channel of subscriptions (R5 backport, Subscriptions IG 1.1): `bind-with-token TOKEN`, then notifications as text. */
import type { WebSocket } from '@fastify/websocket';
import type { Parameters } from '@medplum/fhirtypes';
import type { FastifyInstance } from 'fastify';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import {
  bindSubscription,
  makeBindingToken,
  type Notification,
  tellBound,
} from '../../../features/subscriptions/index.ts';
import { failureOf } from '../error-handler.ts';
import { keepAlive } from '../sockets.ts';
import type { Asking } from './kind.ts';
import { rootOf } from './reply.ts';
import { composeNotification } from './subscriptions.ts';

const path = '/$subscription-socket';
const mostBound = 20;
const EVERY_MS = 500;
/** Nobody holds a socket that has nothing to tell. */
const UNBOUND_MS = 10_000;

/** $get-ws-binding-token. */
export const bindingToken = async ({ context, principal, at }: Asking, id: string): Promise<Parameters> => {
  const { token, expiresAt } = await makeBindingToken(context, principal, id);
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'token', valueString: token },
      { name: 'expiration', valueDateTime: expiresAt.toISOString() },
      { name: 'subscription', valueString: `${at.root}/Subscription/${id}` },
      { name: 'websocket-url', valueUrl: `${at.root.replace(/^http/, 'ws')}${path}` },
    ],
  };
};

/** One socket and what is bound to it, told in turns until either ends. */
const hold = (context: Context, socket: WebSocket, root: string): void => {
  const bound = new Set<string>();
  const compose = (notification: Notification) =>
    composeNotification({ context, principal: notification.principal, at: { root } }, notification);
  const send = (body: string): boolean => {
    if (socket.readyState !== socket.OPEN) return false;
    socket.send(body);
    return true;
  };
  const turn = async (): Promise<void> => {
    for (const id of bound)
      if (socket.readyState === socket.OPEN && !(await tellBound(context, DEFAULT_TENANT_ID, id, { compose, send })))
        bound.delete(id);
  };
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(turn).catch((error: unknown) => context.log.warn({ err: error }, 'a socket was not told'));
  }, EVERY_MS);
  const patience = setTimeout(() => {
    if (bound.size === 0) socket.close(1008, 'Say bind-with-token TOKEN.');
  }, UNBOUND_MS);
  socket.once('close', () => {
    clearInterval(timer);
    clearTimeout(patience);
  });
  socket.on('message', (data) => {
    const [verb, token = ''] = String(data).trim().split(/\s+/);
    const bind = async (): Promise<void> => {
      if (verb !== 'bind-with-token' || bound.size >= mostBound)
        return socket.close(1008, 'Say bind-with-token TOKEN.');
      bound.add(await bindSubscription(context, DEFAULT_TENANT_ID, token));
    };
    bind().catch((error: unknown) => {
      if (failureOf(error).code !== 'not-found') context.log.warn({ err: error }, 'a socket could not be bound');
      socket.close(1008, 'The token is none, or is over.');
    });
  });
};

/** The token is what proves that somebody may listen: nothing is told before it. */
export const registerSubscriptionSockets = (app: FastifyInstance, context: Context): void => {
  app.route({
    method: 'GET',
    url: path,
    config: { open: true },
    handler: async (_request, reply) => reply.header('upgrade', 'websocket').code(426).send(),
    wsHandler: (socket, request) => {
      keepAlive(socket);
      hold(context, socket, rootOf(context, request).root);
    },
  });
};
