/** Connections that see one tenant from their beginning: for statements that need no transaction around them. */
import { Kysely, type Transaction } from 'kysely';
import type pg from 'pg';
import { type DatabaseOptions, openPool } from './pool.ts';
import type { Tables } from './tables/index.ts';
import { checkedTenant, TenantDialect } from './tenant-driver.ts';
import { alone } from './together.ts';

const READERS = 5;
/** A reader knows the catalogue and its prepared statements: worth keeping over a pause. */
const READER_RESTS_MS = 300_000;

class TenantConnections {
  /** One connection: what writes by single statements does so in one order. */
  readonly writer: pg.Pool;
  readonly #dialect: TenantDialect;
  readonly #readers: Kysely<Tables>;

  constructor(options: DatabaseOptions, tenantId: string) {
    const settings = { 'throughline.tenant_id': checkedTenant(tenantId) };
    this.writer = openPool(options, { max: 1, settings });
    const reading = { ...settings, default_transaction_read_only: 'on' };
    const pool = openPool(options, { max: READERS, idleTimeoutMillis: READER_RESTS_MS, settings: reading });
    this.#dialect = new TenantDialect({ pool });
    this.#readers = new Kysely<Tables>({ dialect: this.#dialect });
  }

  /** `work` has a connection to itself. */
  read<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#readers.connection().execute((connection) => work(alone(connection, this.#dialect)));
  }

  async close(): Promise<void> {
    await Promise.all([this.writer.end(), this.#readers.destroy()]);
  }
}

export class TenantPools {
  readonly #options: DatabaseOptions;
  readonly #tenants = new Map<string, TenantConnections>();

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  of(tenantId: string): TenantConnections {
    const known = this.#tenants.get(tenantId);
    if (known) return known;
    const connections = new TenantConnections(this.#options, tenantId);
    this.#tenants.set(tenantId, connections);
    return connections;
  }

  async close(): Promise<void> {
    await Promise.all(this.#tenants.values().map((connections) => connections.close()));
  }
}
