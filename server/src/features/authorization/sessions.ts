/** Somebody who signed in: a grant of the hub's own page, and the token that stands for it. */
import { insertGrant, newId, noteLogin, revokeGrant } from '../../db/index.ts';
import { type Principal, signAccessToken } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { endTopic, type ForeignHub, keepForeignHub } from '../fhircast/index.ts';

/** A working day; whoever launches a patient needs no more than that either. */
export const sessionSeconds = 10 * 3600;

export interface SignedIn {
  readonly subject: string;
  readonly name: string | null;
  /** Scopes of the hub itself. */
  readonly scopes: readonly string[];
  readonly fhirUser: string | null;
  /** The only patient that the session is for; null: all that the scopes give. */
  readonly patientRecordId: string | null;
  readonly by: 'passcode' | 'provider' | 'link';
  /** The FHIRcast hub of the EHR that launched it, for the page to follow. */
  readonly hub?: ForeignHub | undefined;
}

export interface OpenedSession {
  readonly token: string;
  readonly seconds: number;
}

/** Somebody had to say who they are; who is sent here by an EHR or a link did so there. */
const isLogin = ({ by, patientRecordId, hub }: SignedIn): boolean =>
  by === 'passcode' || (by === 'provider' && patientRecordId === null && hub === undefined);

export const openSession = async (
  context: Context,
  { tenantId, address }: { readonly tenantId: string; readonly address: string },
  who: SignedIn,
): Promise<OpenedSession> => {
  const scope = who.scopes.join(' ');
  const grant = {
    tenant_id: tenantId,
    id: newId(),
    client_id: null,
    subject: who.subject,
    name: who.name,
    fhir_user: who.fhirUser,
    scope,
    patient_record_id: who.patientRecordId,
    expires_at: new Date(context.clock().getTime() + sessionSeconds * 1000),
  };
  const principal: Principal = { tenantId, subject: who.subject, door: 'api', address, rights: new Set() };
  await context.db.tenant(tenantId, async (trx) => {
    await insertGrant(trx, grant);
    const patient = who.patientRecordId === null ? {} : { patientRecordId: who.patientRecordId };
    await recordAudit(trx, principal, { event: 'userAuthentication', action: 'E', ...patient, detail: { by: who.by } });
    if (isLogin(who)) await noteLogin(trx, tenantId, who.subject);
    if (who.hub !== undefined) await keepForeignHub(context, trx, { ...principal, session: grant.id }, who.hub);
  });
  return { token: await signAccessToken(context, grant, { scope, seconds: sessionSeconds }), seconds: sessionSeconds };
};

/** Ends the session that a request came with; nothing where it came with another kind of token. */
export const closeSession = async (context: Context, principal: Principal): Promise<void> => {
  const { session } = principal;
  if (session === undefined) return;
  const { db, clock } = context;
  await db.tenant(principal.tenantId, async (trx) => {
    await revokeGrant(trx, session, clock());
    await recordAudit(trx, principal, { event: 'userAuthentication', action: 'D', detail: { by: 'sign-out' } });
  });
  await endTopic(context, principal.tenantId, session);
};
