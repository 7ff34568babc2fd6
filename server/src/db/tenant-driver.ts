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

const tenants = new AsyncLocalStorage<string>();

/** It becomes part of a statement: nothing but a UUID does. */
export const checkedTenant = (tenantId: string): string => {
  if (!uuid.test(tenantId)) throw new Error('A tenant is named by its UUID.');
  return tenantId;
};

/** Transactions that `work` begins see and write rows of this tenant only. */
export const asTenant = <T>(tenantId: string, work: () => Promise<T>): Promise<T> =>
  tenants.run(checkedTenant(tenantId), work);

class TenantDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const tenantId = tenants.getStore();
    if (tenantId === undefined) throw new Error('A transaction has no tenant.');
    const begin = `begin; select set_config('throughline.tenant_id', '${tenantId}', true)`;
    await connection.executeQuery(CompiledQuery.raw(begin));
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
