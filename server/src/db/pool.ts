/** Connections to the database, and how statements go out on them. */
import pg from 'pg';
import { prepareOften, StatementNames } from './prepare-often.ts';
import { readTimestamp } from './timestamps.ts';
import { writeTogether } from './together.ts';
import { readWords } from './words.ts';

// bigint: lengths and counts stay far below 2^53.
const INT8 = 20;
const TIMESTAMPTZ = 1184;
// text[], which the driver's types do not name.
const TEXTS: number = 1009;
const readAnyTimestamp = pg.types.getTypeParser(TIMESTAMPTZ, 'text');
const readAnyTexts = pg.types.getTypeParser(TEXTS, 'text') as (text: string) => unknown;
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [TIMESTAMPTZ, (text) => readTimestamp(text) ?? readAnyTimestamp(text)],
  [TEXTS, (text) => readWords(text) ?? readAnyTexts(text)],
]);
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

/** No statement of a request or a job is worth more of the database's time than this. */
const STATEMENT_TIMEOUT_MS = 20_000;

export interface DatabaseOptions {
  readonly url: string;
  readonly applicationName?: string;
  readonly connections?: number;
  /** What to do when everything else is closed, e.g. stop the embedded server. */
  readonly onClose?: () => Promise<void>;
}

/** Texts that are asked often, by every connection of this process. */
export const statementNames = new StatementNames();

interface PoolOptions {
  readonly max: number;
  readonly idleTimeoutMillis?: number;
  /** of each connection, from its beginning */
  readonly settings?: Readonly<Record<string, string>>;
}

export const openPool = (options: DatabaseOptions, { max, idleTimeoutMillis, settings = {} }: PoolOptions): pg.Pool => {
  const all = { role: 'throughline_app', statement_timeout: STATEMENT_TIMEOUT_MS, ...settings };
  const pool = new pg.Pool({
    connectionString: options.url,
    options: Object.entries(all)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    application_name: options.applicationName ?? 'throughline',
    max,
    ...(idleTimeoutMillis !== undefined && { idleTimeoutMillis }),
    connectionTimeoutMillis: 10_000,
    pipeline: true,
    types,
  });
  // A pooled connection that dies while idle is replaced at the next use; its error needs a listener, or the process ends.
  pool.on('error', () => undefined);
  // So does one that dies while in use: its query fails, but the end of its socket is told again as an event.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    writeTogether(client);
    prepareOften(client, statementNames);
  });
  return pool;
};
