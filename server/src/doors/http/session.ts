import { sessionRequest } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fail } from '../../errors.ts';
import type { Context } from '../../features/context.ts';
import { apiRoute } from './api/route.ts';
import { type Authenticator, cookieName, isFromOurPage } from './auth.ts';

const session = z.object({ subject: z.string(), rights: z.array(z.string()), demo: z.boolean() });

const secondsLeft = (token: string): number => {
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { exp?: number };
  return Math.max(0, Math.floor((payload.exp ?? 0) - Date.now() / 1000));
};

export const registerSession = (app: FastifyInstance, context: Context, authenticator: Authenticator): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/session',
    summary: 'Who is asking and what they may do',
    answer: session,
    handle: async ({ principal }) => ({
      subject: principal.subject,
      rights: [...principal.rights],
      demo: context.config.demo,
    }),
  });
  app.post('/session', { config: { open: true } }, async (request, reply) => {
    if (request.headers.origin !== undefined && !isFromOurPage(request))
      fail('forbidden', 'A request from another site.');
    const parsed = sessionRequest.safeParse(request.body);
    if (!parsed.success) return fail('bad-request', 'A token is needed.');
    const { token } = parsed.data;
    await authenticator.verify(token, request.ip);
    // Secure is for the browser to insist on; on loopback without TLS it would drop the cookie.
    const secure = request.protocol === 'https' ? '; Secure' : '';
    const cookie = `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${secondsLeft(token)}${secure}`;
    return reply.header('set-cookie', cookie).code(204).send();
  });
};
