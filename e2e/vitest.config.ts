import { defineConfig } from 'vitest/config';

const hostile = 'e2e/hostile/**/*.test.ts';
const loss = 'e2e/{loss-*,orthanc-site}.test.ts';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['e2e/**/*.test.ts'],
          exclude: [hostile, loss],
          // Each file starts a hub, its sites and a browser of its own: one at a time on two cores.
          maxWorkers: 1,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // A hub that is killed, or a source that is away, is mostly waited for.
        test: { name: 'loss', include: [loss], maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        // Mostly they wait for what a patient hub does with somebody slow.
        test: { name: 'hostile', include: [hostile], maxWorkers: 2, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
