/**
 * The inbox of one process: whatever waits while a transaction commits goes into the next one, in the order of its receipt, so that an
 * fsync of the write-ahead log is shared. Bytes, effect and answer of a message are committed together (I16).
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  claimMessage,
  findAnswers,
  findHl7Source,
  findMessage,
  type Hl7MessageRow,
  insertMessage,
  isConnectionLoss,
  keepMessages,
  MESSAGES_LOCK,
  readStanding,
  type Settled,
  settleMessage,
  type Trx,
  takeWaiting,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import type { Context } from '../context.ts';
import { announceOutbox } from '../priors/index.ts';
import { nobody, oursAmong } from './own.ts';
import { answer, concernsTransaction, type Incoming, processAtOnce, processIncoming, readIncoming } from './process.ts';
import { sourceOfMessage } from './sources.ts';

export interface Kept {
  /** the application's acknowledgement; undefined while the effect is to come */
  readonly ack: Buffer | undefined;
  readonly duplicate: boolean;
}

type Phase = 'whole' | 'keep only';

interface Waiting {
  readonly incoming: Incoming;
  readonly digest: Buffer;
  readonly phase: Phase;
  resolve(kept: Kept): void;
  reject(error: unknown): void;
}

/** Messages of one transaction. */
export const MOST_AT_ONCE = 64;
const LOOK_UP_DELAYS_MS = [0, 250, 1000, 3000];

type KeepAll = (trx: Trx, batch: readonly Waiting[], ours: ReadonlySet<Incoming>, at: Date) => Promise<Kept[]>;

/** A message of the batch cannot be taken as if all were well. */
class NotAtOnce extends Error {
  override readonly name = 'NotAtOnce';
}

const seenOf = ({ incoming, digest }: Pick<Waiting, 'incoming' | 'digest'>) => ({
  source_name: incoming.source.name,
  control_id: incoming.header.controlId ?? '',
  digest,
});

const headOf = ({ incoming, digest }: Pick<Waiting, 'incoming' | 'digest'>) => ({
  tenant_id: incoming.source.principal.tenantId,
  id: incoming.id,
  received_at: incoming.receivedAt,
  ...seenOf({ incoming, digest }),
  message_code: incoming.header.messageCode ?? '',
  trigger_event: incoming.header.triggerEvent ?? '',
  version: incoming.header.version ?? '',
  raw: Buffer.from(incoming.bytes),
});

const rowOf = (waiting: Waiting, settled: Settled | undefined, at: Date) => ({
  ...headOf(waiting),
  ...(settled === undefined
    ? { state: 'waiting' as const }
    : { ...settled, effects: JSON.stringify(settled.effects), attempts: 1, processed_at: at }),
});

/** What came before is not done again, and holds up nothing that came with it. */
const knownOf = async (trx: Trx, before: readonly (string | null)[]): Promise<(Kept | undefined)[]> => {
  const ids = before.filter((id) => id !== null);
  const answers = ids.length === 0 ? undefined : await findAnswers(trx, ids);
  return before.map((id) => (id === null ? undefined : { ack: answers?.get(id), duplicate: true }));
};

