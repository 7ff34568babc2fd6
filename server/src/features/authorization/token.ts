/** The token endpoint: codes and refresh tokens are good once, and one that comes again ends everything that came of it. */
import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { digestOf, newCarried } from '../../carried.ts';
import {
  findGrant,
  findOnce,
  findStudy,
  insertGrant,
  insertOnce,
  markUsed,
  newId,
  type OauthClientRow,
  type OauthGrantRow,
  revokeGrant,
  type Trx,
} from '../../db/index.ts';
import { checkOwnToken, keyAlgorithms, type Principal, signAccessToken, signingKey } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { OauthError, refuse } from './errors.ts';
import { grantedScopes } from './granted.ts';

const accessSeconds = 3600;
const systemSeconds = 300;
const idSeconds = 600;

interface FhirContext {
  readonly reference: string;
  readonly type: 'ImagingStudy';
  readonly identifier: { readonly system: 'urn:dicom:uid'; readonly value: string };
}

/** RFC 6749 5.1, and the launch context of SMART App Launch 2.2, 2.0.12. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly patient?: string;
  readonly need_patient_banner?: boolean;
  readonly fhirContext?: readonly FhirContext[];
  /** FHIRcast STU3 2.1: where the session is followed. */
  readonly 'hub.url'?: string;
  readonly 'hub.topic'?: string;
}

interface Asking {
  readonly context: Context;
  readonly client: OauthClientRow;
  readonly address: string;
  readonly issuer: string;
}

const principalOf = ({ client, address }: Asking, subject: string): Principal => ({
  tenantId: client.tenant_id,
  subject,
  door: 'api',
  address,
  rights: new Set(),
});

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier, 'ascii').digest('base64url');

