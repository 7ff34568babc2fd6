/** Objects that an earlier version stored, and what it did not keep of them. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export const findHeaderWalk = (trx: Trx): Promise<Row<'header_walks'> | undefined> =>
  trx.selectFrom('header_walks').selectAll().executeTakeFirst();

export const putHeaderWalk = async (
  trx: Trx,
  tenantId: string,
  walk: { readonly reading: number; readonly after: string | null; readonly finishedAt: Date | null },
): Promise<void> => {
  const { reading, after, finishedAt } = walk;
  const said = { reading, after_instance: after, finished_at: finishedAt };
  await trx
    .insertInto('header_walks')
    .values({ tenant_id: tenantId, ...said })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(said))
    .execute();
};

export interface WalkedInstance {
  readonly id: string;
  readonly series_id: string;
  /** Its header says something that is not kept: of pictures the bits, of the first object of a series the requests. */
  readonly lacks: boolean;
}

/** The next objects in the order in which they came; null: from the first on. */
export const instancesAfter = async (trx: Trx, after: string | null, limit: number): Promise<WalkedInstance[]> => {
  const found = await sql<WalkedInstance>`
    select i.id, i.series_id, (i.bits_allocated is null and i.rows is not null) or (se.requests is null and not exists (
      select from instances j where j.tenant_id = i.tenant_id and j.series_id = i.series_id and j.id < i.id)) as lacks
    from (
      select tenant_id, id, series_id, bits_allocated, rows from instances
      where ${after === null ? sql`true` : sql`id > ${after}::uuid`} order by id limit ${limit}
    ) i
    join series se on se.tenant_id = i.tenant_id and se.id = i.series_id
    order by i.id`.execute(trx);
  return found.rows;
};

export interface FilledHeader {
  readonly instanceId: string;
  readonly seriesId: string;
  readonly bitsAllocated: number | null;
  /** in the DICOM JSON model */
  readonly requests: string | null;
}

/** Fills in what is not known; what is known stays. */
export const fillHeaders = async (trx: Trx, filled: readonly FilledHeader[]): Promise<void> => {
  const bits = filled.filter(({ bitsAllocated }) => bitsAllocated !== null);
  if (bits.length > 0)
    await sql`
      update instances i set bits_allocated = told.bits
      from unnest(${bits.map(({ instanceId }) => instanceId)}::uuid[], ${bits.map((one) => one.bitsAllocated)}::int[]) as told (id, bits)
      where i.id = told.id and i.bits_allocated is null`.execute(trx);
  const requested = filled.filter(({ requests }) => requests !== null);
  if (requested.length > 0)
    await sql`
      update series se set requests = told.requests
      from unnest(${requested.map(({ seriesId }) => seriesId)}::uuid[], ${requested.map((one) => one.requests)}::jsonb[]) as told (id, requests)
      where se.id = told.id and se.requests is null`.execute(trx);
};
