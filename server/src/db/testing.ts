/** A database of its own for every test file, copied from a migrated template on the one server that the run started. */
import pg from 'pg';
import { newId } from '../ids.ts';
import { connectDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';

const TEMPLATE = 'throughline_template';

const withDatabase = (url: string, name: string): string => {
  const next = new URL(url);
  next.pathname = `/${name}`;
  return next.href;
};

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Once a run: the template that every test database is a copy of. */
export const createTemplate = async (serverUrl: string): Promise<void> => {
  await withClient(serverUrl, (client) => client.query(`create database ${TEMPLATE}`));
  await withClient(withDatabase(serverUrl, TEMPLATE), migrate);
};

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  /** Closes the connections and drops the database. */
  close(): Promise<void>;
}

/** `serverUrl` is what `inject('databaseServer')` of vitest gives. */
export const createTestDatabase = async (serverUrl: string): Promise<TestDatabase> => {
  const name = `test_${newId().replaceAll('-', '')}`;
  await withClient(serverUrl, (client) => client.query(`create database ${name} template ${TEMPLATE}`));
  const url = withDatabase(serverUrl, name);
  const db = connectDatabase({ url, applicationName: 'throughline-test' });
  const close = async (): Promise<void> => {
    await db.close();
    await withClient(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { db, url, close };
};
