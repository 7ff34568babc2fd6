/** Sites and the systems there that we can ask. */
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import { lockNamed } from './named-locks.ts';
import type { NewRow, Row } from './tables/index.ts';

export interface SourceRow extends Row<'sources'> {
  readonly site_name: string;
}

const withSite = (trx: Trx) =>
  trx
    .selectFrom('sources')
    .innerJoin('sites', (join) =>
      join.onRef('sites.tenant_id', '=', 'sources.tenant_id').onRef('sites.id', '=', 'sources.site_id'),
    )
    .selectAll('sources')
    .select('sites.name as site_name');

/** The sources that are registered now. */
export const listSources = (trx: Trx): Promise<SourceRow[]> =>
  withSite(trx).where('sources.removed_at', 'is', null).orderBy('sources.name').execute();

/** Also one that was removed: what it told stays with its name. */
export const findSource = (trx: Trx, id: string): Promise<SourceRow | undefined> =>
  withSite(trx).where('sources.id', '=', id).executeTakeFirst();

export const findSourceByName = (trx: Trx, name: string): Promise<SourceRow | undefined> =>
  withSite(trx).where('sources.name', '=', name).where('sources.removed_at', 'is', null).executeTakeFirst();

const ensureSite = async (trx: Trx, tenantId: string, name: string): Promise<string> => {
  const made = await trx
    .insertInto('sites')
    .values({ tenant_id: tenantId, id: newId(), name })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet({ name }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
};

export type SourceSettings = Omit<
  NewRow<'sources'>,
  'tenant_id' | 'id' | 'site_id' | 'removed_at' | 'created_at' | 'updated_at'
>;

/** Also one that was removed, whose name comes again; nobody else writes this name until the transaction ends. */
export const lockSourceByName = async (trx: Trx, tenantId: string, name: string): Promise<SourceRow | undefined> => {
  await lockNamed(trx, tenantId, `source ${name}`);
  return withSite(trx).where('sources.name', '=', name).executeTakeFirst();
};

/** Adds the source of this name, or replaces its settings; the id of one that is there stays. */
export const putSource = async (
  trx: Trx,
  tenantId: string,
  id: string,
  siteName: string,
  settings: SourceSettings,
): Promise<void> => {
  const site_id = await ensureSite(trx, tenantId, siteName);
  await trx
    .insertInto('sources')
    .values({ ...settings, tenant_id: tenantId, id, site_id })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'name'])
        .doUpdateSet({ ...settings, site_id, removed_at: null, updated_at: new Date() }),
    )
    .execute();
};

export const removeSource = async (trx: Trx, name: string, at: Date): Promise<boolean> => {
  const result = await trx
    .updateTable('sources')
    .set({
      removed_at: at,
      enabled: false,
      updated_at: at,
      credentials_kind: null,
      credentials_user: null,
      credentials: null,
    })
    .where('name', '=', name)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

/** The sites, by name. */
export const listSites = (trx: Trx): Promise<Row<'sites'>[]> =>
  trx.selectFrom('sites').selectAll().orderBy('name').limit(1000).execute();
