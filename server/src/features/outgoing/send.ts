/** Sends what waits: one message after the other on one connection, each until it is answered. */
import { type MllpClient, MllpClientError } from '@throughline/hl7';
import {
  type Hl7DestinationRow,
  leaseDestination,
  noteDestination,
  noteOutgoing,
  type OutgoingRow,
  takeOutgoing,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Answer, connectTo, readAnswer } from './exchange.ts';
import { type OutgoingMapping, readOutgoingMapping } from './mapping.ts';

/** Beyond what one answer may take, so that nobody else begins while we wait for one. */
const LEASE_BESIDE_MS = 15_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

const pause = (attempts: number): number =>
  Math.min(SHORTEST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);

/** Types, events, modes and versions that it does not process: sending again changes nothing (2.9.2.2). */
const final = new Set(['200', '201', '202', '203']);

type Outcome = Parameters<typeof noteOutgoing>[2];

const answered = (answer: Answer, row: OutgoingRow, mapping: OutgoingMapping, now: Date): Outcome => {
  const { code, condition, location } = answer;
  const told = { answer_code: code, condition, location };
  if (code.endsWith('A')) return { ...told, state: 'sent', cause: null, ended_at: now };
  const refusals = row.refusals + (code.endsWith('E') ? 1 : 0);
  const isLast = code.endsWith('E') ? refusals >= mapping.triesOnError : final.has(condition ?? '');
  if (isLast) return { ...told, refusals, state: 'refused', cause: `The receiver answered ${code}.`, ended_at: now };
  return { ...told, refusals, next_at: new Date(now.getTime() + pause(row.attempts)) };
};

const GIVEN_UP = 'The receiver gave no answer for too long.';

const unanswered = (row: OutgoingRow, mapping: OutgoingMapping, now: Date): Outcome =>
  now.getTime() - row.made_at.getTime() >= mapping.giveUpHours * 3_600_000
    ? { state: 'failed', cause: GIVEN_UP, ended_at: now }
    : { next_at: new Date(now.getTime() + pause(row.attempts)) };

class Sending {
  readonly #context: Context;
  readonly #principal: Principal;
  readonly #to: Hl7DestinationRow;
  readonly #mapping: OutgoingMapping;
  #client: MllpClient | undefined;
  #failures: number;

  constructor(context: Context, principal: Principal, to: Hl7DestinationRow) {
    this.#context = context;
    this.#principal = principal;
    this.#to = to;
    this.#mapping = readOutgoingMapping(to.mapping);
    this.#failures = to.failures;
  }

  /** Until nothing waits that may be sent now, or nobody answers. */
  async run(signal: AbortSignal): Promise<void> {
    // What is under way then is sent again later, as it is.
    const stop = (): void => this.#client?.close();
    signal.addEventListener('abort', stop);
    try {
      while (!signal.aborted && (await this.#one()));
    } finally {
      signal.removeEventListener('abort', stop);
      this.#client?.close();
      await this.#context.db.tenant(this.#principal.tenantId, (trx) =>
        noteDestination(trx, this.#to.name, { leased_until: null }),
      );
    }
  }

  /** Taken, and the disclosure written down, before the first byte leaves; if we die then, it is sent again as it is. */
  #take(): Promise<OutgoingRow | undefined> {
    const { db, clock } = this.#context;
    const { name } = this.#to;
    return db.tenant(this.#principal.tenantId, async (trx) => {
      const now = clock();
      const row = await takeOutgoing(trx, name, now);
      if (row === undefined) return undefined;
      await noteDestination(trx, name, { leased_until: new Date(now.getTime() + this.#answerMs + LEASE_BESIDE_MS) });
      await recordAudit(trx, this.#principal, {
        event: 'dataExport',
        action: 'R',
        ...(row.patient_record_id !== null && { patientRecordId: row.patient_record_id }),
        ...(row.study_instance_uid !== null && { studyInstanceUid: row.study_instance_uid }),
        detail: { hl7Destination: name, to: name, message: row.id, type: row.message_type },
      });
      return row;
    });
  }

  get #answerMs(): number {
    return this.#mapping.answerSeconds * 1000;
  }

  async #connected(): Promise<MllpClient> {
    this.#client ??= await connectTo(this.#context, this.#to, this.#answerMs);
    return this.#client;
  }

  /** Undefined: nobody answered, or not to this message. */
  async #exchange(row: OutgoingRow): Promise<Answer | undefined> {
    try {
      const client = await this.#connected();
      const answer = readAnswer(await client.send(row.raw), row.control_id);
      if (answer !== undefined) return answer;
    } catch (error) {
      const kind = error instanceof MllpClientError ? error.kind : 'failed';
      this.#context.log.warn({ destination: this.#to.name, reason: kind }, 'a message could not be delivered');
    }
    this.#client?.close();
    this.#client = undefined;
    return undefined;
  }

  /** False when nothing is to be sent now. */
  async #one(): Promise<boolean> {
    const row = await this.#take();
    if (row === undefined) return false;
    const answer = await this.#exchange(row);
    const { db, clock } = this.#context;
    await db.tenant(this.#principal.tenantId, async (trx) => {
      const now = clock();
      const outcome =
        answer === undefined ? unanswered(row, this.#mapping, now) : answered(answer, row, this.#mapping, now);
      await noteOutgoing(trx, row.id, outcome);
      this.#failures = answer === undefined ? this.#failures + 1 : 0;
      const next_at = answer === undefined ? new Date(now.getTime() + pause(this.#failures)) : now;
      await noteDestination(trx, this.#to.name, { failures: this.#failures, next_at });
    });
    return answer !== undefined;
  }
}

const FIRST_LEASE_MS = 60_000;

/** Takes up a destination that something waits for; undefined when there is none. `done` settles when nothing is to be sent to it now. */
export const takeDestination = async (
  context: Context,
  principal: Principal,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly done: Promise<void> } | undefined> => {
  authorise(principal, 'read');
  const row = await context.db.tenant(principal.tenantId, (trx) =>
    leaseDestination(trx, context.clock(), FIRST_LEASE_MS),
  );
  return row && { name: row.name, done: new Sending(context, principal, row).run(signal) };
};
