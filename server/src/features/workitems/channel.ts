/** The way that event reports take to an application (PS3.18 8.10.4, 8.10.5): in order, again until they are confirmed. */
import type { DicomJson } from '@throughline/dicom';
import {
  confirmedSequence,
  confirmReports,
  findSubscriber,
  type PendingReport,
  removeEndedWorkitems,
  removeReports,
  reportsAfter,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { CHANNEL } from './reports.ts';
import { checkAeTitle, checkOwner } from './subscribe.ts';

const atOnce = 100;

interface Watch {
  readonly listeners: Map<string, Set<() => void>>;
  readonly stop: Promise<() => Promise<void>>;
}

const watches = new WeakMap<Context['db'], Watch>();

const watchOf = ({ db }: Context): Watch => {
  const known = watches.get(db);
  if (known) return known;
  const listeners: Watch['listeners'] = new Map();
  const stop = db.listen(CHANNEL, (payload) => {
    for (const heard of listeners.get(payload) ?? []) heard();
  });
  const watch = { listeners, stop };
  watches.set(db, watch);
  return watch;
};

/** Stops listening; for the end of the process. */
export const stopChannels = async ({ db }: Context): Promise<void> => {
  const watch = watches.get(db);
  watches.delete(db);
  await (await watch?.stop)?.();
};

/** The number of the message, as a proxy to DIMSE needs one (PS3.18 8.10.5.1.1). */
const numbered = ({ sequence, report }: PendingReport): string => {
  const message: DicomJson = { '00000110': { vr: 'US', Value: [sequence % 0x10000] } };
  return JSON.stringify({ ...message, ...(report as DicomJson) });
};

export interface ChannelEnd {
  /** Settles when the other end has confirmed all of them; throws when it is gone. */
  deliver(messages: readonly string[]): Promise<void>;
}

interface Channel {
  readonly context: Context;
  readonly tenantId: string;
  readonly aeTitle: string;
  readonly end: ChannelEnd;
}

/** Sends what waits behind a number; gives back the number of the last one confirmed. */
const sendWaiting = async ({ context, tenantId, aeTitle, end }: Channel, from: number): Promise<number> => {
  let confirmed = from;
  for (;;) {
    const waiting = await context.db.tenant(tenantId, (trx) => reportsAfter(trx, aeTitle, confirmed, atOnce));
    const last = waiting.at(-1);
    if (last === undefined) return confirmed;
    await end.deliver(waiting.map(numbered));
    confirmed = last.sequence;
    const upTo = confirmed;
    await context.db.tenant(tenantId, (trx) => confirmReports(trx, aeTitle, upTo, context.clock()));
  }
};

export interface OpenChannel {
  /** Settles when the channel has ended, with the error that ended it. */
  readonly ended: Promise<unknown>;
  close(): void;
}

/** Reports go out one batch after another, also those that come while a batch is under way. */
const run = async (channel: Channel, from: number, news: { wait(): Promise<boolean> }): Promise<unknown> => {
  try {
    let confirmed = from;
    do confirmed = await sendWaiting(channel, confirmed);
    while (await news.wait());
    return undefined;
  } catch (error) {
    return error;
  }
};

/** A bell that is heard also when it rang before anyone waited. */
const makeBell = () => {
  let rung = false;
  let closed = false;
  let waiting = Promise.withResolvers<void>();
  return {
    ring: (): void => {
      rung = true;
      waiting.resolve();
    },
    close: (): void => {
      closed = true;
      waiting.resolve();
    },
    wait: async (): Promise<boolean> => {
      if (!rung && !closed) await waiting.promise;
      rung = false;
      waiting = Promise.withResolvers<void>();
      return !closed;
    },
  };
};

/** Refuses what may not follow this application's reports; writes down that they are told. */
export const authoriseChannel = async (context: Context, principal: Principal, aeTitle: string): Promise<number> => {
  authorise(principal, 'read');
  checkAeTitle(aeTitle);
  return context.db.tenant(principal.tenantId, async (trx) => {
    const subscriber = await findSubscriber(trx, aeTitle);
    if (subscriber === undefined) return fail('not-found');
    checkOwner(principal, subscriber);
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'R', detail: { channel: aeTitle } });
    return confirmedSequence(trx, aeTitle);
  });
};

/** Opens the channel behind a number that `authoriseChannel` gave. Reports nobody confirmed are sent again. */
export const openChannel = async (
  context: Context,
  principal: Principal,
  aeTitle: string,
  from: number,
  end: ChannelEnd,
): Promise<OpenChannel> => {
  const { tenantId } = principal;
  const { listeners, stop } = watchOf(context);
  await stop;
  const bell = makeBell();
  const key = `${tenantId} ${aeTitle}`;
  const ours = listeners.get(key) ?? new Set();
  listeners.set(key, ours.add(bell.ring));
  const ended = run({ context, tenantId, aeTitle, end }, from, bell).finally(() => {
    ours.delete(bell.ring);
    if (ours.size === 0) listeners.delete(key);
  });
  return { ended, close: bell.close };
};

const DAY_MS = 86_400_000;
const keptAfterEndDays = 30;
const keptReportDays = 7;
const keptConfirmedMs = 3_600_000;
const removedAtOnce = 500;

/** Forgets workitems that ended long ago and that nobody holds a deletion lock on, and reports that were told. */
export const forgetEndedWorkitems = async (context: Context, principal: Principal): Promise<number> => {
  authorise(principal, 'admin');
  const now = context.clock().getTime();
  const confirmedBefore = new Date(now - keptConfirmedMs);
  const madeBefore = new Date(now - keptReportDays * DAY_MS);
  return context.db.tenant(principal.tenantId, async (trx) => {
    await removeReports(trx, { confirmedBefore, madeBefore });
    const removed = await removeEndedWorkitems(
      trx,
      new Date(now - keptAfterEndDays * DAY_MS),
      new Date(now),
      removedAtOnce,
    );
    if (removed > 0)
      await recordAudit(trx, principal, { event: 'orderRecord', action: 'D', detail: { workitems: removed } });
    return removed;
  });
};