/** Scopes of a user are worth what the user may: the right goes along, for the hub to see. */
const withRights = (scope: string): string => (/\buser\//.test(scope) ? `${scope} imaging.read` : scope);

const fhirContextOf = async (trx: Trx, grant: OauthGrantRow): Promise<readonly FhirContext[]> => {
  const uid = grant.study_instance_uid;
  const study = uid === null ? undefined : await findStudy(trx, uid);
  if (uid === null || study === undefined) return [];
  const identifier = { system: 'urn:dicom:uid', value: `urn:oid:${uid}` } as const;
  return [{ reference: `ImagingStudy/${study.id}`, type: 'ImagingStudy', identifier }];
};

const idTokenOf = async ({ context, client, issuer }: Asking, grant: OauthGrantRow, nonce: string | null) => {
  const { kid, key } = await signingKey(context, client.tenant_id, 'token');
  const now = Math.floor(context.clock().getTime() / 1000);
  const scopes = grant.scope.split(' ');
  const claims = {
    ...(nonce !== null && { nonce }),
    ...(grant.fhir_user !== null && scopes.includes('fhirUser') && { fhirUser: grant.fhir_user }),
    ...(grant.name !== null && scopes.includes('profile') && { name: grant.name }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: keyAlgorithms.token, kid, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(client.client_id)
    .setSubject(grant.subject)
    .setIssuedAt(now)
    .setExpirationTime(now + idSeconds)
    .sign(key);
};

const refreshOf = async (trx: Trx, grant: OauthGrantRow): Promise<string | undefined> => {
  const scopes = grant.scope.split(' ');
  if (!scopes.includes('offline_access') && !scopes.includes('online_access')) return undefined;
  const { text, digest } = newCarried();
  const row = { tenant_id: grant.tenant_id, digest, grant_id: grant.id, expires_at: grant.expires_at };
  await insertOnce(trx, 'oauth_refresh_tokens', row);
  return text;
};

const answerOf = async (
  asking: Asking,
  trx: Trx,
  grant: OauthGrantRow,
  nonce: string | null | undefined,
  scope = grant.scope,
): Promise<TokenAnswer> => {
  const { context } = asking;
  const left = Math.floor((grant.expires_at.getTime() - context.clock().getTime()) / 1000);
  const seconds = Math.min(accessSeconds, left);
  const refresh = await refreshOf(trx, grant);
  const about = await fhirContextOf(trx, grant);
  const isOpenId = nonce !== undefined && grant.scope.split(' ').includes('openid');
  return {
    access_token: await signAccessToken(context, grant, { scope: withRights(scope), seconds }),
    token_type: 'Bearer',
    expires_in: seconds,
    scope,
    ...(isOpenId && { id_token: await idTokenOf(asking, grant, nonce) }),
    ...(refresh !== undefined && { refresh_token: refresh }),
    ...(grant.patient_record_id !== null && { patient: grant.patient_record_id, need_patient_banner: true }),
    ...(about.length > 0 && { fhirContext: about }),
    ...(grant.topic !== null && { 'hub.url': `${asking.issuer}/fhircast`, 'hub.topic': grant.topic }),
  };
};

/** An error that is told after the transaction has committed: what was found out must stay known. */
const settled = async <T>(work: Promise<T | OauthError>): Promise<T> => {
  const result = await work;
  if (result instanceof OauthError) throw result;
  return result;
};

const replayed = async (asking: Asking, trx: Trx, grantId: string): Promise<OauthError> => {
  await revokeGrant(trx, grantId, asking.context.clock());
  const detail = { reason: 'a code or refresh token came again', oauthClient: asking.client.client_id };
  await recordAudit(trx, principalOf(asking, asking.client.client_id), {
    event: 'securityAlert',
    action: 'E',
    outcome: 'serious',
    detail,
  });
  return new OauthError('invalid_grant', 'It was used before; everything that came of it has ended.');
};

const ended = (): OauthError =>
  new OauthError('invalid_grant', 'It is not known, has ended, or is of another application.');

export const exchangeCode = (
  asking: Asking,
  given: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Promise<TokenAnswer> => {
  const { context, client } = asking;
  return settled(
    context.db.tenant(client.tenant_id, async (trx) => {
      const code = await findOnce(trx, 'oauth_codes', digestOf(given.code), context.clock());
      const grant = code && (await findGrant(trx, code.grant_id, context.clock()));
      if (code === undefined || grant === undefined || grant.client_id !== client.client_id) return ended();
      if (code.used_at !== null) return replayed(asking, trx, grant.id);
      await markUsed(trx, 'oauth_codes', code.digest, context.clock());
      if (code.redirect_uri !== given.redirectUri) return ended();
      if (!/^[A-Za-z0-9._~-]{43,128}$/.test(given.verifier) || challengeOf(given.verifier) !== code.challenge)
        return new OauthError('invalid_grant', 'The code verifier does not fit.');
      return answerOf(asking, trx, grant, code.nonce);
    }),
  );
};

/** Of the scopes that were granted those that are asked for (RFC 6749 6); undefined where one of them was not. The grant stays as wide. */
const narrowed = (asked: string | undefined, granted: string): string | undefined => {
  if (asked === undefined) return granted;
  const all = granted.split(' ');
  const wanted = asked.split(' ').filter((scope) => scope !== '');
  const covered = wanted.every((scope) => all.includes(scope) || grantedScopes(scope, all, 'user').join(' ') === scope);
  return covered && wanted.length > 0 ? wanted.join(' ') : undefined;
};

export const refreshTokens = (
  asking: Asking,
  given: { readonly refreshToken: string; readonly scope: string | undefined },
): Promise<TokenAnswer> => {
  const { context, client } = asking;
  return settled(
    context.db.tenant(client.tenant_id, async (trx) => {
      const kept = await findOnce(trx, 'oauth_refresh_tokens', digestOf(given.refreshToken), context.clock());
      const grant = kept && (await findGrant(trx, kept.grant_id, context.clock()));
      if (kept === undefined || grant === undefined || grant.client_id !== client.client_id) return ended();
      if (kept.used_at !== null) return replayed(asking, trx, grant.id);
      const scope = narrowed(given.scope, grant.scope);
      if (scope === undefined)
        return new OauthError('invalid_scope', 'The scopes are those that were granted, or fewer.');
      await markUsed(trx, 'oauth_refresh_tokens', kept.digest, context.clock());
      return answerOf(asking, trx, grant, undefined, scope);
    }),
  );
};

/** A system that speaks for itself (SMART Backend Services): only one that proved itself by its keys, for five minutes. */
export const grantToSystem = async (asking: Asking, scope: string): Promise<TokenAnswer> => {
  const { context, client } = asking;
  if (client.jwks === null) return refuse('unauthorized_client', 'The application has no keys to prove itself with.');
  const scopes = grantedScopes(scope, client.scopes, 'system');
  if (scopes.length === 0) return refuse('invalid_scope', 'None of the scopes can be granted to this application.');
  const now = context.clock();
  const grant: OauthGrantRow = {
    tenant_id: client.tenant_id,
    id: newId(),
    client_id: client.client_id,
    subject: client.client_id,
    name: null,
    fhir_user: null,
    scope: scopes.join(' '),
    patient_record_id: null,
    study_instance_uid: null,
    topic: null,
    created_at: now,
    expires_at: new Date(now.getTime() + systemSeconds * 1000),
    revoked_at: null,
  };
  await context.db.tenant(client.tenant_id, async (trx) => {
    await insertGrant(trx, grant);
    const detail = { oauthClient: client.client_id, scope: scopes };
    await recordAudit(trx, principalOf(asking, client.client_id), { event: 'userAuthentication', action: 'E', detail });
  });
  return {
    access_token: await signAccessToken(context, grant, { scope: grant.scope, seconds: systemSeconds }),
    token_type: 'Bearer',
    expires_in: systemSeconds,
    scope: grant.scope,
  };
};

/** The grant that an access token of ours is of. */
const grantOfAccess = async ({ context, client }: Asking, token: string): Promise<string | undefined> => {
  try {
    const { sid } = await checkOwnToken(context, client.tenant_id, token);
    return typeof sid === 'string' ? sid : undefined;
  } catch {
    return undefined;
  }
};

/** RFC 7009: a token, of either kind, ends its whole grant; what is not known is no error. */
export const revokeToken = async (asking: Asking, token: string): Promise<void> => {
  const { context, client } = asking;
  const accessed = await grantOfAccess(asking, token);
  await context.db.tenant(client.tenant_id, async (trx) => {
    const kept = await findOnce(trx, 'oauth_refresh_tokens', digestOf(token), context.clock());
    const id = kept?.grant_id ?? accessed;
    const grant = id === undefined ? undefined : await findGrant(trx, id, context.clock());
    if (grant !== undefined && grant.client_id === client.client_id) await revokeGrant(trx, grant.id, context.clock());
  });
};
