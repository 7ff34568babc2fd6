/** Statements of one transaction that do not wait for one another: sent in one write, answered in their order. */
import type { Writable } from 'node:stream';
import { type DatabaseConnection, DummyDriver, type Kysely, Transaction } from 'kysely';
import type pg from 'pg';
import type { Tables } from './tables/index.ts';
import type { TenantDialect } from './tenant-driver.ts';

/** As `Trx` of database.ts, which imports this file. */
type Trx = Transaction<Tables>;

const dialects = new WeakMap<Trx, TenantDialect>();

/** Makes it known by which dialect a transaction's statements are written. */
export const rememberDialect = (trx: Trx, dialect: TenantDialect): Trx => {
  dialects.set(trx, dialect);
  return trx;
};

/** Statements on one connection, each a transaction of its own, for those who take a transaction. */
export const alone = (connection: Kysely<Tables>, dialect: TenantDialect): Trx =>
  rememberDialect(
    new Transaction<Tables>({
      config: { dialect },
      dialect,
      driver: new DummyDriver(),
      executor: connection.getExecutor(),
    }),
    dialect,
  );

/** Statements on it go out as they are asked for: a transaction of its own would keep each waiting for the one before. */
const unordered = (trx: Trx, connection: DatabaseConnection): Trx => {
  const dialect = dialects.get(trx);
  if (dialect === undefined) throw new Error('A transaction was not begun here.');
  const executor = trx.getExecutor().withConnectionProvider({ provideConnection: (consumer) => consumer(connection) });
  const props = { config: { dialect }, dialect, driver: new DummyDriver(), executor };
  return rememberDialect(new Transaction<Tables>(props), dialect);
};

type Answers<Asked extends readonly unknown[]> = { -readonly [At in keyof Asked]: Awaited<Asked[At]> };

/**
 * Asks several questions at once and gives their answers: a round trip for all of them. None may depend on another, and all are
 * asked on the transaction given to `ask`.
 */
export const together = <const Asked extends readonly unknown[]>(
  trx: Trx,
  ask: (trx: Trx) => Asked,
): Promise<Answers<Asked>> =>
  trx
    .getExecutor()
    .provideConnection(async (connection) => (await Promise.all(ask(unordered(trx, connection)))) as Answers<Asked>);

/** Settles when what was asked has left: the database is at work then, and so can this process be. */
export const sent = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** What is asked within one turn of the loop leaves in one write: each costs the machine more than most statements do. */
export const writeTogether = (client: pg.ClientBase): void => {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  const ask = client.query.bind(client) as (...parameters: readonly unknown[]) => unknown;
  let corked = false;
  const askCorked = (...parameters: readonly unknown[]): unknown => {
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(() => {
        corked = false;
        stream.uncork();
      });
    }
    return ask(...parameters);
  };
  client.query = askCorked as typeof client.query;
};
