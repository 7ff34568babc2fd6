/** People who sign in here by name and passcode, at sites without an identity provider of their own. */
import { z } from 'zod';
import { findHubUser, type HubUserRow, listHubUsers, noteSignIn, putHubUser, revokeGrantsOf } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, hashPasscode, hubScopes, isPasscode, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import type { SignedIn } from './sessions.ts';

const userInput = z.object({
  username: z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/, 'has letters, digits, dots, dashes; at most 64'),
  name: z.string().min(1).max(200),
  passcode: z.string().min(12, 'has 12 characters or more').max(200),
  scopes: z.array(z.enum(hubScopes as [string, ...string[]])).min(1),
  /** The address of the FHIR resource that the user is, for applications that ask. */
  fhirUser: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  enabled: z.boolean().default(true),
});
type UserInput = z.input<typeof userInput>;

/** Whatever a user was granted ends when the user is put again: a passcode is changed because it is known. */
export const putUser = async ({ db, clock }: Context, principal: Principal, input: UserInput): Promise<void> => {
  authorise(principal, 'admin');
  const parsed = userInput.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return fail('bad-request', faults.slice(0, 5).join('; '));
  }
  const { passcode, fhirUser, ...rest } = parsed.data;
  const settings = { ...rest, passcode: await hashPasscode(passcode), fhir_user: fhirUser };
  await db.tenant(principal.tenantId, async (trx) => {
    await putHubUser(trx, principal.tenantId, settings);
    const ended = await revokeGrantsOf(trx, { subject: rest.username }, clock());
    const detail = { user: rest.username, enabled: rest.enabled, ended };
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail });
  });
};

export const listUsers = async ({ db }: Context, principal: Principal): Promise<readonly HubUserRow[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, listHubUsers);
};

export const hasUsers = async ({ db }: Context, tenantId: string): Promise<boolean> =>
  (await db.tenant(tenantId, listHubUsers)).some(({ enabled }) => enabled);

/** Wrong passcodes before a user has to wait, and how long then: twice as long each time, a quarter of an hour at most. */
const freeFailures = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 900_000;
const atOnce = 4;

const waitMs = (failures: number): number =>
  failures < freeFailures ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - freeFailures, 10));

/** A failure is counted before the passcode is looked at: many guesses at once gain nothing. */
const countTry = ({ db, clock }: Context, tenantId: string, username: string): Promise<HubUserRow | undefined> =>
  db.tenant(tenantId, async (trx) => {
    const user = await findHubUser(trx, username);
    const now = clock();
    if (user === undefined || !user.enabled || (user.locked_until !== null && user.locked_until > now))
      return undefined;
    const failures = user.failures + 1;
    const wait = waitMs(failures);
    await noteSignIn(trx, username, { failures, locked_until: wait === 0 ? null : new Date(now.getTime() + wait) });
    return user;
  });

// Of no passcode: whoever is not known takes as long as whoever is.
let nobody: Promise<string> | undefined;
const nobodys = (): Promise<string> => {
  nobody ??= hashPasscode('nobody has this passcode');
  return nobody;
};

let running = 0;

/** Refuses with `unauthenticated`, in the same way and time for a wrong name, a wrong passcode, and one who has to wait. */
export const checkUser = async (
  context: Context,
  { tenantId, address }: { readonly tenantId: string; readonly address: string },
  given: { readonly username: string; readonly passcode: string },
): Promise<SignedIn> => {
  if (running >= atOnce) return fail('too-many');
  running += 1;
  try {
    const { username } = given;
    const user = await countTry(context, tenantId, username.slice(0, 64));
    const passcode = Buffer.from(given.passcode.slice(0, 200), 'utf8');
    const right = await isPasscode(passcode, user?.passcode ?? (await nobodys()));
    if (user === undefined || !right) {
      const principal: Principal = { tenantId, subject: 'unknown', door: 'api', address, rights: new Set() };
      const detail = { by: 'passcode' };
      const refused = { event: 'userAuthentication', action: 'E', outcome: 'serious', detail } as const;
      await context.db.tenant(tenantId, (trx) => recordAudit(trx, principal, refused));
      return fail('unauthenticated', 'The name or the passcode is wrong, or it was tried too often.');
    }
    await context.db.tenant(tenantId, (trx) => noteSignIn(trx, username, { failures: 0, locked_until: null }));
    const { name, scopes, fhir_user: fhirUser } = user;
    return { subject: username, name, scopes, fhirUser, patientRecordId: null, by: 'passcode' };
  } finally {
    running -= 1;
  }
};
