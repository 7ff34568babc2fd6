/** The channel of a subscription: what is told over it, and what its other end answers (FHIRcast STU3 2.4, 2.5). */
import { type CastMessage, castEventOf, toSyncError } from '@throughline/fhir';
import { digestOf } from '../../carried.ts';
import { bindCastSubscription, type CastSubscriptionRow, endCastSubscription, newId } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import { isToBeFollowed, type News, type Over, type Reading, readNews } from './read-news.ts';
import { tellSyncError } from './request-event.ts';
import { CHANNEL, hintOf } from './topics.ts';
import { type Watching, watchTopic } from './watch.ts';

export interface CastEnd {
  /** A confirmation, a denial or an event. */
  send(message: object): void;
  /** Nothing more comes: the subscription is over. */
  close(): void;
  /** As the others of the session call themselves; again whenever it may have changed. */
  others?(names: readonly string[]): void;
}

export interface CastChannel {
  /** What the other end said: the answer to an event, anything else means nothing. */
  heard(text: string): void;
  /** @param isNormal whether it said that it leaves (RFC 6455 7.4.1: 1000 or 1001) */
  closed(isNormal: boolean): void;
}

interface Times {
  /** Whoever has not answered an event by then does not follow. */
  readonly answerMs?: number;
  readonly seenMs?: number;
}

const spelled = ({ events }: CastSubscriptionRow): string =>
  events.map((name) => castEventOf(name)?.name ?? name).join(',');

const hiddenDiagnostics = 'The context is one of a patient that this subscriber may not see.';

class Channel implements CastChannel {
  readonly #reading: Reading;
  readonly #end: CastEnd;
  readonly #answerMs: number;
  readonly #row: CastSubscriptionRow;
  readonly #pending = new Map<string, { readonly message: CastMessage; readonly timer: NodeJS.Timeout }>();
  readonly #timers: NodeJS.Timeout[] = [];
  #watching: Watching | undefined;
  #after: number | undefined;
  #revision = -1;
  #last: CastMessage | undefined;
  #isOpen = true;
  #isReading = false;
  #isRung = false;

  constructor(reading: Reading, row: CastSubscriptionRow, end: CastEnd, { answerMs = 10_000 }: Times) {
    this.#reading = reading;
    this.#row = row;
    this.#end = end;
    this.#answerMs = answerMs;
  }

  async start({ seenMs = 30_000 }: Times): Promise<void> {
    const { context, tenantId } = this.#reading;
    this.#watching = await watchTopic(context, tenantId, this.#row.topic, () => this.#ring());
    this.#timers.push(setInterval(() => this.#ring(), seenMs).unref());
    this.#ring();
  }

  heard(text: string): void {
    const { id, status } = this.#answerOf(text);
    const waiting = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#pending.delete(id);
    if (status >= 200 && status < 300) return;
    const diagnostics = status >= 500 ? 'It could not follow the event.' : 'It refused to follow the event.';
    if (isToBeFollowed(waiting.message)) this.#tell(waiting.message, diagnostics);
  }

  closed(isNormal: boolean): void {
    if (!this.#isOpen) return;
    this.#leave();
    if (this.#watching?.isStopped() === true) return;
    this.#do(async () => {
      const about = { id: this.#last?.id ?? newId(), event: this.#last?.event['hub.event'] ?? 'SyncError' };
      if (!isNormal) await this.#tellNow(about, 'Its connection was lost: it follows no more.');
      await this.#endSubscription();
    });
  }

  #answerOf(text: string): { readonly id: string | undefined; readonly status: number } {
    try {
      const { id, status } = JSON.parse(text) as { readonly id?: unknown; readonly status?: unknown };
      return { id: typeof id === 'string' ? id : undefined, status: Number(status) };
    } catch {
      return { id: undefined, status: 0 };
    }
  }

  #leave(): void {
    this.#isOpen = false;
    this.#watching?.leave();
    for (const timer of this.#timers) clearInterval(timer);
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  #do(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#reading.context.log.warn({ err: error }, 'a FHIRcast channel failed'));
  }

