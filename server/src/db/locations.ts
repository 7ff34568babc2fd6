/** Copies of objects as a scrub sees them: when each was read last, and which are damaged. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface ScrubCursor {
  readonly blob: string;
  readonly offset: number;
}

const copies = (trx: Trx) =>
  trx
    .selectFrom('locations as l')
    .innerJoin('instances as i', (join) =>
      join.onRef('i.tenant_id', '=', 'l.tenant_id').onRef('i.id', '=', 'l.instance_id'),
    )
    .innerJoin('series as se', (join) =>
      join.onRef('se.tenant_id', '=', 'i.tenant_id').onRef('se.id', '=', 'i.series_id'),
    )
    .innerJoin('studies as st', (join) =>
      join.onRef('st.tenant_id', '=', 'se.tenant_id').onRef('st.id', '=', 'se.study_id'),
    )
    .select([
      'l.blob',
      'l.blob_offset',
      'l.damaged_at',
      'i.id as instance_id',
      'i.sop_instance_uid',
      'i.version',
      'i.sha256',
      'i.byte_length',
      'se.series_instance_uid',
      'st.study_instance_uid',
    ]);

/** Copies behind `after` in the order of their blobs, of one study or of all. */
export const copiesAfter = (trx: Trx, after: ScrubCursor, limit: number, studyInstanceUid?: string) => {
  let query = copies(trx).where(sql<boolean>`(l.blob, l.blob_offset) > (${after.blob}, ${after.offset})`);
  if (studyInstanceUid !== undefined) query = query.where('st.study_instance_uid', '=', studyInstanceUid);
  return query.orderBy('l.blob').orderBy('l.blob_offset').limit(limit).execute();
};
export type StoredCopy = Awaited<ReturnType<typeof copiesAfter>>[number];

/** Copies that nobody has read since `before`, longest unread first; those that are known to be damaged are not among them. */
export const copiesUnreadSince = (trx: Trx, before: Date, limit: number): Promise<StoredCopy[]> =>
  copies(trx)
    .where('l.damaged_at', 'is', null)
    .where(sql<boolean>`coalesce(l.verified_at, l.stored_at) < ${before}`)
    .orderBy(sql`coalesce(l.verified_at, l.stored_at)`)
    .limit(limit)
    .execute();

/** The other copies of an object that are not known to be damaged. */
export const otherCopies = (trx: Trx, { instance_id: id, blob, blob_offset: offset }: StoredCopy) =>
  copies(trx)
    .where('l.instance_id', '=', id)
    .where('l.damaged_at', 'is', null)
    .where(sql<boolean>`(l.blob, l.blob_offset) <> (${blob}, ${offset})`)
    .execute();

/** What a copy was found to be; `damagedAt` null: whole. */
export const noteCopy = async (trx: Trx, copy: ScrubCursor, at: Date, damagedAt: Date | null): Promise<void> => {
  await trx
    .updateTable('locations')
    .set(damagedAt ? { damaged_at: damagedAt } : { damaged_at: null, verified_at: at })
    .where('blob', '=', copy.blob)
    .where('blob_offset', '=', copy.offset)
    .execute();
};

interface GoodCopy {
  readonly blob: string;
  readonly offset: number;
  readonly length: number;
}

/** A good copy takes the place of a damaged one; the bytes of that one become an orphan and go to quarantine. */
export const replaceCopy = async (
  trx: Trx,
  tenantId: string,
  damaged: Pick<StoredCopy, 'instance_id' | 'blob' | 'blob_offset'>,
  good: GoodCopy,
  at: Date,
): Promise<void> => {
  await trx
    .insertInto('locations')
    .values({
      tenant_id: tenantId,
      instance_id: damaged.instance_id,
      blob: good.blob,
      blob_offset: good.offset,
      byte_length: good.length,
      verified_at: at,
    })
    .execute();
  await trx
    .deleteFrom('locations')
    .where('blob', '=', damaged.blob)
    .where('blob_offset', '=', damaged.blob_offset)
    .execute();
};

/** The bytes that were acknowledged have come again, and take the place of a damaged copy. False: no copy is damaged. */
export const mendCopy = async (
  trx: Trx,
  tenantId: string,
  instanceId: string,
  good: GoodCopy,
  at: Date,
): Promise<boolean> => {
  const damaged = await trx
    .selectFrom('locations')
    .select(['instance_id', 'blob', 'blob_offset'])
    .where('instance_id', '=', instanceId)
    .where('damaged_at', 'is not', null)
    .orderBy('blob')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (damaged) await replaceCopy(trx, tenantId, damaged, good, at);
  return damaged !== undefined;
};
