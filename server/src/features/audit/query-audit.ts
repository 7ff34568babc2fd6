/**
 * Audit rows of what changes nothing (searches): those that wait while a transaction commits go into the next one together, so
 * that they share its fsync. Each is durable before its answer is given.
 */
import { commitAuditEvents, type Database } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type AuditEvent, auditRow } from './record-audit.ts';

type Row = ReturnType<typeof auditRow>;

interface Waiting {
  readonly row: Row;
  resolve(): void;
  reject(error: unknown): void;
}

const MOST_AT_ONCE = 256;

class AuditCommitter {
  readonly #db: Database;
  readonly #tenantId: string;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(db: Database, tenantId: string) {
    this.#db = db;
    this.#tenantId = tenantId;
  }

  commit(row: Row): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MOST_AT_ONCE);
      this.#waiting = this.#waiting.slice(MOST_AT_ONCE);
      const rows = batch.map(({ row }) => row);
      try {
        await commitAuditEvents(this.#db, this.#tenantId, rows);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }
}

const committers = new WeakMap<Database, Map<string, AuditCommitter>>();

const committerOf = (db: Database, tenantId: string): AuditCommitter => {
  const ofDatabase = committers.get(db) ?? new Map<string, AuditCommitter>();
  committers.set(db, ofDatabase);
  const one = ofDatabase.get(tenantId) ?? new AuditCommitter(db, tenantId);
  ofDatabase.set(tenantId, one);
  return one;
};

/** Settles when the row is durable. Not for what is written in a transaction of its own: that takes its audit along. */
export const auditAlone = ({ db }: Context, principal: Principal, event: AuditEvent): Promise<void> =>
  committerOf(db, principal.tenantId).commit(auditRow(principal, event));
