import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // For what hangs: hubs are started and killed by some tests, on machines that may be four times slower than the next.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['packages/**/*.test.ts', 'tools/**/*.test.ts', 'web/src/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'server', include: ['server/**/*.test.ts'], globalSetup: ['server/test/global-setup.ts'] },
      },
    ],
  },
});
