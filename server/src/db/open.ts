/** Opens the database that the settings name: any PostgreSQL by DATABASE_URL, else the embedded one. */
import { join } from 'node:path';
import pg from 'pg';
import { StartError } from '../errors.ts';
import { openCluster } from './cluster.ts';
import { connectDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { connectPresence, type KeepUp, Presence } from './presence.ts';

export interface OpenOptions {
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly applicationName?: string;
  readonly connections?: number;
  readonly warn?: (message: string) => void;
  /** For whoever runs as long as the hub does: an embedded server that dies is started again. */
  readonly keepUp?: Pick<KeepUp, 'moved'>;
}

const OLDEST = 150_000;

const settingsOf = async (client: pg.Client): Promise<Map<string, string>> => {
  const names = [
    'fsync',
    'full_page_writes',
    'synchronous_commit',
    'data_checksums',
    'server_version_num',
    'server_encoding',
  ];
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [names],
  );
  return new Map(rows.map((row) => [row.name, row.setting]));
};

/** A server that may lose what it has confirmed is refused (I11). */
export const refuseUnsafeServer = async (client: pg.Client, warn: (message: string) => void): Promise<void> => {
  const settings = await settingsOf(client);
  const unsafe = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => settings.get(name) === 'off');
  if (unsafe.length > 0)
    throw new StartError(`PostgreSQL runs with ${unsafe.join(', ')} = off: it may lose what it confirmed.`);
  if (Number(settings.get('server_version_num')) < OLDEST) throw new StartError('PostgreSQL 15 or later is needed.');
  if (settings.get('server_encoding') !== 'UTF8') throw new StartError('The database must have the encoding UTF8.');
  if (settings.get('data_checksums') !== 'on')
    warn('PostgreSQL runs without data checksums: silent damage stays unseen.');
};

/** Checks and migrates; the connection stays open as the sign that somebody works with this server. */
const prepare = async (url: string, warn: (message: string) => void): Promise<pg.Client> => {
  const client = await connectPresence(url);
  try {
    await refuseUnsafeServer(client, warn);
    await migrate(client);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
};

/** Whether another process of ours works with this server. */
const othersConnected = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, application_name: 'throughline-closing' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ others: number }>(
      "select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    return (rows[0]?.others ?? 0) > 0;
  } finally {
    await client.end();
  }
};

/** Why a server of somebody else's is of no use, and what to do; codes of Node.js, SQLSTATEs of PostgreSQL (Appendix A). */
const remedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start PostgreSQL, or correct host and port',
  ENOTFOUND: 'no such host is known: correct its name',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it does not answer: look at the network and its firewall',
  EHOSTUNREACH: 'there is no way to it: look at the network',
  '28P01': 'it refuses the user or the password',
  '28000': 'it does not let this user in: look at its pg_hba.conf',
  '3D000': 'there is no database of that name: create it with the encoding UTF8',
  '42501': 'this user may not make tables there: make it the owner of the database',
  '53300': 'it has no connection left: raise its max_connections',
  '57P03': 'it is starting or ending: try again in a moment',
};

/** The password of the URL is in no message. */
const unusable = (url: string, error: unknown): StartError | undefined => {
  const remedy = remedies[error instanceof Error && 'code' in error ? String(error.code) : ''];
  const { hostname, port, pathname } = new URL(url);
  const place = `${hostname}:${port || 5432}${pathname}`;
  return remedy === undefined
    ? undefined
    : new StartError(`DATABASE_URL: PostgreSQL at ${place} cannot be used: ${remedy}.`, {
        cause: error,
        mayPass: true,
      });
};

export const openDatabase = async (options: OpenOptions): Promise<Database> => {
  const { warn = () => undefined, keepUp } = options;
  const home = join(options.dataFolder, 'postgres');
  const cluster = options.databaseUrl ? undefined : await openCluster(home);
  const url = options.databaseUrl ?? cluster?.url ?? '';
  const client = await prepare(url, warn).catch((error: unknown) => {
    throw (options.databaseUrl && unusable(options.databaseUrl, error)) || error;
  });
  if (!cluster) await client.end();
  const presence = cluster && new Presence({ home, url, ...(keepUp && { keepUp: { warn, ...keepUp } }) }, client);
  return connectDatabase({
    url,
    applicationName: options.applicationName,
    connections: options.connections,
    // The last one to leave turns off the light; a server that we did not start ourselves (DATABASE_URL) is never touched.
    onClose: async () => {
      if (!cluster) return;
      await presence?.close();
      if (!(await othersConnected(cluster.url).catch(() => true))) await cluster.stop();
    },
  });
};