  #tellNow(about: { readonly id: string; readonly event: string }, diagnostics: string): Promise<void> {
    const { context, tenantId, digest } = this.#reading;
    const facts = { about, subscriber: this.#row.name, diagnostics, exceptFor: digest };
    return tellSyncError(context, tenantId, this.#row.topic, facts);
  }

  #tell({ id, event }: CastMessage, diagnostics: string): void {
    this.#do(() => this.#tellNow({ id, event: event['hub.event'] }, diagnostics));
  }

  async #endSubscription(): Promise<void> {
    const { context, tenantId, digest } = this.#reading;
    await context.db.tenant(tenantId, (trx) => endCastSubscription(trx, digest, context.clock()));
    await context.db.notify(CHANNEL, hintOf(tenantId, this.#row.topic));
  }

  /** One reading at a time; a ring while one is under way is another one after it. */
  #ring(): void {
    this.#isRung = true;
    if (this.#isReading) return;
    this.#isReading = true;
    this.#do(async () => {
      try {
        while (this.#isRung && this.#isOpen) {
          this.#isRung = false;
          const news = await readNews(this.#reading, { after: this.#after, revision: this.#revision });
          if (!this.#isOpen) return;
          if ('over' in news) this.#finish(news);
          else this.#pass(news);
        }
      } finally {
        this.#isReading = false;
      }
    });
  }

  #finish({ over, subscription = this.#row }: Over): void {
    this.#leave();
    this.#end.send({
      'hub.mode': 'denied',
      'hub.topic': subscription.topic,
      'hub.events': spelled(subscription),
      'hub.reason': over,
    });
    this.#end.close();
    this.#do(() => this.#endSubscription());
  }

  #pass({ subscription, upTo, events, withheld, others }: News): void {
    this.#after = upTo;
    if (subscription.revision !== this.#revision) this.#confirm(subscription);
    for (const message of events) this.#pose(message);
    for (const message of withheld) this.#withhold(subscription, message);
    this.#end.others?.(others);
  }

  #confirm(subscription: CastSubscriptionRow): void {
    this.#revision = subscription.revision;
    const left = subscription.expires_at.getTime() - this.#reading.context.clock().getTime();
    // At the end of the lease the subscription is read again, and found to be over.
    this.#timers.push(setTimeout(() => this.#ring(), left + 10));
    this.#end.send({
      'hub.mode': 'subscribe',
      'hub.topic': subscription.topic,
      'hub.events': spelled(subscription),
      'hub.lease_seconds': Math.max(0, Math.round(left / 1000)),
    });
  }

  #pose(message: CastMessage): void {
    this.#last = message;
    if (castEventOf(message.event['hub.event'])?.name !== 'SyncError') {
      const timer = setTimeout(() => this.#unanswered(message), this.#answerMs);
      clearTimeout(this.#pending.get(message.id)?.timer);
      this.#pending.set(message.id, { message, timer });
    }
    this.#end.send(message);
  }

  /** It learns that it is out of step, and so do the others; nobody learns of a patient who may not. */
  #withhold({ events, topic }: CastSubscriptionRow, message: CastMessage): void {
    if (!isToBeFollowed(message)) return;
    const about = { id: message.id, event: message.event['hub.event'] };
    const facts = { topic, about, subscriber: this.#row.name, diagnostics: hiddenDiagnostics };
    if (events.includes('syncerror'))
      this.#end.send(toSyncError({ ...facts, id: newId(), timestamp: this.#reading.context.clock().toISOString() }));
    this.#tell(message, hiddenDiagnostics);
  }

  #unanswered(message: CastMessage): void {
    this.#pending.delete(message.id);
    this.#do(async () => {
      const about = { id: message.id, event: message.event['hub.event'] };
      await this.#tellNow(about, 'It did not answer and was unsubscribed.');
      await this.#endSubscription();
    });
  }
}

/** Binds the channel to this one end; refuses with `not-found` when it is bound, has ended, or never was. */
export const openCastChannel = async (
  context: Context,
  tenantId: string,
  channel: string,
  end: CastEnd,
  times: Times = {},
): Promise<CastChannel> => {
  const digest = digestOf(channel);
  const row = await context.db.tenant(tenantId, (trx) => bindCastSubscription(trx, digest, context.clock()));
  if (row === undefined) return fail('not-found', 'There is no such channel, or it is in use.');
  const opened = new Channel({ context, tenantId, digest, patient: row.patient }, row, end, times);
  await opened.start(times);
  return opened;
};
