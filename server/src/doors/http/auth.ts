/** Who is asking: a bearer token or the session cookie made from one; in the demo on loopback everyone is `demo`. */
import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createLocalJWKSet, createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Failure, fail } from '../../errors.ts';
import type { Principal, Right } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { VerifiedTokens } from './verified-tokens.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** Anyone may ask: the route gives nothing of a patient. */
    open?: boolean;
  }
}

export const cookieName = 'throughline_session';

// Asymmetric only: a public key can then never be used as a shared secret (RFC 8725 3.1).
const algorithms = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'];
const clockToleranceSeconds = 60;

const scopeRights: Readonly<Record<string, Right>> = {
  'imaging.read': 'read',
  'imaging.write': 'store',
  admin: 'admin',
};

export interface Authenticator {
  /** The principal that a token stands for; refuses with `unauthenticated`. */
  verify(token: string, address: string): Promise<Principal>;
}

const keySet = async (location: string): Promise<JWTVerifyGetKey> => {
  if (location.startsWith('https://')) return createRemoteJWKSet(new URL(location), { timeoutDuration: 5000 });
  return createLocalJWKSet(JSON.parse(await readFile(location, 'utf8')));
};

const rightsOf = (payload: JWTPayload): ReadonlySet<Right> => {
  const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
  return new Set(scopes.flatMap((scope) => scopeRights[scope] ?? []));
};

export const createAuthenticator = async (context: Context, tenantId: string): Promise<Authenticator> => {
  const { jwt } = context.config;
  if (jwt === undefined) return { verify: async () => fail('unauthenticated') };
  const keys = await keySet(jwt.jwks);
  const check = async (token: string): Promise<JWTPayload> => {
    const { issuer, audience } = jwt;
    const rules = { issuer, audience, algorithms, clockTolerance: clockToleranceSeconds };
    return (await jwtVerify(token, keys, { ...rules, requiredClaims: ['sub', 'exp'] })).payload;
  };
  const known = new VerifiedTokens(() => context.clock().getTime());
  return {
    verify: async (token, address) => {
      try {
        const payload = known.get(token) ?? known.keep(token, await check(token));
        return { tenantId, subject: String(payload.sub), door: 'api', address, rights: rightsOf(payload) };
      } catch (error) {
        throw new Failure('unauthenticated', undefined, error);
      }
    },
  };
};

const cookieOf = (request: FastifyRequest): string | undefined => {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
};

const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];

const changes: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE', 'PATCH']);

/** A cookie travels by itself: a change that comes with one must come from our own page. */
const checkOrigin = (request: FastifyRequest): void => {
  if (!changes.has(request.method)) return;
  const { origin, host } = request.headers;
  if (origin === undefined || new URL(origin).host !== host) fail('forbidden', 'A request from another site.');
};

const demoRights: ReadonlySet<Right> = new Set(['read', 'store', 'admin']);

export const authenticate = (
  app: FastifyInstance,
  context: Context,
  tenantId: string,
  authenticator: Authenticator,
): void => {
  const principalOf = async (request: FastifyRequest): Promise<Principal> => {
    if (context.config.demo) return { tenantId, subject: 'demo', door: 'api', address: request.ip, rights: demoRights };
    const bearer = bearerOf(request);
    if (bearer !== undefined) return authenticator.verify(bearer, request.ip);
    const cookie = cookieOf(request);
    if (cookie === undefined) fail('unauthenticated');
    checkOrigin(request);
    return authenticator.verify(cookie, request.ip);
  };
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.open === true) return;
    const principal = await principalOf(request);
    const door = request.url.startsWith('/dicom-web/') ? 'dicomweb' : 'api';
    request.principal = { ...principal, door };
  });
};
