/** Where people sign in: OpenID providers, and EHRs that launch the reading page; registered by whoever runs the hub. */
import { z } from 'zod';
import { findProvider, listProviders, type ProviderRow, putProvider, revokeGrantsOf } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isConfidential } from '../../loopback.ts';
import type { ProviderSettings } from '../../peers/index.ts';
import { parseSealKey, SealError, seal, unseal } from '../../seal.ts';
import { authorise, hubScopes, type Principal, signingKey } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const address = z.url({ protocol: /^https?$/ }).refine((text) => isConfidential(new URL(text)), 'goes by https');

const providerInput = z
  .object({
    name: z.string().regex(/^[a-z0-9-]{1,32}$/, 'has small letters, digits and dashes; at most 32'),
    kind: z.enum(['oidc', 'smart']),
    label: z.string().min(1).max(100),
    issuer: address,
    clientId: z.string().min(1).max(200),
    authentication: z.enum(['none', 'private_key_jwt', 'client_secret_basic']).default('none'),
    secret: z.string().min(1).max(500).optional(),
    scope: z.string().max(1000).optional(),
    /** What its people may do here. */
    grants: z.array(z.enum(hubScopes as [string, ...string[]])).min(1),
    /** A claim that people must have, e.g. {name: "groups", value: "radiology"}. */
    requiredClaim: z
      .object({ name: z.string().min(1).max(100), value: z.string().min(1).max(200) })
      .nullable()
      .default(null),
    patientIssuer: z.string().min(1).max(200).nullable().default(null),
    enabled: z.boolean().default(true),
  })
  .refine((input) => (input.authentication === 'client_secret_basic') === (input.secret !== undefined), {
    path: ['secret'],
    message: 'goes with client_secret_basic, and only with it',
  });
type ProviderInput = z.input<typeof providerInput>;

const defaultScopes = {
  oidc: 'openid profile',
  smart: 'launch openid fhirUser patient/Patient.r patient/ImagingStudy.r',
} as const;

const boundTo = (tenantId: string, name: string): string => `sign-in:${tenantId}:${name}`;

const sealed = ({ config }: Context, tenantId: string, name: string, secret: string): Buffer => {
  const keys = config.secretKeys.map(parseSealKey);
  if (keys.length === 0) return fail('bad-request', 'Secrets are kept encrypted only: set THROUGHLINE_SECRET_KEY.');
  return seal(keys, boundTo(tenantId, name), secret);
};

export const putSignInProvider = async (
  context: Context,
  principal: Principal,
  input: ProviderInput,
): Promise<void> => {
  authorise(principal, 'admin');
  const parsed = providerInput.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return fail('bad-request', faults.slice(0, 5).join('; '));
  }
  const { clientId, secret, requiredClaim, patientIssuer, scope, ...rest } = parsed.data;
  const { tenantId } = principal;
  const settings = {
    ...rest,
    // Launches name a FHIR server with and without the last slash.
    issuer: rest.kind === 'smart' ? rest.issuer.replace(/\/$/, '') : rest.issuer,
    client_id: clientId,
    secret: secret === undefined ? null : sealed(context, tenantId, rest.name, secret),
    scope: scope ?? defaultScopes[rest.kind],
    required_claim: requiredClaim?.name ?? null,
    required_value: requiredClaim?.value ?? null,
    patient_issuer: patientIssuer,
  };
  await context.db.tenant(tenantId, async (trx) => {
    await putProvider(trx, tenantId, settings);
    // Who came in by a door that is closed leaves.
    const ended = rest.enabled ? 0 : await revokeGrantsOf(trx, { provider: rest.name }, context.clock());
    const detail = { signInProvider: rest.name, enabled: rest.enabled, ended };
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail });
  });
};

export const listSignInProviders = async ({ db }: Context, principal: Principal): Promise<readonly ProviderRow[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, listProviders);
};

/** Whether the EHR with this FHIR server launches the reading page. */
export const isLauncher = async ({ db }: Context, tenantId: string, fhirServer: string): Promise<boolean> => {
  const wanted = { kind: 'smart', issuer: fhirServer.replace(/\/$/, '') } as const;
  return (await db.tenant(tenantId, (trx) => findProvider(trx, wanted))) !== undefined;
};

/** What anybody is shown who has to sign in: names only. */
export const offeredProviders = async ({ db }: Context, tenantId: string) => {
  const providers = await db.tenant(tenantId, listProviders);
  return providers
    .filter(({ enabled, kind }) => enabled && kind === 'oidc')
    .map(({ name, label }) => ({ name, label }));
};

const proofOf = async (context: Context, row: ProviderRow): Promise<ProviderSettings['proof']> => {
  if (row.authentication === 'none') return { by: 'none' };
  if (row.authentication === 'private_key_jwt')
    return { by: 'private_key_jwt', ...(await signingKey(context, row.tenant_id, 'client')) };
  try {
    const keys = context.config.secretKeys.map(parseSealKey);
    const secret = unseal(keys, boundTo(row.tenant_id, row.name), Buffer.from(row.secret ?? ''));
    return { by: 'client_secret_basic', secret };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return fail('unavailable', 'The secret of this sign-in cannot be opened with the configured keys.');
  }
};

export const settingsOf = async (context: Context, row: ProviderRow): Promise<ProviderSettings> => ({
  kind: row.kind,
  issuer: row.issuer,
  clientId: row.client_id,
  scope: row.scope,
  proof: await proofOf(context, row),
});
