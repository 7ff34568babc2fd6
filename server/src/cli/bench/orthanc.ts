/** Orthanc for comparison, as it comes: with its index in SQLite, or in PostgreSQL by its own plugin and a server as ours. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openCluster } from '../../db/cluster.ts';

export const orthancPeers = ['orthanc', 'orthanc-postgresql'] as const;
export type OrthancPeer = (typeof orthancPeers)[number];

const plugins = '/usr/share/orthanc/plugins';
const programs = ['/usr/sbin/Orthanc', '/usr/local/sbin/Orthanc', '/usr/bin/Orthanc'];

const installed = (paths: readonly string[], what: string, debian: string): string => {
  const path = paths.find((each) => existsSync(each));
  if (path === undefined) throw new Error(`${what} is not installed (Debian: apt-get install ${debian}).`);
  return path;
};

export const dicomwebPlugin = (): string =>
  installed([join(plugins, 'libOrthancDicomWeb.so')], 'The DICOMweb plugin of Orthanc', 'orthanc-dicomweb');

export const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
};

interface Index {
  readonly plugins: readonly string[];
  readonly settings: object;
  close(): Promise<void>;
}

const sqlite: Index = { plugins: [], settings: {}, close: async () => undefined };

const postgresql = async (folder: string): Promise<Index> => {
  const paths = [join(plugins, 'libOrthancPostgreSQLIndex.so')];
  const plugin = installed(paths, 'The PostgreSQL plugin of Orthanc', 'orthanc-postgresql');
  const cluster = await openCluster(join(folder, 'postgres'));
  const { hostname, port, username, password, pathname } = new URL(cluster.url);
  const PostgreSQL = {
    EnableIndex: true,
    EnableStorage: false,
    Host: hostname,
    Port: Number(port),
    Database: pathname.slice(1),
    Username: username,
    Password: password,
    EnableSsl: false,
  };
  return { plugins: [plugin], settings: { PostgreSQL }, close: () => cluster.stop() };
};

export interface PreparedOrthanc {
  /** Until `isUp` says so. */
  start(isUp: () => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

const patienceMs = 60_000;

export const prepareOrthanc = async (
  peer: OrthancPeer,
  folder: string,
  settings: object,
  more: readonly string[],
): Promise<PreparedOrthanc> => {
  const program = installed(programs, 'Orthanc', 'orthanc');
  mkdirSync(folder, { recursive: true });
  const index = peer === 'orthanc' ? sqlite : await postgresql(folder);
  const configuration = join(folder, 'orthanc.json');
  const folders = { StorageDirectory: join(folder, 'storage'), IndexDirectory: join(folder, 'index') };
  const all = { Name: 'bench', ...folders, ...settings, ...index.settings, Plugins: [...more, ...index.plugins] };
  writeFileSync(configuration, JSON.stringify(all), { mode: 0o600 });
  let child: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (child) await end(child);
    child = undefined;
  };
  return {
    start: async (isUp) => {
      child = spawn(program, [configuration], { stdio: 'ignore' });
      for (const deadline = Date.now() + patienceMs; Date.now() < deadline && child.exitCode === null; await delay(100))
        if (await isUp()) return;
      await stop();
      throw new Error('Orthanc did not start.');
    },
    stop,
    close: async () => {
      await stop();
      await index.close();
    },
  };
};
