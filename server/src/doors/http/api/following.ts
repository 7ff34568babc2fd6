/** Where a session is followed, and the socket by which a reading page tells what it opens and learns what others open. */
import type { WebSocket } from '@fastify/websocket';
import { castSession, followingDenied, type PageTold, pageSaid } from '@throughline/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { topicOf } from '../../../features/fhircast/index.ts';
import { followSession } from '../../../features/following/index.ts';
import { checkSocketOrigin, tokenLifetime } from '../auth.ts';
import { rootOf } from '../oauth/index.ts';
import { keepAlive } from '../sockets.ts';
import { apiRoute } from './route.ts';

const saidIn = (text: string) => {
  try {
    return pageSaid.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const follow = (context: Context, socket: WebSocket, request: FastifyRequest): void => {
  const lifetime = tokenLifetime(request);
  const joining = {
    context,
    principal: request.principal,
    root: `${rootOf(context, request)}/fhir`,
    tokenSeconds: lifetime === undefined ? undefined : lifetime / 1000,
  };
  const failed = (error: unknown): void => {
    context.log.warn({ err: error }, 'a page could not follow its session');
    socket.close(1011);
  };
  const following = followSession(joining, {
    tell: (told: PageTold) => socket.send(JSON.stringify(told)),
    close: (why) => socket.close(why === 'denied' ? followingDenied : 1001),
  });
  keepAlive(socket);
  socket.on('message', (data) => {
    const said = saidIn(String(data));
    if (said !== undefined) following.said(said).catch(failed);
  });
  // A browser that closes its page says 1001 or nothing; the page itself says 1000 when the user does not want to follow.
  socket.once('close', (code) => void following.leave(code === 1000 ? 'stopped' : 'gone').catch(failed));
};

export const registerFollowing = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/fhircast',
    summary: 'Where the session of whoever asks is followed by FHIRcast',
    answer: castSession,
    handle: async ({ principal, request }) => ({
      'hub.url': `${rootOf(context, request)}/fhircast`,
      'hub.topic': await topicOf(context, principal),
    }),
  });
  app.route({
    method: 'GET',
    url: '/following',
    preValidation: async (request: FastifyRequest) => {
      checkSocketOrigin(request);
      // Refused before it becomes a socket: only a page that is signed in has a session to follow.
      if ((request.principal.cast ?? []).length === 0) fail('forbidden');
    },
    handler: async (_request, reply: FastifyReply) => reply.header('upgrade', 'websocket').code(426).send(),
    wsHandler: (socket, request) => follow(context, socket, request),
  });
};
