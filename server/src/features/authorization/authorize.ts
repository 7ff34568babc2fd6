/** The authorisation request (RFC 6749 4.1, with PKCE; SMART App Launch 2.2, 2.0.9): checked, kept while the user signs in, and answered. */
import { isCastScope } from '@throughline/fhir';
import { z } from 'zod';
import { digestOf, newCarried } from '../../carried.ts';
import {
  findOauthClient,
  findOnce,
  insertGrant,
  insertOnce,
  markUsed,
  newId,
  type OauthClientRow,
  type Trx,
  updateRequest,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { topicIn } from '../fhircast/index.ts';
import { OauthError, type OauthErrorCode, refuse } from './errors.ts';
import { grantedScopes, speaksOfPatient } from './granted.ts';

const requestMs = 900_000;
const codeMs = 60_000;

export interface AuthorizationParameters {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseType: string;
  readonly scope: string;
  readonly state: string;
  readonly challenge: string;
  readonly challengeMethod: string;
  readonly nonce: string | undefined;
  readonly audience: string;
  readonly launch: string | undefined;
}

/** The request as it waits for the user. */
const pending = z.object({
  clientId: z.string(),
  clientName: z.string(),
  redirectUri: z.string(),
  state: z.string(),
  scopes: z.array(z.string()),
  challenge: z.string(),
  nonce: z.string().nullable(),
  launch: z.string().nullable(),
  /** Who launched it: nobody else goes on with it. */
  subject: z.string().nullable(),
  patientRecordId: z.string().nullable(),
  studyInstanceUid: z.string().nullable(),
});
export type PendingRequest = z.infer<typeof pending>;

interface Where {
  readonly tenantId: string;
  /** Our issuer, said with every answer (RFC 9207). */
  readonly issuer: string;
  /** The addresses that `aud` may name: those of the FHIR server and of DICOMweb. */
  readonly audiences: readonly string[];
}

const answerAt = (where: Where, to: { redirectUri: string; state: string }, values: Record<string, string>): string => {
  const url = new URL(to.redirectUri);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  if (to.state !== '') url.searchParams.set('state', to.state);
  url.searchParams.set('iss', where.issuer);
  return url.href;
};

const errorAt = (where: Where, to: { redirectUri: string; state: string }, error: OauthError): string =>
  answerAt(where, to, { error: error.code, error_description: error.message });

/** Nobody is sent to an address that is not registered, to the letter (H89). */
const clientOf = async ({ db }: Context, tenantId: string, asked: AuthorizationParameters): Promise<OauthClientRow> => {
  const client = await db.tenant(tenantId, (trx) => findOauthClient(trx, asked.clientId));
  if (client === undefined) return fail('bad-request', 'This application is not registered here.');
  if (!client.redirect_uris.includes(asked.redirectUri))
    return fail('bad-request', 'The address of the application is not the one that is registered.');
  return client;
};

const launchOf = async (context: Context, trx: Trx, launch: string) => {
  const found = await findOnce(trx, 'launches', digestOf(launch), context.clock());
  if (found === undefined || found.purpose !== 'app' || found.used_at !== null)
    return refuse('invalid_request', 'The launch is not known, has ended, or was used before.');
  return found;
};

/** What RFC 7636 4.2 and 4.3 say of a challenge; `plain` is none. */
const checkParameters = (where: Where, asked: AuthorizationParameters): void => {
  if (asked.responseType !== 'code') refuse('unsupported_response_type', 'The response type is code.');
  if (asked.challengeMethod !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(asked.challenge))
    refuse('invalid_request', 'A code challenge by S256 is needed.');
  if (asked.state === '') refuse('invalid_request', 'A state is needed.');
  if (!where.audiences.includes(asked.audience.replace(/\/$/, '')))
    refuse('invalid_request', 'aud is not the address of this FHIR server.');
};

const prepare = async (
  context: Context,
  where: Where,
  client: OauthClientRow,
  asked: AuthorizationParameters,
): Promise<PendingRequest> => {
  checkParameters(where, asked);
  const scopes = grantedScopes(asked.scope, client.scopes, 'user');
  if (scopes.length === 0) refuse('invalid_scope', 'None of the scopes can be granted to this application.');
  if (asked.launch !== undefined && !scopes.includes('launch'))
    refuse('invalid_scope', 'A launch needs the scope launch.');
  const { launch } = asked;
  const of =
    launch === undefined ? undefined : await context.db.tenant(where.tenantId, (trx) => launchOf(context, trx, launch));
  return {
    clientId: client.client_id,
    clientName: client.name,
    redirectUri: asked.redirectUri,
    state: asked.state,
    scopes: [...scopes],
    challenge: asked.challenge,
    nonce: asked.nonce ?? null,
    launch: launch ?? null,
    subject: of?.created_by ?? null,
    patientRecordId: of?.patient_record_id ?? null,
    studyInstanceUid: of?.study_instance_uid ?? null,
  };
};

export type Started = { readonly ticket: string } | { readonly redirect: string };

/** Refuses on our own page what concerns the application itself; everything else is told to the application. */
export const startAuthorization = async (
  context: Context,
  where: Where,
  asked: AuthorizationParameters,
): Promise<Started> => {
  const client = await clientOf(context, where.tenantId, asked);
  try {
    const request = await prepare(context, where, client, asked);
    const { text, digest } = newCarried();
    const row = { tenant_id: where.tenantId, digest, request: JSON.stringify(request) };
    const expires_at = new Date(context.clock().getTime() + requestMs);
    await context.db.tenant(where.tenantId, (trx) => insertOnce(trx, 'oauth_requests', { ...row, expires_at }));
    return { ticket: text };
  } catch (error) {
    if (!(error instanceof OauthError)) throw error;
    return { redirect: errorAt(where, asked, error) };
  }
};

const waitingRequest = async (context: Context, trx: Trx, ticket: string): Promise<PendingRequest> => {
  const row = await findOnce(trx, 'oauth_requests', digestOf(ticket), context.clock());
  if (row === undefined || row.used_at !== null)
    return fail('bad-request', 'This sign-in has ended. Start again from the application.');
  return pending.parse(row.request);
};

/** What waits behind a ticket, for the page that asks the user to sign in. */
export const readRequest = ({ db, ...context }: Context, tenantId: string, ticket: string): Promise<PendingRequest> =>
  db.tenant(tenantId, (trx) => waitingRequest({ db, ...context }, trx, ticket));

/** The user chose the patient that the application will see. */
export const choosePatient = async (
  context: Context,
  principal: Principal,
  ticket: string,
  patientRecordId: string,
): Promise<void> => {
  if (principal.records !== undefined && !principal.records.has(patientRecordId)) fail('forbidden');
  await context.db.tenant(principal.tenantId, async (trx) => {
    const request = await waitingRequest(context, trx, ticket);
    if (request.launch !== null) fail('bad-request', 'The launch says which patient is meant.');
    await updateRequest(trx, digestOf(ticket), { ...request, patientRecordId });
  });
};

/** A user gives on what the user has: reading, and where the session is of one patient, that patient only. */
const checkUser = (principal: Principal, request: PendingRequest): void => {
  if (principal.grants !== undefined || !principal.rights.has('read'))
    refuse('access_denied', 'This user may not read images.');
  if (request.subject !== null && request.subject !== principal.subject)
    refuse('access_denied', 'Somebody else launched the application.');
  const { patientRecordId } = request;
  if (principal.records === undefined) return;
  if (patientRecordId === null || !principal.records.has(patientRecordId))
    refuse('access_denied', 'The session is for one patient, and the application asks for more.');
};

const isLasting = (scopes: readonly string[]): boolean => scopes.includes('offline_access');

const dayMs = 86_400_000;
const grantMs = (scopes: readonly string[]): number => {
  if (isLasting(scopes)) return 90 * dayMs;
  // An hour from when the code is exchanged, which is within the minute.
  return scopes.includes('online_access') ? dayMs / 2 : dayMs / 24 + codeMs;
};

export type Continued =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'choose-patient'; readonly request: PendingRequest };

