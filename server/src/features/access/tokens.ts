/** Bearer tokens (RFC 8725) of the configured issuer: the same for HTTP and for DICOM associations. */
import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Failure, fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import type { Right } from './principal.ts';
import { VerifiedTokens } from './verified-tokens.ts';

// Asymmetric only: a public key can then never be used as a shared secret (RFC 8725 3.1).
const algorithms = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'];
const clockToleranceSeconds = 60;

const scopeRights: Readonly<Record<string, Right>> = {
  'imaging.read': 'read',
  'imaging.write': 'store',
  admin: 'admin',
  'identity.write': 'identity',
};

export interface Bearer {
  readonly subject: string;
  readonly rights: ReadonlySet<Right>;
}

export interface TokenVerifier {
  /** Whom a token stands for; refuses with `unauthenticated`. */
  verify(token: string): Promise<Bearer>;
}

const keySet = async (location: string): Promise<JWTVerifyGetKey> => {
  if (location.startsWith('https://')) return createRemoteJWKSet(new URL(location), { timeoutDuration: 5000 });
  return createLocalJWKSet(JSON.parse(await readFile(location, 'utf8')));
};

const rightsOf = (payload: JWTPayload): ReadonlySet<Right> => {
  const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
  return new Set(scopes.flatMap((scope) => scopeRights[scope] ?? []));
};

export const createTokenVerifier = async ({
  config: { jwt },
  clock,
}: Pick<Context, 'config' | 'clock'>): Promise<TokenVerifier> => {
  if (jwt === undefined) return { verify: async () => fail('unauthenticated') };
  const keys = await keySet(jwt.jwks);
  const check = async (token: string): Promise<JWTPayload> => {
    const { issuer, audience } = jwt;
    const rules = { issuer, audience, algorithms, clockTolerance: clockToleranceSeconds };
    return (await jwtVerify(token, keys, { ...rules, requiredClaims: ['sub', 'exp'] })).payload;
  };
  const known = new VerifiedTokens(() => clock().getTime());
  return {
    verify: async (token) => {
      try {
        const payload = known.get(token) ?? known.keep(token, await check(token));
        return { subject: String(payload.sub), rights: rightsOf(payload) };
      } catch (error) {
        throw new Failure('unauthenticated', undefined, error);
      }
    },
  };
};
