/** Application entities that may call us, from where and for what; also the only C-MOVE destinations. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { lockNamed } from './named-locks.ts';
import type { NewRow, Row } from './tables/index.ts';

export type ApplicationEntity = Row<'application_entities'>;

export const listApplicationEntities = (trx: Trx): Promise<ApplicationEntity[]> =>
  trx.selectFrom('application_entities').selectAll().orderBy('ae_title').execute();

export const findApplicationEntity = (trx: Trx, aeTitle: string): Promise<ApplicationEntity | undefined> =>
  trx.selectFrom('application_entities').selectAll().where('ae_title', '=', aeTitle).executeTakeFirst();

/** The entity of this title, if it is allowed to call from this address. */
export const findCaller = (trx: Trx, aeTitle: string, address: string): Promise<ApplicationEntity | undefined> =>
  trx
    .selectFrom('application_entities')
    .selectAll()
    .where('ae_title', '=', aeTitle)
    .where(sql<boolean>`${address}::inet <<= address`)
    .executeTakeFirst();

/** The certificate belongs to some title. */
export const isBound = async (trx: Trx, certificate: string): Promise<boolean> => {
  const bound = trx.selectFrom('application_entities').select('ae_title').where('certificate', '=', certificate);
  return (await bound.limit(1).executeTakeFirst()) !== undefined;
};

/** Nobody else writes the entity of this title until the transaction ends, nor adds one. */
export const lockApplicationEntity = async (
  trx: Trx,
  tenantId: string,
  aeTitle: string,
): Promise<ApplicationEntity | undefined> => {
  await lockNamed(trx, tenantId, `application-entity ${aeTitle}`);
  return findApplicationEntity(trx, aeTitle);
};

/** As it is kept then. */
export const putApplicationEntity = async (
  trx: Trx,
  row: NewRow<'application_entities'>,
): Promise<ApplicationEntity> => {
  const { tenant_id, ae_title, ...rest } = row;
  return trx
    .insertInto('application_entities')
    .values({ tenant_id, ae_title, ...rest })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'ae_title']).doUpdateSet(rest))
    .returningAll()
    .executeTakeFirstOrThrow();
};

export const removeApplicationEntity = async (trx: Trx, aeTitle: string): Promise<boolean> => {
  const result = await trx.deleteFrom('application_entities').where('ae_title', '=', aeTitle).executeTakeFirst();
  return result.numDeletedRows > 0n;
};
