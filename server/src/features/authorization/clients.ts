/** Applications that may ask for tokens: registered by whoever runs the hub, with the most that each is ever granted. */
import { isCastScope } from '@throughline/fhir';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import {
  findOauthClient,
  listOauthClients,
  type OauthClientRow,
  putOauthClient,
  useAssertion,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isConfidential } from '../../loopback.ts';
import { authorise, grantOf, hubScopes, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { OauthError, refuse } from './errors.ts';
import { plainScopes } from './granted.ts';

/** An absolute address without fragment or user, by TLS or on the user's own machine (RFC 8252 7.3, 8.3). */
const address = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = new URL(text);
  return !text.includes('#') && url.username === '' && isConfidential(url);
}, 'is an address by https, or http on this machine, without a fragment');

const scope = z
  .string()
  .refine(
    (text) => grantOf(text) !== undefined || [...plainScopes, ...hubScopes].includes(text) || isCastScope(text),
    'is no scope that is understood here',
  );

const publicKey = z
  .record(z.string(), z.unknown())
  .refine((key) => key.d === undefined && key.k === undefined, 'is a private key: register the public one');

const clientInput = z.object({
  clientId: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'has letters, digits, dots, dashes; at most 64'),
  name: z.string().min(1).max(200),
  redirectUris: z.array(address).max(20).default([]),
  launchUrl: address.nullable().default(null),
  jwks: z
    .object({ keys: z.array(publicKey).min(1).max(20) })
    .nullable()
    .default(null),
  scopes: z.array(scope).min(1).max(100),
  enabled: z.boolean().default(true),
});
type ClientInput = z.input<typeof clientInput>;

export const putClient = async ({ db }: Context, principal: Principal, input: ClientInput): Promise<void> => {
  authorise(principal, 'admin');
  const parsed = clientInput.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return fail('bad-request', faults.slice(0, 5).join('; '));
  }
  const { clientId, name, redirectUris, launchUrl, jwks, scopes, enabled } = parsed.data;
  await db.tenant(principal.tenantId, async (trx) => {
    await putOauthClient(trx, principal.tenantId, {
      client_id: clientId,
      name,
      redirect_uris: redirectUris,
      launch_url: launchUrl,
      jwks: jwks === null ? null : JSON.stringify(jwks),
      scopes,
      enabled,
    });
    const detail = { oauthClient: clientId, enabled };
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail });
  });
};

export const listClientsOf = async ({ db }: Context, principal: Principal): Promise<readonly OauthClientRow[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, listOauthClients);
};

/** The origins of the applications that run in browsers, which may read our answers there (CORS). */
export const clientOrigins = async ({ db }: Context, tenantId: string): Promise<ReadonlySet<string>> => {
  const clients = await db.tenant(tenantId, listOauthClients);
  const open = clients.filter(({ enabled, jwks }) => enabled && jwks === null);
  return new Set(open.flatMap(({ redirect_uris }) => redirect_uris.map((uri) => new URL(uri).origin)));
};

// Asymmetric only; those of SMART App Launch 2.2, 7.1, and ES256 and RS256 that systems use.
const algorithms = ['ES384', 'RS384', 'ES256', 'RS256'];
const longestSeconds = 300;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface ClientProof {
  readonly clientId: string | undefined;
  readonly assertion: string | undefined;
  readonly assertionType: string | undefined;
  /** The addresses that an assertion may be made out to: of the token endpoint, and our issuer. */
  readonly audiences: readonly string[];
}

const assertionOf = async (
  context: Context,
  client: OauthClientRow,
  assertion: string,
  audiences: readonly string[],
): Promise<JWTPayload> => {
  const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.jwks as JSONWebKeySet), {
    issuer: client.client_id,
    subject: client.client_id,
    audience: [...audiences],
    algorithms,
    requiredClaims: ['exp', 'jti'],
    currentDate: context.clock(),
  });
  return payload;
};

const proveByAssertion = async (
  context: Context,
  tenantId: string,
  { assertion = '', audiences }: ClientProof,
): Promise<OauthClientRow> => {
  const { iss = '' } = decodeJwt(assertion);
  const client = await context.db.tenant(tenantId, (trx) => findOauthClient(trx, iss));
  if (client === undefined || client.jwks === null) return refuse('invalid_client', 'The application is not known.');
  const { exp = 0, jti } = await assertionOf(context, client, assertion, audiences);
  if (exp - context.clock().getTime() / 1000 > longestSeconds)
    return refuse('invalid_client', 'An assertion is good for five minutes at most.');
  const row = {
    tenant_id: tenantId,
    client_id: client.client_id,
    jti: String(jti).slice(0, 256),
    expires_at: new Date(exp * 1000),
  };
  const fresh = await context.db.tenant(tenantId, (trx) => useAssertion(trx, row));
  return fresh ? client : refuse('invalid_client', 'The assertion was used before.');
};

/** The application that is asking: one with keys by its assertion (RFC 7523), one without by its name alone. */
export const proveClient = async (context: Context, tenantId: string, proof: ClientProof): Promise<OauthClientRow> => {
  if (proof.assertion !== undefined) {
    if (proof.assertionType !== assertionType) return refuse('invalid_client', 'The type of assertion is not known.');
    try {
      const client = await proveByAssertion(context, tenantId, proof);
      if (proof.clientId !== undefined && proof.clientId !== client.client_id)
        return refuse('invalid_client', 'The assertion is of another application.');
      return client;
    } catch (error) {
      if (error instanceof OauthError) throw error;
      return refuse('invalid_client', 'The assertion is not accepted.', error);
    }
  }
  const client = await context.db.tenant(tenantId, (trx) => findOauthClient(trx, proof.clientId ?? ''));
  if (client === undefined || client.jwks !== null)
    return refuse('invalid_client', 'The application is not known, or has to prove itself.');
  return client;
};
