/** Bearer tokens (RFC 8725) of the configured issuer, and our own: the same for HTTP and for DICOM associations. */
import { readFile } from 'node:fs/promises';
import { isCastScope } from '@throughline/fhir';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import { Failure, fail, StartError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { checkOwnToken, ownIssuer } from './own-tokens.ts';
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
  'imaging.launch': 'launch',
};

/** Scopes of the hub itself, by which people and systems are given rights. */
export const hubScopes: readonly string[] = Object.keys(scopeRights);

export interface Bearer {
  readonly subject: string;
  readonly rights: ReadonlySet<Right>;
  /** What its SMART scopes grant, when it has any. */
  readonly grants?: readonly Grant[];
  readonly cast?: readonly string[];
  /** Of tokens of our own: the grant, and what the user is called. */
  readonly session?: string;
  readonly name?: string;
  readonly fhirUser?: string;
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
  try {
    return createLocalJWKSet(JSON.parse(await readFile(location, 'utf8')));
  } catch (error) {
    const isRead = !(error instanceof Error && 'syscall' in error);
    const cause = isRead ? 'it is no JSON Web Key Set (RFC 7517)' : 'there is no file there that this user may read';
    throw new StartError(`THROUGHLINE_JWKS: ${location} cannot be used: ${cause}.`, { cause: error });
  }
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

const ownParts = (payload: JWTPayload): Pick<Bearer, 'session' | 'name' | 'fhirUser'> => {
  if (payload.iss !== ownIssuer(DEFAULT_TENANT_ID)) return {};
  const [session, name, fhirUser] = [payload.sid, payload.name, payload.fhir_user].map(textOf);
  return {
    ...(session !== undefined && { session }),
    ...(name !== undefined && { name }),
    ...(fhirUser !== undefined && { fhirUser }),
  };
};

/** A scope of the system is for clients that speak for themselves only (A14). */
const bearerOf = (payload: JWTPayload): Bearer => {
  const { plain, grants } = parseScopes(textOf(payload.scope) ?? '');
  const usable = grants?.filter(({ level }) => level !== 'system' || isItsOwn(payload));
  const { patient } = payload;
  const domain = domainOf(payload);
  const cast = [...plain].filter(isCastScope);
  return {
    subject: String(payload.sub),
    rights: new Set([...plain].flatMap((scope) => scopeRights[scope] ?? [])),
    ...(usable !== undefined && { grants: usable }),
    ...(cast.length > 0 && { cast }),
    ...(domain !== undefined && { domain }),
    ...ownParts(payload),
    // A context that cannot be understood is one of nobody, never none.
    ...(patient !== undefined && { patient: textOf(patient) ?? '' }),
  };
};

/** Nobody else's tokens are taken while no issuer is configured. */
const foreignCheck = async (jwt: Context['config']['jwt']): Promise<(token: string) => Promise<JWTPayload>> => {
  if (jwt === undefined) return async () => fail('unauthenticated');
  const { issuer, audience } = jwt;
  const keys = await keySet(jwt.jwks);
  const rules = { issuer, audience, algorithms, clockTolerance: clockToleranceSeconds };
  return async (token) => (await jwtVerify(token, keys, { ...rules, requiredClaims: ['sub', 'exp'] })).payload;
};

export const createTokenVerifier = async (
  context: Pick<Context, 'config' | 'clock' | 'db'>,
): Promise<TokenVerifier> => {
  const checkForeign = await foreignCheck(context.config.jwt);
  const check = (token: string): Promise<JWTPayload> =>
    decodeJwt(token).iss === ownIssuer(DEFAULT_TENANT_ID)
      ? checkOwnToken(context, DEFAULT_TENANT_ID, token)
      : checkForeign(token);
  const known = new VerifiedTokens(() => context.clock().getTime());
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
