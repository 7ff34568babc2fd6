/** Systems that are sent HL7 v2 messages: their address, their ways, and whether they may be tried now. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { isNext } from './hl7-outgoing.ts';
import type { NewRow, Row } from './tables/index.ts';

export type Hl7DestinationRow = Row<'hl7_destinations'>;

export const listDestinations = (trx: Trx): Promise<Hl7DestinationRow[]> =>
  trx.selectFrom('hl7_destinations').selectAll().orderBy('name').execute();

export const findDestination = (trx: Trx, name: string): Promise<Hl7DestinationRow | undefined> =>
  trx.selectFrom('hl7_destinations').selectAll().where('name', '=', name).executeTakeFirst();

/** Adds it, or replaces what is said of it; it may be tried at once. */
export const putDestination = async (trx: Trx, row: NewRow<'hl7_destinations'>, at: Date): Promise<void> => {
  const { tenant_id: _tenant, name: _name, ...rest } = row;
  await trx
    .insertInto('hl7_destinations')
    .values({ ...row, next_at: at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'name']).doUpdateSet({ ...rest, failures: 0, next_at: at, updated_at: at }),
    )
    .execute();
};

/** Paused: nothing is sent to it, and what it is to be told waits. False when there is none of this name. */
export const pauseDestination = async (trx: Trx, name: string, paused: boolean, at: Date): Promise<boolean> => {
  const result = await trx
    .updateTable('hl7_destinations')
    .set({ paused, updated_at: at, ...(!paused && { next_at: at }) })
    .where('name', '=', name)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

/** How many messages wait for each destination, by its name. */
export const waitingByDestination = async (trx: Trx): Promise<ReadonlyMap<string, number>> => {
  const rows = await trx
    .selectFrom('hl7_outgoing')
    .select(['destination', sql<number>`count(*)::int`.as('waiting')])
    .where('state', '=', 'waiting')
    .groupBy('destination')
    .execute();
  return new Map(rows.map((row) => [row.destination, row.waiting]));
};

/** What was to be sent to it stays, and is sent when one of its name is registered again. */
export const removeDestination = async (trx: Trx, name: string): Promise<boolean> => {
  const result = await trx.deleteFrom('hl7_destinations').where('name', '=', name).executeTakeFirst();
  return result.numDeletedRows > 0n;
};

/** Destinations that something waits for and that may be tried now; nobody else sends to them until the lease ends. */
export const leaseDestination = async (
  trx: Trx,
  now: Date,
  leaseMs: number,
): Promise<Hl7DestinationRow | undefined> => {
  const result = await sql<Hl7DestinationRow>`
    update hl7_destinations set leased_until = ${new Date(now.getTime() + leaseMs)}
    where (tenant_id, name) = (
      select d.tenant_id, d.name from hl7_destinations d
      where d.enabled and not d.paused and d.next_at <= ${now} and (d.leased_until is null or d.leased_until <= ${now}) and exists (
        select from hl7_outgoing o where o.destination = d.name and ${isNext('o', now)})
      order by d.next_at, d.name limit 1 for update skip locked)
    returning *`.execute(trx);
  return result.rows[0];
};

export const noteDestination = async (
  trx: Trx,
  name: string,
  progress: Partial<Pick<Hl7DestinationRow, 'failures' | 'next_at' | 'leased_until'>>,
): Promise<void> => {
  await trx.updateTable('hl7_destinations').set(progress).where('name', '=', name).execute();
};
