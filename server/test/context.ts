/** A real context for tests: a database of its own, blobs in a folder of its own or in memory, the time as the test says. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { readConfig } from '../src/config.ts';
import { DEFAULT_TENANT_ID } from '../src/db/index.ts';
import { createTestDatabase } from '../src/db/testing.ts';
import { type Principal, type Right, rights } from '../src/features/access/index.ts';
import type { Context } from '../src/features/context.ts';
import { createLog } from '../src/log.ts';
import { createFilesystemStore, type ObjectStore } from '../src/storage/index.ts';

export interface TestContext extends Context {
  /** the database that this context works with, for a process of its own */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export interface TestContextOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly objects?: ObjectStore;
  readonly clock?: () => Date;
}

export const createTestContext = async (options: TestContextOptions = {}): Promise<TestContext> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-context-'));
  const test = await createTestDatabase(inject('databaseServer'));
  const config = readConfig({
    THROUGHLINE_DATA: folder,
    DATABASE_URL: test.url,
    THROUGHLINE_DICOM_PORT: '0',
    THROUGHLINE_HTTP_PORT: '0',
    THROUGHLINE_DISK_WARN_MIB: '0',
    THROUGHLINE_DISK_STOP_MIB: '0',
    ...options.environment,
  });
  const objects =
    options.objects ??
    createFilesystemStore({ root: join(folder, 'blobs'), watermarks: config.disk, clock: options.clock });
  return {
    config,
    db: test.db,
    objects,
    log: createLog('silent', 'test'),
    clock: options.clock ?? (() => new Date()),
    databaseUrl: test.url,
    close: async () => {
      await objects.close();
      await test.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const testPrincipal = (granted: readonly Right[] = rights): Principal => ({
  tenantId: DEFAULT_TENANT_ID,
  subject: 'tester',
  door: 'job',
  rights: new Set(granted),
});
