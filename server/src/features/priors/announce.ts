/** Tells whoever shows a person that something changed: a hint, at most four times a second for each person and for the outbox. */
import type { Context } from '../context.ts';

export const CHANNEL = 'throughline';
const EVERY_MS = 250;

/** What travels on the channel; nothing of it is more than an identifier of ours. */
export interface Hint {
  readonly personId?: string;
  /** There may be something new in the outbox. */
  readonly outbox?: true;
  /** A source of this tenant fell silent, or is back: that is said of everybody. */
  readonly sourcesOf?: string;
}

export const readHint = (payload: string): Hint => {
  try {
    const value: unknown = JSON.parse(payload);
    if (typeof value !== 'object' || value === null) return {};
    return {
      ...('personId' in value && typeof value.personId === 'string' && { personId: value.personId }),
      ...('sourcesOf' in value && typeof value.sourcesOf === 'string' && { sourcesOf: value.sourcesOf }),
      ...('outbox' in value && value.outbox === true && { outbox: true as const }),
    };
  } catch {
    return {};
  }
};

export const sendHint = async ({ db, log }: Context, hint: Hint): Promise<void> => {
  // Lost hints do no harm: whoever listens also polls.
  await db
    .notify(CHANNEL, JSON.stringify(hint))
    .catch((error: unknown) => log.debug({ err: error }, 'a hint was lost'));
};

const waiting = new WeakMap<Context['db'], Map<string, NodeJS.Timeout>>();

/** The first hint of a kind goes at once, those within a quarter of a second after it as one. */
const announce = (context: Context, kind: string, hint: Hint): void => {
  const timers = waiting.get(context.db) ?? new Map<string, NodeJS.Timeout>();
  waiting.set(context.db, timers);
  const pending = timers.get(kind);
  if (pending !== undefined) {
    again.add(pending);
    return;
  }
  void sendHint(context, hint);
  rest(context, timers, kind, hint);
};

const again = new WeakSet<NodeJS.Timeout>();

const rest = (context: Context, timers: Map<string, NodeJS.Timeout>, kind: string, hint: Hint): void => {
  const timer = setTimeout(() => {
    timers.delete(kind);
    if (!again.has(timer)) return;
    void sendHint(context, hint);
    rest(context, timers, kind, hint);
  }, EVERY_MS).unref();
  timers.set(kind, timer);
};

export const announcePerson = (context: Context, personId: string): void => announce(context, personId, { personId });

/** For those who write to the outbox many times a second. */
export const announceOutbox = (context: Context): void => announce(context, 'outbox', { outbox: true });

export const announceSources = (context: Context, tenantId: string): void =>
  announce(context, `sources of ${tenantId}`, { sourcesOf: tenantId });