export class Inbox {
  readonly #context: Context;
  readonly #tenantId: string;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(context: Context, tenantId: string) {
    this.#context = context;
    this.#tenantId = tenantId;
  }

  /**
   * Settles after COMMIT. `whole`: with its effect and answer; `keep only`: durable, its effect comes with `processWaiting`.
   * A `database-unavailable` failure says nothing about the message: it may be there.
   */
  async keep(incoming: Incoming, phase: Phase): Promise<Kept> {
    const [kept] = await this.keepAll([incoming], phase);
    return kept as Kept;
  }

  /** Several in their order, at most `MOST_AT_ONCE` of them in one transaction. Rejects when nothing is known of one of them. */
  keepAll(all: readonly Incoming[], phase: Phase): Promise<Kept[]> {
    const kept = all.map(
      (incoming) =>
        new Promise<Kept>((resolve, reject) => {
          const digest = createHash('sha256').update(incoming.bytes).digest();
          this.#waiting.push({ incoming, digest, phase, resolve, reject });
        }),
    );
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return Promise.all(kept);
  }

  /** Everything that waits for its effect, oldest first; gives how many there were. */
  async processWaiting(): Promise<number> {
    const { db, clock } = this.#context;
    const processed = await db.tenant(this.#tenantId, (trx) => this.#drain(trx, clock()), MESSAGES_LOCK);
    if (processed > 0) announceOutbox(this.#context);
    return processed;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MOST_AT_ONCE);
      this.#waiting = this.#waiting.slice(MOST_AT_ONCE);
      await this.#settle(batch);
    }
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const kept = await this.#write(batch);
      batch.forEach(({ resolve }, at) => {
        const one = kept[at];
        if (one !== undefined) resolve(one);
      });
      announceOutbox(this.#context);
    } catch (error) {
      if (isConnectionLoss(error)) return this.#lookUp(batch, error);
      if (batch.length > 1) for (const one of batch) await this.#settle([one]);
      else batch[0]?.reject(error);
    }
  }

  /** All of them as if all were well, which they nearly always are; else again, each behind a savepoint of its own. */
  async #write(batch: readonly Waiting[]): Promise<Kept[]> {
    try {
      return await this.#transaction(batch, this.#atOnce);
    } catch (error) {
      if (!(error instanceof NotAtOnce)) throw error;
      return this.#transaction(batch, this.#oneByOne);
    }
  }

  #transaction(batch: readonly Waiting[], keep: KeepAll): Promise<Kept[]> {
    const { db, clock } = this.#context;
    const work = async (trx: Trx): Promise<Kept[]> => {
      const at = clock();
      // What was only kept before, and not processed because somebody was killed, comes first: order of receipt.
      const whole = batch.filter(({ phase }) => phase === 'whole').map(({ incoming }) => incoming);
      if (whole.length === 0) return keep(trx, batch, nobody, at);
      const { waiting, sending, before } = await readStanding(trx, batch.map(seenOf));
      if (waiting) await this.#drain(trx, at);
      const known = await knownOf(trx, before);
      const fresh = batch.filter((_one, place) => known[place] === undefined);
      if (fresh.length === 0) return known.filter((kept) => kept !== undefined);
      const kept = await keep(trx, fresh, sending ? await oursAmong(trx, whole) : nobody, at);
      return known.map((one) => one ?? (kept.shift() as Kept));
    };
    return db.tenant(this.#tenantId, work, MESSAGES_LOCK);
  }

  /** @throws NotAtOnce when one of them has no effect, or is there twice */
  readonly #atOnce: KeepAll = async (trx, batch, ours, at) => {
    if (batch.some(({ phase }) => phase !== 'whole')) return this.#oneByOne(trx, batch, ours, at);
    const incoming = batch.map((one) => one.incoming);
    const settled = await processAtOnce(trx, incoming, ours, at).catch((error: unknown) => {
      throw concernsTransaction(error) ? error : new NotAtOnce();
    });
    const rows = batch.map((one, place) => ({ ...headOf(one), ...(settled[place] as Settled), processed_at: at }));
    if (!(await keepMessages(trx, rows))) throw new NotAtOnce();
    return settled.map(({ ack }) => ({ ack, duplicate: false }));
  };

  readonly #oneByOne: KeepAll = async (trx, batch, ours, at) => {
    const kept: Kept[] = [];
    for (const one of batch) kept.push(await this.#one(trx, one, ours.has(one.incoming), at));
    return kept;
  };

  async #one(trx: Trx, waiting: Waiting, isOurs: boolean, at: Date): Promise<Kept> {
    const { incoming, phase } = waiting;
    const { duplicateOf, reused } = await claimMessage(trx, this.#tenantId, {
      ...seenOf(waiting),
      id: incoming.id,
      received_at: incoming.receivedAt,
      waiting: phase === 'keep only',
    });
    if (duplicateOf !== undefined) {
      const known = await findMessage(trx, duplicateOf);
      return { ack: known?.ack ?? undefined, duplicate: true };
    }
    const flags = reused ? ['control-id-used-before'] : [];
    const settled = phase === 'whole' ? await processIncoming(trx, incoming, isOurs, at, this.#report) : undefined;
    await insertMessage(
      trx,
      settled === undefined
        ? { ...rowOf(waiting, undefined, at), flags }
        : rowOf(waiting, { ...settled, flags: [...flags, ...settled.flags] }, at),
    );
    return { ack: settled?.ack, duplicate: false };
  }

  async #drain(trx: Trx, at: Date): Promise<number> {
    let processed = 0;
    for (
      let rows = await takeWaiting(trx, MOST_AT_ONCE);
      rows.length > 0;
      rows = await takeWaiting(trx, MOST_AT_ONCE)
    ) {
      for (const row of rows) await this.#again(trx, row, at);
      processed += rows.length;
    }
    return processed;
  }

  async #again(trx: Trx, row: Hl7MessageRow, at: Date): Promise<void> {
    const source = await findHl7Source(trx, row.source_name);
    const read = readIncoming(row.raw);
    if (source === undefined) {
      const cause = { condition: '207', location: undefined, sentence: 'Its sender is no longer listed.' };
      const ack = answer(read.header, 'AR', at, cause);
      const settled = {
        state: 'failed',
        error_code: 'not-found',
        condition: '207',
        location: null,
        cause: cause.sentence,
      } as const;
      return settleMessage(trx, row, { ...settled, flags: row.flags, effects: [], ack }, at);
    }
    const incoming = {
      id: row.id,
      receivedAt: row.received_at,
      source: sourceOfMessage(source),
      bytes: row.raw,
      ...read,
    };
    const isOurs = (await oursAmong(trx, [incoming])).size > 0;
    const settled = await processIncoming(trx, incoming, isOurs, at, this.#report);
    const flags = [...new Set([...row.flags, ...settled.flags])];
    return settleMessage(trx, row, { ...settled, flags }, at);
  }

  readonly #report = (error: unknown): void => {
    // The error may quote a value; its name and where it came from do not.
    const where = error instanceof Error ? error.stack?.split('\n').slice(1, 6).join('\n') : undefined;
    this.#context.log.error(
      { error: error instanceof Error ? error.name : 'unknown', where },
      'a message could not be processed',
    );
  };

  /** The connection was lost: the transaction may or may not have committed, so we ask before we answer. */
  async #lookUp(batch: readonly Waiting[], cause: unknown): Promise<void> {
    for (const wait of LOOK_UP_DELAYS_MS) {
      await delay(wait);
      const found = await this.#context.db
        .tenant(this.#tenantId, async (trx) => {
          const rows: (Hl7MessageRow | undefined)[] = [];
          for (const { incoming } of batch) rows.push(await findMessage(trx, incoming.id));
          return rows;
        })
        .catch(() => undefined);
      if (found === undefined) continue;
      batch.forEach(({ resolve, reject }, at) => {
        const row = found[at];
        if (row !== undefined) resolve({ ack: row.ack ?? undefined, duplicate: false });
        else reject(new Failure('database-unavailable', undefined, cause));
      });
      return;
    }
    for (const { reject } of batch) reject(new Failure('database-unavailable', undefined, cause));
  }
}
