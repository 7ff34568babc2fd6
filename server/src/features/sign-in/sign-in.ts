/** Signing in elsewhere: begun here, confirmed there, finished here by the browser that began it. */
import { timingSafeEqual } from 'node:crypto';
import { digestOf, newCarried } from '../../carried.ts';
import { findOnce, findProvider, insertOnce, markUsed, type ProviderRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { beginSignIn, finishSignIn, type Identified, PeerError } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { SignedIn } from '../authorization/index.ts';
import type { Context } from '../context.ts';
import { castHubOf } from './cast-hub.ts';
import { type Launched, launchedBy } from './launched.ts';
import { settingsOf } from './providers.ts';

const waitMs = 600_000;

export interface SignInRequest {
  readonly tenantId: string;
  readonly redirectUri: string;
  /** A path of ours. */
  readonly returnTo: string;
  /** Of a launch by an EHR: its FHIR server and what it handed over. Absent: somebody came by themselves. */
  readonly by: { readonly provider: string } | { readonly iss: string; readonly launch: string | undefined };
}

/** Only to a place of ours: one slash, and no second one or backslash that browsers read as another host. */
const isOurPath = (path: string): boolean => /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,2000}$/.test(path);

const toFailure = (error: unknown): never => {
  if (!(error instanceof PeerError)) throw error;
  if (error.kind === 'timed-out') return fail('peer-timed-out', undefined, error);
  return error.kind === 'unreachable'
    ? fail('peer-unreachable', undefined, error)
    : fail('peer-refused', undefined, error);
};

const providerOf = async ({ db }: Context, { tenantId, by }: SignInRequest): Promise<ProviderRow> => {
  const wanted =
    'iss' in by ? ({ kind: 'smart', issuer: by.iss.replace(/\/$/, '') } as const) : ({ name: by.provider } as const);
  const found = await db.tenant(tenantId, (trx) => findProvider(trx, wanted));
  return found ?? fail('bad-request', 'This system is not registered here as one that signs people in.');
};

export interface SignInBegun {
  readonly url: string;
  /** For a cookie of the browser: nobody else finishes it. */
  readonly browser: string;
}

/** Refuses whoever is not registered, before anything is asked of anybody. */
export const startSignIn = async (context: Context, request: SignInRequest): Promise<SignInBegun> => {
  if (!isOurPath(request.returnTo)) fail('bad-request', 'The way back is not one of ours.');
  const provider = await providerOf(context, request);
  const launch = 'iss' in request.by ? request.by.launch : undefined;
  if (launch !== undefined && launch.length > 4096) fail('bad-request');
  const settings = await settingsOf(context, provider);
  const begun = await beginSignIn(settings, { redirectUri: request.redirectUri, launch }).catch(toFailure);
  const browser = newCarried();
  await context.db.tenant(request.tenantId, (trx) =>
    insertOnce(trx, 'sign_ins', {
      tenant_id: request.tenantId,
      digest: digestOf(begun.state),
      provider: provider.name,
      browser: browser.digest,
      verifier: begun.verifier,
      nonce: begun.nonce,
      return_to: request.returnTo,
      expires_at: new Date(context.clock().getTime() + waitMs),
    }),
  );
  return { url: begun.url, browser: browser.text };
};

const taken = async ({ db, clock }: Context, tenantId: string, state: string, browser: string) =>
  db.tenant(tenantId, async (trx) => {
    const row = await findOnce(trx, 'sign_ins', digestOf(state), clock());
    if (row === undefined || row.used_at !== null || !timingSafeEqual(row.browser, digestOf(browser)))
      return fail('bad-request', 'This sign-in was not begun in this browser, has ended, or was finished before.');
    await markUsed(trx, 'sign_ins', row.digest, clock());
    const provider = await findProvider(trx, { name: row.provider });
    return { row, provider: provider ?? fail('forbidden') };
  });

const holds = (claim: unknown, value: string): boolean =>
  Array.isArray(claim) ? claim.includes(value) : claim === value;

/** Who it is, and whether this provider's people may come in. */
const admitted = (provider: ProviderRow, { claims }: Identified): Omit<SignedIn, 'patientRecordId'> => {
  const { required_claim: claim, required_value: value } = provider;
  if (claim !== null && !holds(claims[claim], value ?? ''))
    return fail('forbidden', 'Your sign-in does not have what is needed to come in here.');
  const { sub, name, fhirUser } = claims;
  return {
    subject: `${provider.name}:${String(sub)}`,
    name: typeof name === 'string' ? name.slice(0, 200) : null,
    scopes: provider.grants,
    fhirUser: typeof fhirUser === 'string' ? fhirUser.slice(0, 500) : null,
    by: 'provider',
  };
};

export interface SignInFinished {
  readonly who: SignedIn;
  readonly returnTo: string;
  /** What an EHR launched. */
  readonly launched: Launched | undefined;
}

const noteRefusal = ({ db }: Context, tenantId: string, address: string, provider: string): Promise<void> => {
  const principal: Principal = { tenantId, subject: 'unknown', door: 'api', address, rights: new Set() };
  const detail = { by: 'provider', provider };
  return db.tenant(tenantId, (trx) =>
    recordAudit(trx, principal, { event: 'userAuthentication', action: 'E', outcome: 'serious', detail }),
  );
};

/** @param url the whole address at which the browser came back */
export const endSignIn = async (
  context: Context,
  { tenantId, address, browser, url }: { tenantId: string; address: string; browser: string; url: URL },
): Promise<SignInFinished> => {
  const state = url.searchParams.get('state') ?? '';
  const { row, provider } = await taken(context, tenantId, state, browser);
  try {
    const settings = await settingsOf(context, provider);
    const identified = await finishSignIn(settings, url, { state, nonce: row.nonce, verifier: row.verifier });
    const who = admitted(provider, identified);
    const launched =
      provider.kind === 'smart' ? await launchedBy(context, provider, who.subject, identified) : undefined;
    return {
      who: { ...who, patientRecordId: launched?.patientRecordId ?? null, hub: castHubOf(provider, identified) },
      returnTo: row.return_to,
      launched,
    };
  } catch (error) {
    await noteRefusal(context, tenantId, address, provider.name);
    return toFailure(error);
  }
};
