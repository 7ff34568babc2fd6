/** Who may ask for decisions: registered systems, by tokens signed with registered keys. Nothing is ever fetched (H82). */
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { type CdsClientSettings, findCdsClient, listCdsClients, putCdsClient, useCdsToken } from '../../db/index.ts';
import { Failure, fail } from '../../errors.ts';
import { authorise, DEFAULT_TENANT_ID, type Principal, withConsents } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

// Asymmetric only (RFC 8725 3.1); those that CDS Hooks 2.0 recommends, and ES256 and RS256 that systems use.
const algorithms = ['ES384', 'RS384', 'ES256', 'RS256'];
const longestMs = 3600_000;

export interface Caller {
  readonly principal: Principal;
  readonly issuer: string;
  readonly fhirServer: string | null;
  readonly patientIssuer: string | null;
}

const check = async (context: Context, token: string, audience: string): Promise<Caller> => {
  const { iss = '' } = decodeJwt(token);
  const { jku } = decodeProtectedHeader(token);
  const tenantId = DEFAULT_TENANT_ID;
  const client = await context.db.tenant(tenantId, (trx) => findCdsClient(trx, iss));
  if (client === undefined || (jku !== undefined && jku !== client.jwks_url)) return fail('unauthenticated');
  const keys = createLocalJWKSet(client.jwks as JSONWebKeySet);
  const rules = { issuer: iss, audience, algorithms, requiredClaims: ['exp', 'jti'], currentDate: context.clock() };
  const { payload } = await jwtVerify(token, keys, rules);
  const now = context.clock();
  const expiresAt = new Date((payload.exp ?? 0) * 1000);
  if (expiresAt.getTime() - now.getTime() > longestMs) return fail('unauthenticated');
  const row = { tenant_id: tenantId, issuer: iss, jti: String(payload.jti).slice(0, 256), expires_at: expiresAt };
  if (!(await context.db.tenant(tenantId, (trx) => useCdsToken(trx, row, now)))) return fail('unauthenticated');
  const asking: Principal = { tenantId, subject: iss, door: 'cds', rights: new Set(['read']) };
  const principal = await withConsents(context, asking);
  return { principal, issuer: iss, fhirServer: client.fhir_server, patientIssuer: client.patient_issuer };
};

/** The system that a token stands for; `audience` is the address of the service that was called. Good once only. */
export const admitClient = async (context: Context, token: string | undefined, audience: string): Promise<Caller> => {
  if (token === undefined) return fail('unauthenticated');
  try {
    return await check(context, token, audience);
  } catch (error) {
    if (error instanceof Failure && error.code !== 'unauthenticated') throw error;
    throw new Failure('unauthenticated', undefined, error);
  }
};

export const registerClient = async (
  { db }: Context,
  principal: Principal,
  settings: CdsClientSettings,
): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    await putCdsClient(trx, principal.tenantId, settings);
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { cdsClients: 1 } });
  });
};

export const listClients = async ({ db }: Context, principal: Principal) => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, listCdsClients);
};
