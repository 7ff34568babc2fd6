/** A pool of connections that work as role throughline_app, and transactions that see one tenant. */
import { Kysely, type Transaction } from 'kysely';
import pg from 'pg';
import { type DatabaseOptions, openPool, statementNames } from './pool.ts';
import { isStalePlan } from './prepare-often.ts';
import type { Tables } from './tables/index.ts';
import { asTenant, neverBegan, TenantDialect } from './tenant-driver.ts';
import { TenantPools } from './tenant-pools.ts';
import { rememberDialect } from './together.ts';

export type Trx = Transaction<Tables>;

export interface Database {
  /**
   * One transaction that sees and writes rows of this tenant only. `work` may run again after a serialisation failure. With `lock` it
   * waits for the tenant's lock of this name before its first statement, and holds it to its end.
   */
  tenant<T>(tenantId: string, work: (trx: Trx) => Promise<T>, lock?: string): Promise<T>;
  /**
   * Statements that change nothing, on a connection that sees rows of this tenant only. There is no transaction around them: each sees
   * what is committed when it begins, as it would within one of ours, and two round trips are spared. `work` may run again when the
   * connection is lost. What would write is refused by the database.
   */
  read<T>(tenantId: string, work: (trx: Trx) => Promise<T>): Promise<T>;
  /**
   * One statement that is a transaction of its own, committed when it is answered: one round trip instead of three. It is not
   * run again when its connection is lost: it may have committed.
   */
  statement<Row extends pg.QueryResultRow>(
    tenantId: string,
    text: string,
    values: readonly unknown[],
  ): Promise<readonly Row[]>;
  /** A hint that something changed; sent outside of any transaction, lost without harm. */
  notify(channel: string, payload: string): Promise<void>;
  /** Calls back for every hint on a channel until stopped; connects again after a lost connection. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  /** The tenants there are. */
  tenants(): Promise<readonly string[]>;
  /** Connections with the rights of the application role, for statements that Kysely does not write. */
  readonly pool: pg.Pool;
  /** Connects as the owner of the schema: for migrations and the job queue's own schema only. */
  readonly ownerUrl: string;
  close(): Promise<void>;
}

const sqlState = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const serialisationFailure = '40001';
const deadlock = '40P01';
const ATTEMPTS = 4;

const isWorthRepeating = (error: unknown): boolean => {
  if (isStalePlan(error)) {
    statementNames.renew();
    return true;
  }
  const state = sqlState(error);
  return state === serialisationFailure || state === deadlock;
};

/** Runs the work again when the database says that running it again is what is wanted; nothing of it was committed. */
const retrySerialisation = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isWorthRepeating(error)) throw error;
    }
  }
};

/** Connection failures that say nothing about the statement: the server went away (class 08, 57P01-57P03) or the socket did. */
export const isConnectionLoss = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state === undefined)
    return (
      error instanceof Error && /terminated|not queryable|timeout exceeded when trying to connect/i.test(error.message)
    );
  // The socket of a server that ended, when it is reached by one.
  if (state === 'ENOENT') return error instanceof Error && 'syscall' in error && error.syscall === 'connect';
  return /^(08...|57P0[123]|ECONN\w+|EPIPE|ETIMEDOUT)$/.test(state);
};

/** A pooled connection that died while it rested is found out at its next use, before any of the work was done: again, then. */
const retryUnstarted = async <T>(transaction: (started: () => void) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    let started = false;
    try {
      return await transaction(() => {
        started = true;
      });
    } catch (error) {
      if ((started && !neverBegan(error)) || attempt >= ATTEMPTS || !isConnectionLoss(error)) throw error;
    }
  }
};

/** What changes nothing may be asked again whenever its connection is lost. */
const retryLost = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isConnectionLoss(error)) throw error;
    }
  }
};

const listenOn = async (pool: pg.Pool, channel: string, heard: (payload: string) => void) => {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...pool.options });
    next.on('error', () => undefined);
    next.on('notification', (message) => heard(message.payload ?? ''));
    next.once('end', () => {
      if (!stopped) timer = setTimeout(() => void connect().catch(() => undefined), 1000).unref();
    });
    client = next;
    await next.connect();
    await next.query(`listen ${next.escapeIdentifier(channel)}`);
  };
  await connect();
  return async (): Promise<void> => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
};

export const connectDatabase = (options: DatabaseOptions): Database => {
  const pool = openPool(options, { max: options.connections ?? 10 });
  const ofTenant = new TenantPools(options);
  const dialect = new TenantDialect({ pool });
  const kysely = new Kysely<Tables>({ dialect });
  return {
    pool,
    ownerUrl: options.url,
    tenant: (tenantId, work, lock) =>
      retrySerialisation(() =>
        retryUnstarted((started) =>
          asTenant(tenantId, lock, () =>
            kysely.transaction().execute((trx) => {
              started();
              return work(rememberDialect(trx, dialect));
            }),
          ),
        ),
      ),
    read: (tenantId, work) => retrySerialisation(() => retryLost(() => ofTenant.of(tenantId).read(work))),
    statement: <Row extends pg.QueryResultRow>(tenantId: string, text: string, values: readonly unknown[]) =>
      retrySerialisation(async () => {
        const client = await ofTenant.of(tenantId).writer.connect();
        try {
          return (await client.query<Row>(text, [...values])).rows;
        } finally {
          client.release();
        }
      }),
    notify: async (channel, payload) => {
      await pool.query('select pg_notify($1, $2)', [channel, payload]);
    },
    listen: (channel, heard) => listenOn(pool, channel, heard),
    tenants: async () => (await kysely.selectFrom('tenants').select('id').orderBy('id').execute()).map((row) => row.id),
    close: async () => {
      await Promise.all([kysely.destroy(), ofTenant.close()]);
      await options.onClose?.();
    },
  };
};
