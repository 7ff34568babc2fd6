/**
 * Sources that drop, delay, repeat, cut off, lie about counts, die and return: *complete* is never said while anything is missing,
 * what can be had is had, and nothing of another person is shown. Each seed is a world of its own; the hub's own code works on it
 * with the real database, and only the network and the time are ours. THROUGHLINE_CHAOS_SEEDS sets how many, _FIRST where to begin.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createMemoryStore } from '../../src/storage/index.ts';
import { createTestContext, type TestContext } from '../context.ts';
import type { ChaosSource } from './chaos-source.ts';
import { onOnePool } from './one-pool.ts';
import { type RunResult, runSeed } from './run-seed.ts';
import { slowDatabase } from './virtual-time.ts';
import { makeWorld } from './world.ts';

const deep = process.env.THROUGHLINE_LOSS_DEPTH === 'deep';
const SEEDS = Number(process.env.THROUGHLINE_CHAOS_SEEDS ?? (deep ? 10_000 : 24));
const FIRST = Number(process.env.THROUGHLINE_CHAOS_FIRST ?? 1);
const LANES = 4;

let context: TestContext;
const reach = new Map<string, ChaosSource>();

beforeAll(async () => {
  const made = await createTestContext({ objects: createMemoryStore() });
  context = { ...made, db: onOnePool(made.db) };
  const owner = new pg.Client({ connectionString: context.databaseUrl });
  await owner.connect();
  await slowDatabase(context.db, async (statement) => void (await owner.query(statement)));
  await owner.end();
  vi.stubGlobal('fetch', (input: string | URL) => {
    const url = new URL(input);
    const source = reach.get(url.hostname);
    return source ? source.answer(url) : Promise.reject(new TypeError('fetch failed'));
  });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await context.close();
});

it(
  `keeps its word in ${SEEDS} worlds`,
  async () => {
    const now = new Date();
    const today = now.toISOString().slice(0, 10).replaceAll('-', '');
    const results: RunResult[] = [];
    const failures: string[] = [];
    let next = FIRST;
    const lane = async (): Promise<void> => {
      while (next < FIRST + SEEDS && failures.length < 5) {
        const seed = next++;
        try {
          results.push(await runSeed(context, makeWorld(seed, today), now, reach));
        } catch (error) {
          failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    expect(failures).toEqual([]);
    // Of many, runs must be able to end either way, or they would show nothing; one by itself is looked at when it failed.
    if (SEEDS < 20) return;
    expect(results.filter(({ complete }) => complete).length).toBeGreaterThan(SEEDS / 2);
    expect(results.some(({ completeInChaos }) => completeInChaos)).toBe(true);
  },
  60_000 + SEEDS * 10_000,
);
