/** Links that we make: a random text, good for a short time, that says nothing of whom it opens; and launches of applications. */
import { digestOf, newCarried } from '../../carried.ts';
import {
  findOauthClient,
  findOnce,
  findStudy,
  insertOnce,
  markUsed,
  recordOfHolding,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type OpenedSession, openSession } from '../authorization/index.ts';
import type { Context } from '../context.ts';
import { type LaunchInput, launch } from './launch.ts';

const signInMs = 300_000;
const plainMs = 3600_000;
const appMs = 300_000;

export interface LinkInput {
  readonly target: LaunchInput;
  /** Whom it signs in, for this patient only; absent: whoever opens it signs in as always. */
  readonly signIn?: { readonly subject: string; readonly name?: string | undefined } | undefined;
}

export interface MadeLink {
  readonly text: string;
  readonly expiresAt: Date;
}

/** Who may launch need not be able to read: it says what is opened, and is told nothing but that it is here. */
const finder = (principal: Principal): Principal => ({ ...principal, rights: new Set(['read']) });

const targetOf = async (trx: Trx, studyInstanceUid: string) => {
  const study = await findStudy(trx, studyInstanceUid);
  return study ?? fail('not-found', 'This study is not here.');
};

/** The record of a study that is here, or that a hospital has which it is fetched from when the link is followed. */
const recordOfTarget = async (trx: Trx, studyInstanceUid: string): Promise<string> =>
  (await findStudy(trx, studyInstanceUid))?.patient_record_id ??
  (await recordOfHolding(trx, studyInstanceUid)) ??
  fail('not-found', 'This study is not here.');

/** With `signIn` it takes the right `launch`, and the link is good once; without, it takes that who makes it may read. */
export const makeLink = async (context: Context, principal: Principal, input: LinkInput): Promise<MadeLink> => {
  const { signIn, target } = input;
  if (signIn !== undefined && (!principal.rights.has('launch') || principal.grants !== undefined)) fail('forbidden');
  const asker = signIn === undefined ? principal : finder(principal);
  const allowed = wholeReach(asker);
  const { studyInstanceUid } = await launch(context, asker, target);
  const { text, digest } = newCarried();
  const expiresAt = new Date(context.clock().getTime() + (signIn === undefined ? plainMs : signInMs));
  await context.db.tenant(principal.tenantId, async (trx) => {
    const patientRecordId = await recordOfTarget(trx, studyInstanceUid);
    if (!isWithin(allowed, patientRecordId)) fail('not-found');
    await insertOnce(trx, 'launches', {
      tenant_id: principal.tenantId,
      digest,
      purpose: 'link',
      created_by: principal.subject,
      // Subjects of others never meet those of our own users.
      subject: signIn === undefined ? null : `${principal.subject}:${signIn.subject}`,
      name: signIn?.name ?? null,
      patient_record_id: patientRecordId,
      study_instance_uid: studyInstanceUid,
      expires_at: expiresAt,
    });
    const detail = { link: signIn === undefined ? 'plain' : 'signs in' };
    const made = { event: 'patientRecord', action: 'E', patientRecordId, detail } as const;
    await recordAudit(trx, principal, { ...made, studyInstanceUid });
  });
  return { text, expiresAt };
};

const linkOf = async (context: Context, trx: Trx, text: string) => {
  const link = await findOnce(trx, 'launches', digestOf(text), context.clock());
  if (link === undefined || link.purpose !== 'link' || link.study_instance_uid === null)
    return fail('not-found', 'This link has ended. Open the study again from where you came.');
  return { ...link, study_instance_uid: link.study_instance_uid };
};

/** What a link that signs nobody in opens, for somebody who is signed in. */
export const followLink = (context: Context, principal: Principal, text: string) => {
  const allowed = wholeReach(principal, ['r']);
  return context.db.tenant(principal.tenantId, async (trx) => {
    const link = await linkOf(context, trx, text);
    if (link.subject !== null || !isWithin(allowed, link.patient_record_id)) return fail('not-found');
    return { studyInstanceUid: link.study_instance_uid };
  });
};

export type Redeemed =
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'open'; readonly studyInstanceUid: string; readonly session: OpenedSession };

/** Uses up a link that signs somebody in; of others it only says that whoever came has to be somebody first. */
export const redeemLink = async (
  context: Context,
  { tenantId, address }: { readonly tenantId: string; readonly address: string },
  text: string,
): Promise<Redeemed> => {
  const link = await context.db.tenant(tenantId, async (trx) => {
    const found = await linkOf(context, trx, text);
    if (found.subject === null) return found;
    if (found.used_at !== null)
      return fail('not-found', 'This link was used. Open the study again from where you came.');
    await markUsed(trx, 'launches', found.digest, context.clock());
    return found;
  });
  if (link.subject === null) return { kind: 'sign-in' };
  const session = await openSession(
    context,
    { tenantId, address },
    {
      subject: link.subject,
      name: link.name,
      scopes: ['imaging.read'],
      fhirUser: null,
      patientRecordId: link.patient_record_id,
      by: 'link',
    },
  );
  return { kind: 'open', studyInstanceUid: link.study_instance_uid, session };
};

/** An EHR launch (SMART App Launch 2.2, 2.0.5) of a registered application, for the study that the user has open. */
export const launchApp = async (
  context: Context,
  principal: Principal,
  { clientId, studyInstanceUid }: { readonly clientId: string; readonly studyInstanceUid: string },
): Promise<{ readonly launchUrl: string; readonly text: string }> => {
  const allowed = wholeReach(principal);
  if (principal.grants !== undefined) fail('forbidden');
  const { text, digest } = newCarried();
  const launchUrl = await context.db.tenant(principal.tenantId, async (trx) => {
    const client = await findOauthClient(trx, clientId);
    if (client === undefined || client.launch_url === null) return fail('not-found', 'There is no such application.');
    const study = await targetOf(trx, studyInstanceUid);
    if (!isWithin(allowed, study.patient_record_id)) return fail('not-found');
    await insertOnce(trx, 'launches', {
      tenant_id: principal.tenantId,
      digest,
      purpose: 'app',
      created_by: principal.subject,
      subject: null,
      patient_record_id: study.patient_record_id,
      study_instance_uid: studyInstanceUid,
      expires_at: new Date(context.clock().getTime() + appMs),
    });
    const detail = { launched: clientId };
    const made = { event: 'patientRecord', action: 'E', patientRecordId: study.patient_record_id, detail } as const;
    await recordAudit(trx, principal, { ...made, studyInstanceUid });
    return client.launch_url;
  });
  return { launchUrl, text };
};
