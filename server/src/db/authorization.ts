/** Users, applications, grants, and what is carried once: codes, tickets, launches, sign-ins. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type HubUserRow = Row<'hub_users'>;
export type OauthClientRow = Row<'oauth_clients'>;
export type OauthGrantRow = Row<'oauth_grants'>;
export type ProviderRow = Row<'sign_in_providers'>;

export type HubUserSettings = Pick<
  NewRow<'hub_users'>,
  'username' | 'name' | 'passcode' | 'scopes' | 'fhir_user' | 'enabled'
>;
export type OauthClientSettings = Omit<NewRow<'oauth_clients'>, 'tenant_id' | 'created_at' | 'updated_at'>;
export type ProviderSettings = Omit<NewRow<'sign_in_providers'>, 'tenant_id' | 'created_at' | 'updated_at'>;

export const listHubUsers = (trx: Trx): Promise<HubUserRow[]> =>
  trx.selectFrom('hub_users').selectAll().orderBy('username').execute();

export const findHubUser = (trx: Trx, username: string): Promise<HubUserRow | undefined> =>
  trx.selectFrom('hub_users').selectAll().where('username', '=', username).forUpdate().executeTakeFirst();

/** A user that is put again is no longer locked out. */
export const putHubUser = async (trx: Trx, tenantId: string, settings: HubUserSettings): Promise<void> => {
  const fresh = { ...settings, failures: 0, locked_until: null };
  await trx
    .insertInto('hub_users')
    .values({ ...fresh, tenant_id: tenantId })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'username']).doUpdateSet({ ...fresh, updated_at: new Date() }),
    )
    .execute();
};

export const noteSignIn = async (
  trx: Trx,
  username: string,
  state: { readonly failures: number; readonly locked_until: Date | null },
): Promise<void> => {
  await trx.updateTable('hub_users').set(state).where('username', '=', username).execute();
};

export const listOauthClients = (trx: Trx): Promise<OauthClientRow[]> =>
  trx.selectFrom('oauth_clients').selectAll().orderBy('client_id').execute();

export const findOauthClient = (trx: Trx, clientId: string): Promise<OauthClientRow | undefined> =>
  trx
    .selectFrom('oauth_clients')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('enabled', '=', true)
    .executeTakeFirst();

export const putOauthClient = async (trx: Trx, tenantId: string, settings: OauthClientSettings): Promise<void> => {
  await trx
    .insertInto('oauth_clients')
    .values({ ...settings, tenant_id: tenantId })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'client_id']).doUpdateSet({ ...settings, updated_at: new Date() }),
    )
    .execute();
};

export const listProviders = (trx: Trx): Promise<ProviderRow[]> =>
  trx.selectFrom('sign_in_providers').selectAll().orderBy('name').execute();

export const findProvider = (
  trx: Trx,
  by: { readonly name: string } | { readonly kind: ProviderRow['kind']; readonly issuer: string },
): Promise<ProviderRow | undefined> => {
  const query = trx.selectFrom('sign_in_providers').selectAll().where('enabled', '=', true);
  return 'name' in by
    ? query.where('name', '=', by.name).executeTakeFirst()
    : query.where('kind', '=', by.kind).where('issuer', '=', by.issuer).executeTakeFirst();
};

export const putProvider = async (trx: Trx, tenantId: string, settings: ProviderSettings): Promise<void> => {
  await trx
    .insertInto('sign_in_providers')
    .values({ ...settings, tenant_id: tenantId })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'name']).doUpdateSet({ ...settings, updated_at: new Date() }),
    )
    .execute();
};

export const insertGrant = async (trx: Trx, row: NewRow<'oauth_grants'>): Promise<void> => {
  await trx.insertInto('oauth_grants').values(row).execute();
};

