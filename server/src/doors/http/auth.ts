/** Who is asking: a bearer token or the session cookie made from one; in the demo on loopback everyone is `demo`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure, fail } from '../../errors.ts';
import {
  createTokenVerifier,
  DEFAULT_TENANT_ID,
  type Principal,
  type Right,
  recordsOfContext,
  withConsents,
} from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** Anyone may ask: the route gives nothing of a patient. */
    open?: boolean;
  }
}

const cookieName = 'throughline_session';

export interface Authenticator {
  /** The principal that a token stands for; refuses with `unauthenticated`. */
  verify(token: string, address: string): Promise<Principal>;
}

export const createAuthenticator = async (context: Context, tenantId: string): Promise<Authenticator> => {
  const tokens = await createTokenVerifier(context);
  return {
    verify: async (token, address) => {
      const { patient, ...bearer } = await tokens.verify(token);
      const records = patient === undefined ? undefined : await recordsOfContext(context, tenantId, patient);
      const principal = {
        tenantId,
        door: 'api',
        address,
        ...bearer,
        ...(records !== undefined && { records }),
      } as const;
      return withConsents(context, principal);
    },
  };
};

const cookieOf = (request: FastifyRequest, name = cookieName): string | undefined => {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
};

export const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];

/** Milliseconds until the token of the request is over; it was verified before. */
export const tokenLifetime = (request: FastifyRequest): number | undefined => {
  const payload = (bearerOf(request) ?? cookieOf(request))?.split('.')[1];
  if (payload === undefined) return undefined;
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { readonly exp?: number };
  return exp === undefined ? undefined : Math.max(0, exp * 1000 - Date.now());
};

const changes: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE', 'PATCH']);

/** Whether a request says that it comes from a page of ours; `null` is what a page of nowhere says (RFC 6454 7.3). */
export const isFromOurPage = ({ headers: { origin, host } }: Pick<FastifyRequest, 'headers'>): boolean =>
  origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;

/** A browser opens sockets to anywhere and sends its cookies along: only our own page may (RFC 6455 10.2). */
export const checkSocketOrigin = (request: FastifyRequest): void => {
  const { origin, authorization } = request.headers;
  if (origin !== undefined && authorization === undefined && !isFromOurPage(request))
    fail('forbidden', 'A request from another site.');
};

/** A cookie travels by itself: a change that comes with one must come from our own page. */
const checkOrigin = (request: FastifyRequest): void => {
  if (changes.has(request.method) && !isFromOurPage(request)) fail('forbidden', 'A request from another site.');
};

const demoRights: ReadonlySet<Right> = new Set(['read', 'store', 'admin']);

/** The session of our own page: whoever reads in it is told what else happens in it, and tells. */
const pageCast = ['fhircast/*.*'] as const;

const doorOf = (url: string): Principal['door'] => {
  if (url.startsWith('/dicom-web/')) return 'dicomweb';
  return /^\/fhir(cast)?\b/.test(url) ? 'fhir' : 'api';
};

const demoPrincipal = (request: FastifyRequest, tenantId: string): Principal => ({
  tenantId,
  subject: 'demo',
  door: 'api',
  address: request.ip,
  rights: demoRights,
});

/** Whose browser it is, by its cookie alone; undefined: nobody's. For pages that ask who it is themselves. */
export const sessionOf = async (
  context: Context,
  request: FastifyRequest,
  authenticator: Authenticator,
): Promise<Principal | undefined> => {
  if (context.config.demo) return demoPrincipal(request, DEFAULT_TENANT_ID);
  const cookie = cookieOf(request);
  if (cookie === undefined) return undefined;
  try {
    return await authenticator.verify(cookie, request.ip);
  } catch (error) {
    if (error instanceof Failure && error.code === 'unauthenticated') return undefined;
    throw error;
  }
};

/** Secure is for the browser to insist on; on loopback without TLS it would drop the cookie. */
const cookieFlags = (context: Context, request: FastifyRequest): string => {
  const isTls = request.protocol === 'https' || context.config.http.publicUrl?.startsWith('https://') === true;
  return `HttpOnly; Path=/${isTls ? '; Secure' : ''}`;
};

export const setSessionCookie = (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, seconds }: { readonly token: string; readonly seconds: number },
): FastifyReply =>
  reply.header(
    'set-cookie',
    `${cookieName}=${token}; SameSite=Strict; Max-Age=${seconds}; ${cookieFlags(context, request)}`,
  );

const signInCookie = 'throughline_sign_in';

/** Of the browser that goes elsewhere to sign in: it comes back from another site, by a plain step. */
export const setSignInCookie = (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: string,
): FastifyReply =>
  reply.header('set-cookie', `${signInCookie}=${browser}; SameSite=Lax; Max-Age=600; ${cookieFlags(context, request)}`);

export const signInCookieOf = (request: FastifyRequest): string | undefined => cookieOf(request, signInCookie);

export const authenticate = (
  app: FastifyInstance,
  context: Context,
  tenantId: string,
  authenticator: Authenticator,
): void => {
  const principalOf = async (request: FastifyRequest): Promise<Principal> => {
    if (context.config.demo) {
      // Nobody proves anything here: any page that is open beside it could change what is.
      if (request.headers.origin !== undefined) checkOrigin(request);
      return demoPrincipal(request, tenantId);
    }
    const bearer = bearerOf(request);
    if (bearer !== undefined) return authenticator.verify(bearer, request.ip);
    const cookie = cookieOf(request);
    if (cookie === undefined) fail('unauthenticated');
    checkOrigin(request);
    const principal = await authenticator.verify(cookie, request.ip);
    const isPage = principal.rights.has('read') && principal.grants === undefined;
    return isPage ? { ...principal, cast: pageCast } : principal;
  };
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.open === true) return;
    const principal = await principalOf(request);
    request.principal = { ...principal, door: doorOf(request.url) };
  });
};
