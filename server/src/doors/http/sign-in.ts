/** The hub as a client of others: people sign in at their OpenID provider, or are launched by their EHR (SMART App Launch 2.2). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Failure, fail } from '../../errors.ts';
import { DEFAULT_TENANT_ID, type Principal } from '../../features/access/index.ts';
import { openSession } from '../../features/authorization/index.ts';
import type { Context } from '../../features/context.ts';
import { newestStudyOf } from '../../features/launch/index.ts';
import { endSignIn, type SignInFinished, startSignIn } from '../../features/sign-in/index.ts';
import { setSessionCookie, setSignInCookie, signInCookieOf } from './auth.ts';
import { failureOf } from './error-handler.ts';
import { pageOf } from './launch-links.ts';
import { html, rootOf, sendOnwards, sendPage } from './oauth/index.ts';

const open = { config: { open: true } } as const;
const callback = '/sign-in/callback';
const tenantId = DEFAULT_TENANT_ID;

type Query = Readonly<Record<string, unknown>>;

const textOf = (query: unknown, name: string): string | undefined => {
  const value = (query as Query)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Somebody looks at this, not a program: what failed is a page. */
const sendProblem = (context: Context, request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
  const failure: Failure = failureOf(error);
  if (failure.entry.http >= 500)
    context.log.warn(
      { requestId: request.id, route: request.routeOptions.url, code: failure.code },
      'a sign-in failed',
    );
  return sendPage(reply.code(failure.entry.http), {
    title: 'You could not be signed in',
    body: html`<p role="alert">${failure.message}</p><p>Go back to where you came from and try again.</p>`,
  });
};

/** The study that the EHR named, else the newest of the patient. */
const studyOf = async (context: Context, { who, launched }: SignInFinished): Promise<string | undefined> => {
  if (launched === undefined) return undefined;
  if (launched.studyInstanceUid !== null) return launched.studyInstanceUid;
  const records = new Set([launched.patientRecordId]);
  const principal: Principal = { tenantId, subject: who.subject, door: 'api', rights: new Set(['read']), records };
  return (await newestStudyOf(context, principal, launched.patientRecordId)).studyInstanceUid;
};

export const registerSignIn = (app: FastifyInstance, context: Context): void => {
  const begin = async (
    request: FastifyRequest,
    reply: FastifyReply,
    by: Parameters<typeof startSignIn>[1]['by'],
    returnTo: string,
  ): Promise<FastifyReply> => {
    try {
      const redirectUri = `${rootOf(context, request)}${callback}`;
      const begun = await startSignIn(context, { tenantId, redirectUri, returnTo, by });
      return setSignInCookie(context, request, reply, begun.browser).redirect(begun.url, 303);
    } catch (error) {
      return sendProblem(context, request, reply, error);
    }
  };

  app.get('/launch', open, (request, reply) => {
    const iss = textOf(request.query, 'iss') ?? fail('bad-request', 'iss is needed.');
    return begin(request, reply, { iss, launch: textOf(request.query, 'launch') }, '/');
  });
  app.get('/sign-in/:provider', open, (request, reply) => {
    const { provider } = request.params as { readonly provider: string };
    return begin(request, reply, { provider }, textOf(request.query, 'return') ?? '/');
  });
  app.get(callback, open, async (request, reply) => {
    try {
      const browser = signInCookieOf(request) ?? '';
      const url = new URL(`${rootOf(context, request)}${request.url}`);
      const finished = await endSignIn(context, { tenantId, address: request.ip, browser, url });
      const study = await studyOf(context, finished);
      const session = await openSession(context, { tenantId, address: request.ip }, finished.who);
      setSessionCookie(context, request, reply, session);
      if (study !== undefined) return reply.redirect(await pageOf(context, study), 303);
      return sendOnwards(reply, finished.returnTo);
    } catch (error) {
      return sendProblem(context, request, reply, error);
    }
  });
};
