/** The hub as an installation runs it, `throughline serve`, as a process of its own that a test may kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const shim = join(import.meta.dirname, '..', 'bin', 'throughline.mjs');

export interface RunningHub {
  readonly pid: number;
  readonly dicomPort: number;
  /** of the process that said last that this role is ready */
  pidOf(role: string): number | undefined;
  portOf(role: string): number;
  /** With all its roles, at once, without any chance to tidy up. */
  kill(): Promise<void>;
  /** Only the process that supervises. */
  killAlone(): Promise<void>;
  stop(): Promise<number | null>;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

const environmentOf = (dataFolder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  THROUGHLINE_DATA: dataFolder,
  THROUGHLINE_DICOM_PORT: '0',
  THROUGHLINE_HTTP_PORT: '0',
  THROUGHLINE_DISK_WARN_MIB: '0',
  THROUGHLINE_DISK_STOP_MIB: '0',
  DATABASE_URL: '',
});

interface Entry {
  readonly role?: string;
  readonly pid?: number;
  readonly msg?: string;
  readonly addresses?: Readonly<Record<string, string>>;
}

/** Who a confined hub runs as. */
export const NOBODY = 65_534;

interface HubOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Nothing can be written but its data, it is nobody in particular, and it can become nobody else; only root can do that. */
  readonly confined?: boolean;
}

/** A command that sees the root as it is, read-only but for one folder, without any capability. */
const confine = (folder: string, command: readonly string[]): readonly string[] => {
  chownSync(folder, NOBODY, NOBODY);
  const ids = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs', '--bounding-set=-all'];
  const mounts = 'mount --bind "$0" "$0" && mount -o remount,bind,ro / && exec setpriv "$@"';
  return ['unshare', '--mount', 'sh', '-c', mounts, folder, ...ids, ...command];
};

export const startHub = async (
  dataFolder: string,
  roles = 'dicom',
  { env = {}, confined = false }: HubOptions = {},
): Promise<RunningHub> => {
  const plain = [process.execPath, shim, 'serve', `--roles=${roles}`];
  const [command = '', ...args] = confined ? confine(dataFolder, plain) : plain;
  const child = spawn(command, args, {
    env: { ...environmentOf(dataFolder), ...(confined && { HOME: dataFolder, TMPDIR: dataFolder }), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The hub was not started.');
  const lines: string[] = [];
  const ready = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (!line.startsWith('{')) return;
      const entry = JSON.parse(line) as Entry;
      if (entry.msg === 'ready') ready.set(entry.role ?? '', entry);
      if (roles.split(',').every((role) => ready.has(role))) resolve();
    });
    child.once('exit', () => reject(new Error(`The hub ended before it was ready.\n${lines.join('\n')}`)));
  });
  const portOf = (role: string) => Number(ready.get(role)?.addresses?.[role]?.split(':').at(-1));
  return {
    pid,
    get dicomPort() {
      return portOf('dicom');
    },
    pidOf: (role) => ready.get(role)?.pid,
    portOf,
    kill: async () => {
      process.kill(-pid, 'SIGKILL');
      await ended(child);
    },
    killAlone: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return ended(child);
    },
  };
};

export const runThroughline = async (dataFolder: string, ...args: readonly string[]): Promise<number | null> =>
  ended(
    spawn(process.execPath, [shim, ...args], {
      env: environmentOf(dataFolder),
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
