import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 15_000 } },
    // Each file starts a hub, its sites and a browser of its own: one at a time on two cores.
    fileParallelism: false,
  },
});
