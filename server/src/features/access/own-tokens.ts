/** Access tokens of our own (RFC 9068): each names its grant, and is worth nothing once that is revoked. */
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { findGrant, newId, type OauthGrantRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import { keyAlgorithms, signingKey, verifyingKey } from './own-keys.ts';

/** Issuer and audience at once: only we make them, and only we take them. To others they are opaque. */
export const ownIssuer = (tenantId: string): string => `urn:throughline:${tenantId}`;

type Needs = Pick<Context, 'db' | 'clock'>;

/** @param scope what is granted, as the hub itself reads it; the client is told what it asked for */
export const signAccessToken = async (
  context: Needs,
  grant: Pick<OauthGrantRow, 'tenant_id' | 'id' | 'client_id' | 'subject' | 'patient_record_id' | 'name' | 'fhir_user'>,
  { scope, seconds }: { readonly scope: string; readonly seconds: number },
): Promise<string> => {
  const { tenant_id: tenantId, patient_record_id: patient } = grant;
  const { kid, key } = await signingKey(context, tenantId, 'token');
  const now = Math.floor(context.clock().getTime() / 1000);
  const claims: JWTPayload = {
    scope,
    sid: grant.id,
    client_id: grant.client_id ?? 'throughline',
    ...(patient !== null && { patient }),
    ...(grant.name !== null && { name: grant.name }),
    ...(grant.fhir_user !== null && { fhir_user: grant.fhir_user }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: keyAlgorithms.token, kid, typ: 'at+jwt' })
    .setIssuer(ownIssuer(tenantId))
    .setAudience(ownIssuer(tenantId))
    .setSubject(grant.subject)
    .setJti(newId())
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(key);
};

/** Refuses with `unauthenticated` what we did not sign, what has ended, and what was revoked. */
export const checkOwnToken = async (context: Needs, tenantId: string, token: string): Promise<JWTPayload> => {
  const { payload } = await jwtVerify(token, ({ kid }) => verifyingKey(context, tenantId, kid), {
    issuer: ownIssuer(tenantId),
    audience: ownIssuer(tenantId),
    algorithms: [keyAlgorithms.token],
    typ: 'at+jwt',
    requiredClaims: ['sub', 'exp', 'sid', 'client_id'],
    currentDate: context.clock(),
  });
  const { sid } = payload;
  const grant =
    typeof sid === 'string' && (await context.db.tenant(tenantId, (trx) => findGrant(trx, sid, context.clock())));
  // A grant of a patient never becomes one of all patients, whatever the token says.
  if (!grant || (grant.patient_record_id ?? undefined) !== payload.patient) return fail('unauthenticated');
  return payload;
};
