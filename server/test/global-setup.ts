/** One embedded PostgreSQL server for the whole run of the server's tests. */
import { mkdtempSync, rmSync } from 'node:fs';
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

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-test-'));
  const cluster = await openCluster(join(folder, 'postgres'));
  await createTemplate(cluster.url);
  project.provide('databaseServer', cluster.url);
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
};
