/**
 * Registrations of one process and tenant: those that come while others are being written go into one transaction, as messages of HL7 do. A
 * transaction, its round trips and the write-ahead log cost as much as what a registration itself has to write.
 */
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, PatientStatement } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { oneForEach } from '../one-for-each.ts';
import { type Registered, registerAllIn } from './register.ts';

interface Waiting {
  readonly principal: Principal;
  readonly statement: PatientStatement;
  resolve(registered: Registered): void;
  reject(error: unknown): void;
}

const MOST_TOGETHER = 64;
/** More of them would have the same work to do with fewer at a time. */
const WRITERS = availableParallelism();

const identifierOf = ({ statement }: Waiting): string => `${statement.issuer}\n${statement.id}`;

class Registrar {
  readonly #db: Database;
  readonly #tenantId: string;
  readonly #clock: () => Date;
  #waiting: Waiting[] = [];
  #free = WRITERS;
  /** Writers that are about to take some. */
  #choosing = 0;
  /** Identifiers that are being written. */
  readonly #busy = new Set<string>();

  constructor(db: Database, tenantId: string, clock: () => Date) {
    this.#db = db;
    this.#tenantId = tenantId;
    this.#clock = clock;
  }

  /** Settles after COMMIT. */
  register(principal: Principal, statement: PatientStatement): Promise<Registered> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ principal, statement, resolve, reject });
      if (this.#free > 0) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#free -= 1;
    do {
      // Whoever asks in the same turn comes along.
      this.#choosing += 1;
      await nextTurn();
      const part = this.#next();
      this.#choosing -= 1;
      // All that wait are told of by others that are being written: who writes those goes on with these.
      if (part.length === 0) break;
      await this.#settle(part);
      for (const one of part) this.#busy.delete(identifierOf(one));
    } while (this.#waiting.length > 0);
    this.#free += 1;
  }

  /** As many as leave their share to writers that are free; nobody twice at once, so that what is said last is written last. */
  #next(): readonly Waiting[] {
    const most = Math.min(MOST_TOGETHER, Math.ceil(this.#waiting.length / (this.#free + this.#choosing)));
    const part: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const one of this.#waiting) {
      const identifier = identifierOf(one);
      if (part.length === most || this.#busy.has(identifier)) rest.push(one);
      else {
        part.push(one);
        this.#busy.add(identifier);
      }
    }
    this.#waiting = rest;
    return part;
  }

  /** What is wrong with one of them is not the others': each is written alone then. To register twice changes nothing. */
  async #settle(part: readonly Waiting[]): Promise<void> {
    try {
      const registered = await this.#db.tenant(this.#tenantId, (trx) =>
        registerAllIn(trx, this.#tenantId, part, this.#clock()),
      );
      for (const [place, { resolve }] of part.entries()) resolve(registered[place] as Registered);
    } catch (error) {
      if (part.length > 1) for (const one of part) await this.#settle([one]);
      else part[0]?.reject(error);
    }
  }
}

const registrarOf = oneForEach(({ db, clock }, tenantId) => new Registrar(db, tenantId, clock));

/**
 * Makes or updates the record of this issuer and identifier (A01, A04, A05, A08, A28, A31), and finds the person it belongs to;
 * two at once make one. What the statement is silent about stays; an empty text takes a field away.
 */
export const registerPatientRecord = async (
  context: Context,
  principal: Principal,
  statement: PatientStatement,
): Promise<Registered> => {
  authorise(principal, 'store');
  return registrarOf(context, principal.tenantId).register(principal, statement);
};
