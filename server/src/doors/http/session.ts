import { sessionRequest, signInRequest } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fail } from '../../errors.ts';
import { DEFAULT_TENANT_ID } from '../../features/access/index.ts';
import { checkUser, closeSession, hasUsers, openSession } from '../../features/authorization/index.ts';
import type { Context } from '../../features/context.ts';
import { offeredProviders } from '../../features/sign-in/index.ts';
import { apiRoute } from './api/route.ts';
import { type Authenticator, isFromOurPage, setSessionCookie } from './auth.ts';

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
    return setSessionCookie(context, request, reply, { token, seconds: secondsLeft(token) })
      .code(204)
      .send();
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/session',
    summary: 'Sign out: the session and its cookie end',
    handle: async ({ principal, request, reply }) => {
      await closeSession(context, principal);
      setSessionCookie(context, request, reply, { token: '', seconds: 0 });
    },
  });
  app.get('/sign-in', { config: { open: true } }, async () => ({
    providers: await offeredProviders(context, DEFAULT_TENANT_ID),
    passcode: await hasUsers(context, DEFAULT_TENANT_ID),
  }));
  app.post('/sign-in', { config: { open: true } }, async (request, reply) => {
    if (!isFromOurPage(request)) fail('forbidden', 'A request from another site.');
    const parsed = signInRequest.safeParse(request.body);
    if (!parsed.success) return fail('bad-request', 'A name and a passcode are needed.');
    const at = { tenantId: DEFAULT_TENANT_ID, address: request.ip };
    const session = await openSession(context, at, await checkUser(context, at, parsed.data));
    return setSessionCookie(context, request, reply, session).code(204).send();
  });
};
