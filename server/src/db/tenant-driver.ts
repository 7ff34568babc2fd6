/** Begins every transaction with its tenant in one round trip: searches are many and small. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from 'kysely';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Beginning {
  readonly tenantId: string;
  readonly lock: string | undefined;
  /** Called when the database has begun the transaction. */
  begun(): void;
}

const beginnings = new AsyncLocalStorage<Beginning>();

/** It becomes part of a statement: nothing but a UUID does. */
export const checkedTenant = (tenantId: string): string => {
  if (!uuid.test(tenantId)) throw new Error('A tenant is named by its UUID.');
  return tenantId;
};

const lockName = /^[a-z][a-z0-9:-]{0,62}$/;

/** It becomes part of a statement, too. */
const checkedLock = (lock: string): string => {
  if (!lockName.test(lock)) throw new Error('A lock is named by letters, digits, colons and hyphens.');
  return lock;
};

/**
 * Transactions that `work` begins see and write rows of this tenant only, and hold the lock of this name, of which there is one a
 * tenant, from their beginning to their end.
 */
export const asTenant = <T>(
  tenantId: string,
  lock: string | undefined,
  begun: () => void,
  work: () => Promise<T>,
): Promise<T> => beginnings.run({ tenantId: checkedTenant(tenantId), lock: lock && checkedLock(lock), begun }, work);

class TenantDriver extends PostgresDriver {
  readonly #begun = new WeakMap<DatabaseConnection, Promise<void>>();

  /**
   * The first statement is sent behind it without waiting for the answer. Should beginning fail, that statement stands alone, sees no
   * tenant and so no row, and nothing is committed.
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const beginning = beginnings.getStore();
    if (beginning === undefined) throw new Error('A transaction has no tenant.');
    const { tenantId, lock } = beginning;
    const begin = `begin; select set_config('throughline.tenant_id', '${tenantId}', true)`;
    const hold = lock && `; select pg_advisory_xact_lock(hashtextextended('${lock}:${tenantId}', 0))`;
    const begun = connection.executeQuery(CompiledQuery.raw(begin + (hold ?? ''))).then(() => beginning.begun());
    // Whoever holds a lock waited for it; whoever fails to get it says so.
    if (lock !== undefined) return begun;
    begun.catch(() => undefined);
    this.#begun.set(connection, begun);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#begun.get(connection);
    await super.commitTransaction(connection);
  }
}

export class TenantDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PostgresDriver {
    return new TenantDriver(this.#config);
  }
}
