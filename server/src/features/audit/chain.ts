/** A chain of digests over the audit trail, so that whoever changes, adds, removes or reorders what is written is found out (A25). */
import { createHash } from 'node:crypto';
import {
  type AuditLink,
  addAuditLink,
  auditLinksAfter,
  type ChainedEvent,
  type ChainPlace,
  eventsBesideChain,
  eventsOfLink,
  eventsToChain,
  lastAuditLink,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { recordAudit } from './record-audit.ts';

const MOST_OF_A_LINK = 2000;
const LINKS_AT_ONCE = 100;
const FIRST = Buffer.alloc(32);

const digestOf = (before: Uint8Array, events: readonly ChainedEvent[]): Buffer => {
  const hash = createHash('sha256').update(before);
  // JSON has no line ends of its own.
  for (const { told } of events) hash.update(told).update('\n');
  return hash.digest();
};

const placeOf = (link: AuditLink | undefined): ChainPlace | undefined => link && { xid: link.xid, id: link.event_id };

/** A link as it is written down elsewhere: its number and digest. */
const headOf = ({ number, digest }: Pick<AuditLink, 'number' | 'digest'>): string =>
  `${number}:${digest.toString('hex')}`;

/**
 * Adds a link over the events that are settled since the last one; true when there is more. The head goes to the log: whoever keeps
 * that elsewhere can tell when the end of the trail, or all of it, was made anew.
 */
export const chainSomeEvents = async ({ db, log }: Context, principal: Principal): Promise<boolean> => {
  authorise(principal, 'admin');
  const { tenantId } = principal;
  return db.tenant(tenantId, async (trx) => {
    const before = await lastAuditLink(trx);
    const events = await eventsToChain(trx, placeOf(before), MOST_OF_A_LINK);
    const last = events.at(-1);
    if (last === undefined) return false;
    const link = {
      number: (before?.number ?? 0) + 1,
      xid: last.xid,
      event_id: last.id,
      events: events.length,
      digest: digestOf(before?.digest ?? FIRST, events),
    };
    if (await addAuditLink(trx, tenantId, link)) log.info({ tenant: tenantId, head: headOf(link) }, 'audit chain');
    return events.length === MOST_OF_A_LINK;
  });
};

export interface ChainReport {
  readonly links: number;
  readonly events: number;
  /** Number and digest of the last link; absent: there is none. */
  readonly head?: string;
  /** The first link that is not what its events make it, or is not there. */
  readonly broken?: number;
  /** Younger than the chain and outside of it. */
  readonly beside: number;
  /** The head that was written down elsewhere is in the chain; absent: none was given. */
  readonly known?: boolean;
}

interface Walk {
  readonly before: AuditLink | undefined;
  readonly events: number;
  readonly broken?: number;
  readonly known: boolean;
}

/** Reads all links again with their events. */
const walk = async ({ db }: Context, tenantId: string, known: string | undefined): Promise<Walk> => {
  let so: Walk = { before: undefined, events: 0, known: false };
  for (;;) {
    const after = so.before?.number ?? 0;
    const links = await db.tenant(tenantId, (trx) => auditLinksAfter(trx, after, LINKS_AT_ONCE));
    for (const link of links) {
      const { before } = so;
      const place = { xid: link.xid, id: link.event_id };
      const events = await db.tenant(tenantId, (trx) => eventsOfLink(trx, placeOf(before), place, link.events + 1));
      const isNext = link.number === (before?.number ?? 0) + 1;
      const holds =
        isNext && events.length === link.events && digestOf(before?.digest ?? FIRST, events).equals(link.digest);
      if (!holds) return { ...so, broken: (before?.number ?? 0) + 1 };
      so = { before: link, events: so.events + events.length, known: so.known || headOf(link) === known };
    }
    if (links.length < LINKS_AT_ONCE) return so;
  }
};

/** Whether the trail is what the chain says; `known`: a head that was written down elsewhere, and has to be part of it. */
export const verifyAuditChain = async (
  context: Context,
  principal: Principal,
  known?: string,
): Promise<ChainReport> => {
  authorise(principal, 'admin');
  const { tenantId } = principal;
  const { before, events, broken, known: isKnown } = await walk(context, tenantId, known);
  const beside = await context.db.tenant(tenantId, async (trx) => {
    const isGood = broken === undefined && (known === undefined || isKnown);
    const detail = { chain: true, links: before?.number ?? 0 };
    await recordAudit(trx, principal, {
      event: 'auditLogUsed',
      action: 'R',
      outcome: isGood ? 'success' : 'serious',
      detail,
    });
    return eventsBesideChain(trx);
  });
  return {
    links: before?.number ?? 0,
    events,
    ...(before && { head: headOf(before) }),
    ...(broken !== undefined && { broken }),
    beside,
    ...(known !== undefined && { known: isKnown }),
  };
};
