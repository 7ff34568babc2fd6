/** Bearer tokens (RFC 8725) of the configured issuer: the same for HTTP and for DICOM associations. */
import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Failure, fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import type { PatientIdDomain, Right } from './principal.ts';
import { type Grant, parseScopes } from './scopes.ts';
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
  /** What its SMART scopes grant, when it has any. */
  readonly grants?: readonly Grant[];
  /** The patient of a launch, as the token names it. */
  readonly patient?: string;
  /** The issuer of the client's own patient identifiers, when the token names it. */
  readonly domain?: PatientIdDomain;
}

export interface TokenVerifier {
  /** Whom a token stands for; refuses with `unauthenticated`. */
  verify(token: string): Promise<Bearer>;
}

const keySet = async (location: string): Promise<JWTVerifyGetKey> => {
  if (location.startsWith('https://')) return createRemoteJWKSet(new URL(location), { timeoutDuration: 5000 });
  return createLocalJWKSet(JSON.parse(await readFile(location, 'utf8')));
};

const textOf = (claim: unknown): string | undefined => (typeof claim === 'string' ? claim : undefined);

/** A wish for one issuer that cannot be understood is not overheard: the token is refused. */
const domainOf = ({ patient_id_issuer: issuer, one_issuer: only = false }: JWTPayload): PatientIdDomain | undefined => {
  if (issuer === undefined && only === false) return undefined;
  if (typeof issuer !== 'string' || issuer === '' || typeof only !== 'boolean') return fail('unauthenticated');
  return { issuer, only };
};

/** A client that speaks for itself is its own subject (RFC 9068 2.2). */
const isItsOwn = (payload: JWTPayload): boolean => (textOf(payload.client_id) ?? textOf(payload.azp)) === payload.sub;

/** A scope of the system is for clients that speak for themselves only (A14). */
const bearerOf = (payload: JWTPayload): Bearer => {
  const { plain, grants } = parseScopes(textOf(payload.scope) ?? '');
  const usable = grants?.filter(({ level }) => level !== 'system' || isItsOwn(payload));
  const { patient } = payload;
  const domain = domainOf(payload);
  return {
    subject: String(payload.sub),
    rights: new Set([...plain].flatMap((scope) => scopeRights[scope] ?? [])),
    ...(usable !== undefined && { grants: usable }),
    ...(domain !== undefined && { domain }),
    // A context that cannot be understood is one of nobody, never none.
    ...(patient !== undefined && { patient: textOf(patient) ?? '' }),
  };
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
        return bearerOf(payload);
      } catch (error) {
        throw new Failure('unauthenticated', undefined, error);
      }
    },
  };
};
