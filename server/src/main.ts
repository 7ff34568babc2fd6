/** One process of the hub: reads settings, opens database and storage, starts the doors that its roles name. */
import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import { type Config, ConfigError, type Role, readConfig, roles } from './config.ts';
import { type OpenOptions, openDatabase } from './db/index.ts';
import { StartError } from './errors.ts';
import type { Context } from './features/context.ts';
import { createLog, describeError } from './log.ts';
import { openStore } from './storage/index.ts';
import type { RoleFailure, RoleMessage } from './supervisor.ts';

export interface Door {
  /** where it listens, when it does */
  readonly address?: string;
  close(): Promise<void>;
}

/** A door is loaded only where its role runs: a receiver holds no web framework in memory. */
const doors: Readonly<Record<Role, (context: Context) => Promise<Door>>> = {
  dicom: async (context) => (await import('./doors/dimse/start.ts')).startDimse(context),
  web: async (context) => (await import('./doors/http/start.ts')).startHttp(context),
  hl7: async (context) => (await import('./doors/mllp/start.ts')).startMllp(context),
  jobs: async (context) => {
    const [{ startJobs }, { startMaintenance }] = await Promise.all([
      import('./doors/jobs/start.ts'),
      import('./features/store/index.ts'),
    ]);
    const jobs = await startJobs(context);
    const maintenance = startMaintenance(context);
    return { close: async () => void (await Promise.all([jobs.close(), maintenance.close()])) };
  },
};

export interface OpenContext extends Context {
  close(): Promise<void>;
}

/** Everything a feature needs. Commands of the CLI use it as the doors do; who runs as long as the hub keeps its database up. */
export const openContext = async (
  config: Config,
  name: string,
  keepUp?: OpenOptions['keepUp'],
): Promise<OpenContext> => {
  const log = createLog(config.logLevel, name);
  const db = await openDatabase({
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    applicationName: `throughline-${name}@${hostname()}`,
    warn: (message) => log.warn(message),
    ...(keepUp && { keepUp }),
  });
  const objects = await openStore(config, (message, detail) => log.error(detail, message));
  const close = async (): Promise<void> => {
    await objects.close();
    await db.close();
  };
  return { config, db, objects, log, clock: () => new Date(), close };
};

export interface RunningRoles {
  readonly addresses: Readonly<Partial<Record<Role, string>>>;
  close(): Promise<void>;
}

export const startRoles = async (
  config: Config,
  names: readonly Role[],
  keepUp?: OpenOptions['keepUp'],
): Promise<RunningRoles> => {
  const context = await openContext(config, names.join('+'), keepUp);
  const started: Door[] = [];
  const addresses: Partial<Record<Role, string>> = {};
  const close = async (): Promise<void> => {
    for (const door of started.reverse()) await door.close();
    await context.close();
  };
  try {
    for (const name of names) {
      const door = await doors[name](context);
      started.push(door);
      if (door.address !== undefined) addresses[name] = door.address;
    }
  } catch (error) {
    await close();
    throw error;
  }
  context.log.info({ addresses }, 'ready');
  return { addresses, close };
};

const CLOSE_WITHIN_MS = 15_000;

/** Runs until it is told to end, or until the supervisor that started it is gone. */
export const runRoles = async (config: Config, names: readonly Role[]): Promise<void> => {
  const stop = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.resolve());
  process.once('disconnect', () => stop.resolve());
  // Whoever supervises keeps the database up for all roles.
  const supervised = process.send !== undefined;
  const moved = () => stop.reject(new StartError('The embedded PostgreSQL server had to take another port.'));
  const running = await startRoles(config, names, supervised ? undefined : { moved });
  process.send?.({ ready: running.addresses } satisfies RoleMessage);
  await stop.promise;
  // A peer that holds on to its connection must not keep us from ending.
  setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
  await running.close();
};

const failureOf = (error: unknown): RoleFailure => {
  const { message } = describeError(error);
  return {
    sentence: typeof message === 'string' ? message : undefined,
    lasts: error instanceof ConfigError || (error instanceof StartError && !error.mayPass),
  };
};

const isRole = (name: string): name is Role => roles.some((role) => role === name);

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2).filter(isRole);
  const log = createLog('info', names.join('+'));
  runRoles(readConfig(process.env), names).then(
    () => process.exit(0),
    (error: unknown) => {
      log.fatal({ err: error }, 'the role ended');
      if (!process.send) process.exit(1);
      process.send({ failed: failureOf(error) } satisfies RoleMessage, () => process.exit(1));
    },
  );
}
