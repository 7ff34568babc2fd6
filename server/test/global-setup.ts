/** One embedded PostgreSQL server for the whole run of the server's tests. */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openCluster } from '../src/db/cluster.ts';
import { createTemplate } from '../src/db/testing.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a PostgreSQL server on which tests make databases of their own */
    databaseServer: string;
  }
}

const MEMORY_FOLDER = '/dev/shm';
const ENOUGH_BYTES = 8 * 2 ** 30;

/**
 * In memory where there is enough of it: dropping a database writes every file through, which takes seconds on a disk. The server's
 * settings stay the product's own.
 */
const folderOfServer = (): string => {
  if (!existsSync(MEMORY_FOLDER)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
  return bavail * bsize >= ENOUGH_BYTES ? MEMORY_FOLDER : tmpdir();
};

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(folderOfServer(), 'throughline-test-'));
  const cluster = await openCluster(join(folder, 'postgres'));
  await createTemplate(cluster.url);
  project.provide('databaseServer', cluster.url);
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
};