interface Going {
  readonly context: Context;
  readonly where: Where;
  readonly principal: Principal;
  readonly ticket: string;
}

/** The code, with the grant that it stands for; the ticket and the launch are used up in the same transaction. */
const giveCode = async ({ context, where, principal, ticket }: Going, trx: Trx, request: PendingRequest) => {
  const now = context.clock();
  const { tenantId } = principal;
  const grantId = newId();
  const { text, digest } = newCarried();
  await insertGrant(trx, {
    tenant_id: tenantId,
    id: grantId,
    client_id: request.clientId,
    subject: principal.subject,
    name: principal.name ?? null,
    fhir_user: principal.fhirUser ?? null,
    scope: request.scopes.join(' '),
    patient_record_id: request.patientRecordId,
    study_instance_uid: request.studyInstanceUid,
    // What an application is told, and tells, is of the session in which the user let it in.
    topic: request.scopes.some(isCastScope) ? await topicIn(trx, principal, now) : null,
    expires_at: new Date(now.getTime() + grantMs(request.scopes)),
  });
  await insertOnce(trx, 'oauth_codes', {
    tenant_id: tenantId,
    digest,
    grant_id: grantId,
    redirect_uri: request.redirectUri,
    challenge: request.challenge,
    nonce: request.nonce,
    expires_at: new Date(now.getTime() + codeMs),
  });
  await markUsed(trx, 'oauth_requests', digestOf(ticket), now);
  if (request.launch !== null) await markUsed(trx, 'launches', digestOf(request.launch), now);
  const patient = request.patientRecordId === null ? {} : { patientRecordId: request.patientRecordId };
  const detail = { oauthClient: request.clientId, scope: request.scopes };
  await recordAudit(trx, principal, { event: 'userAuthentication', action: 'E', ...patient, detail });
  return answerAt(where, request, { code: text });
};

const end = async ({ context, where, ticket }: Going, trx: Trx, request: PendingRequest, error: OauthError) => {
  await markUsed(trx, 'oauth_requests', digestOf(ticket), context.clock());
  return errorAt(where, request, error);
};

/** What comes next for a user who is signed in. */
export const continueAuthorization = (going: Going): Promise<Continued> => {
  const { context, principal, ticket } = going;
  return context.db.tenant(principal.tenantId, async (trx) => {
    const request = await waitingRequest(context, trx, ticket);
    if (principal.records === undefined && request.patientRecordId === null && speaksOfPatient(request.scopes))
      return { kind: 'choose-patient', request };
    try {
      checkUser(principal, request);
      if (request.launch !== null) await launchOf(context, trx, request.launch);
      return { kind: 'redirect', url: await giveCode(going, trx, request) };
    } catch (error) {
      if (!(error instanceof OauthError)) throw error;
      return { kind: 'redirect', url: await end(going, trx, request, error) };
    }
  });
};

/** The user turned back. */
export const cancelAuthorization = (context: Context, where: Where, ticket: string): Promise<string> =>
  context.db.tenant(where.tenantId, async (trx) => {
    const request = await waitingRequest(context, trx, ticket);
    const error = new OauthError('access_denied' satisfies OauthErrorCode, 'The user did not go on.');
    await markUsed(trx, 'oauth_requests', digestOf(ticket), context.clock());
    return errorAt(where, request, error);
  });
