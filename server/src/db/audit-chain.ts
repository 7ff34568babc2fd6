/** The chain over the audit trail: which events a link covers, in the order of transactions, and what was said of them. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';

export interface AuditLink {
  readonly number: number;
  readonly xid: string;
  readonly event_id: string;
  readonly events: number;
  readonly digest: Buffer;
  readonly made_at: Date;
}

/** Where an event stands: identity order is not commit order, so transactions come first. */
export interface ChainPlace {
  readonly xid: string;
  readonly id: string;
}

export interface ChainedEvent extends ChainPlace {
  /** All that the row says, as JSON in one spelling. */
  readonly told: string;
}

const told = sql<string>`jsonb_build_array(xid::text, id, (extract(epoch from at) * 1000000)::bigint, event_code, action, outcome, subject, door,
  address, patient_record_id, study_instance_uid, detail)::text`;

/** The transaction alone is what the index knows. */
const isAfter = (place: ChainPlace | undefined): RawBuilder<boolean> =>
  place === undefined
    ? sql<boolean>`xid is not null`
    : sql<boolean>`xid >= ${place.xid}::bigint and (xid, id) > (${place.xid}::bigint, ${place.id}::uuid)`;

/** Events behind this place, as far as no transaction that could still commit is older. */
export const eventsToChain = async (
  trx: Trx,
  after: ChainPlace | undefined,
  limit: number,
): Promise<ChainedEvent[]> => {
  const found = await sql<ChainedEvent>`
    select xid::text as xid, id, ${told} as told from audit_events
    where xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint and ${isAfter(after)}
    order by audit_events.xid, audit_events.id limit ${limit}`.execute(trx);
  return found.rows;
};

/** Events from behind one place to another; `limit` is for one more than there should be. */
export const eventsOfLink = async (
  trx: Trx,
  after: ChainPlace | undefined,
  last: ChainPlace,
  limit: number,
): Promise<ChainedEvent[]> => {
  const found = await sql<ChainedEvent>`
    select xid::text as xid, id, ${told} as told from audit_events
    where ${isAfter(after)} and xid <= ${last.xid}::bigint and (xid, id) <= (${last.xid}::bigint, ${last.id}::uuid)
    order by audit_events.xid, audit_events.id limit ${limit}`.execute(trx);
  return found.rows;
};

const columns = sql.raw('number::int as number, xid::text as xid, event_id, events, digest, made_at');

export const lastAuditLink = async (trx: Trx): Promise<AuditLink | undefined> => {
  const found = await sql<AuditLink>`
    select ${columns} from audit_links order by audit_links.number desc limit 1`.execute(trx);
  return found.rows[0];
};

/** In order, from behind this number on. */
export const auditLinksAfter = async (trx: Trx, number: number, limit: number): Promise<AuditLink[]> => {
  const found = await sql<AuditLink>`
    select ${columns} from audit_links where number > ${number} order by audit_links.number limit ${limit}`.execute(
    trx,
  );
  return found.rows;
};

/** False when another process made that link meanwhile. */
export const addAuditLink = async (trx: Trx, tenantId: string, link: Omit<AuditLink, 'made_at'>): Promise<boolean> => {
  const added = await sql`
    insert into audit_links (tenant_id, number, xid, event_id, events, digest)
    values (${tenantId}, ${link.number}, ${link.xid}::bigint, ${link.event_id}::uuid, ${link.events}, ${link.digest})
    on conflict do nothing returning number`.execute(trx);
  return added.rows.length > 0;
};

/** Events that say of no transaction that they are of it, and are younger than the chain: nobody writes such. */
export const eventsBesideChain = async (trx: Trx): Promise<number> => {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from audit_events
    where xid is null and at > (select made_at from audit_links where number = 1)`.execute(trx);
  return found.rows[0]?.count ?? 0;
};
