/** Keys that every process of a tenant must share; made once, by whoever needs one first. */
import type { Trx } from './database.ts';

export const ensureSecret = async (trx: Trx, tenantId: string, name: string, made: Buffer): Promise<Buffer> => {
  await trx
    .insertInto('server_secrets')
    .values({ tenant_id: tenantId, name, secret: made })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('server_secrets')
    .select('secret')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.secret;
};