/** Undefined when it was revoked, has ended, or its application may no longer ask. */
export const findGrant = (trx: Trx, id: string, now: Date): Promise<OauthGrantRow | undefined> =>
  trx
    .selectFrom('oauth_grants')
    .selectAll('oauth_grants')
    .leftJoin('oauth_clients', 'oauth_clients.client_id', 'oauth_grants.client_id')
    .where('oauth_grants.id', '=', id)
    .where('oauth_grants.revoked_at', 'is', null)
    .where('oauth_grants.expires_at', '>', now)
    .where((eb) => eb.or([eb('oauth_grants.client_id', 'is', null), eb('oauth_clients.enabled', '=', true)]))
    .executeTakeFirst();

export const revokeGrant = async (trx: Trx, id: string, now: Date): Promise<void> => {
  await trx
    .updateTable('oauth_grants')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
};

/** All that somebody was granted, or whoever signs in by a provider; how many there were. */
export const revokeGrantsOf = async (
  trx: Trx,
  of: { readonly subject: string } | { readonly provider: string },
  now: Date,
): Promise<number> => {
  const query = trx.updateTable('oauth_grants').set({ revoked_at: now }).where('revoked_at', 'is', null);
  const theirs =
    'subject' in of
      ? query.where('subject', '=', of.subject)
      : query.where(sql<boolean>`split_part(subject, ':', 1) = ${of.provider} and strpos(subject, ':') > 0`);
  return (await theirs.returning('id').execute()).length;
};

/** True for a user, an application, or somebody of a way to sign in, that was turned off; and for a user who may read no longer. */
export const isBarred = async (trx: Trx, subject: string): Promise<boolean> => {
  const { rows } = await sql<{ barred: boolean }>`
    select exists (select from hub_users
                   where username = ${subject} and not (enabled and 'imaging.read' = any(scopes)))
        or exists (select from oauth_clients where client_id = ${subject} and not enabled)
        or exists (select from sign_in_providers
                   where name = split_part(${subject}, ':', 1) and strpos(${subject}, ':') > 0 and not enabled) as barred`.execute(
    trx,
  );
  return rows[0]?.barred === true;
};

type Once = 'oauth_requests' | 'oauth_codes' | 'oauth_refresh_tokens' | 'launches' | 'sign_ins';

export const insertOnce = async <T extends Once>(trx: Trx, table: T, row: NewRow<T>): Promise<void> => {
  // The union of tables is more than the builder's types can follow; the row is checked against its table above.
  await trx
    .insertInto(table as 'oauth_requests')
    .values(row as NewRow<'oauth_requests'>)
    .execute();
};

/** The row of a digest, used or not, locked until the transaction ends; undefined when it has ended. */
export const findOnce = async <T extends Once>(
  trx: Trx,
  table: T,
  digest: Buffer,
  now: Date,
): Promise<Row<T> | undefined> => {
  const { rows } = await sql<Row<T>>`
    select * from ${sql.table(table)} where digest = ${digest} and expires_at > ${now} for update`.execute(trx);
  return rows[0];
};

export const markUsed = async (trx: Trx, table: Once, digest: Buffer, now: Date): Promise<void> => {
  await sql`update ${sql.table(table)} set used_at = ${now} where digest = ${digest}`.execute(trx);
};

/** Changes what a pending request says, as the user goes on with it. */
export const updateRequest = async (trx: Trx, digest: Buffer, request: unknown): Promise<void> => {
  await trx
    .updateTable('oauth_requests')
    .set({ request: JSON.stringify(request) })
    .where('digest', '=', digest)
    .execute();
};

/** False when the assertion was used before. */
export const useAssertion = async (trx: Trx, row: NewRow<'oauth_assertions'>): Promise<boolean> => {
  const made = await trx
    .insertInto('oauth_assertions')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('jti')
    .executeTakeFirst();
  return made !== undefined;
};

/** Forgets what ended before a moment; grants stay, as the audit names them. */
export const forgetOnce = async (trx: Trx, before: Date): Promise<void> => {
  const tables = ['oauth_requests', 'oauth_codes', 'oauth_refresh_tokens', 'launches', 'sign_ins', 'oauth_assertions'];
  for (const table of tables) await sql`delete from ${sql.table(table)} where expires_at < ${before}`.execute(trx);
};
