/** Registrations a second among a million people, in one process: new people, and people that another hospital knows already. */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import type { Principal } from '../../features/access/index.ts';
import { registerPatientRecord } from '../../features/patients/index.ts';
import { type OpenContext, openContext } from '../../main.ts';
import { progress } from '../command.ts';
import { type Benchmark, quantile, rounded } from './benchmark.ts';
import { benchStatement } from './identity-people.ts';
import { fillPeople } from './identity-rows.ts';

/** As many as there are processors, and up to twice as many. */
const together = [2, 3, 4] as const;
/** As many as make each connection of the database see what a server that has run for a day has seen. */
const warmUp = 3000;

const feed: Principal = {
  tenantId: DEFAULT_TENANT_ID,
  subject: 'bench',
  door: 'mllp',
  rights: new Set(['store']),
};

/** Half of those who come are known to another hospital, spread over all; the others are new. */
const comes = (at: number, people: number) =>
  at % 2 === 0
    ? { statement: benchStatement('SOUTH', (at * 7919 * 104_729) % people), known: true }
    : { statement: benchStatement('NORTH', people + at), known: false };

const registerAll = async (
  context: OpenContext,
  people: number,
  [from, to]: readonly [number, number],
  atOnce: number,
) => {
  const took: number[] = [];
  let [next, known, linked] = [from, 0, 0];
  const sender = async (): Promise<void> => {
    for (let at = next++; at < to; at = next++) {
      const { statement, known: isKnown } = comes(at, people);
      const begun = performance.now();
      const { changed } = await registerPatientRecord(context, feed, statement);
      took.push(performance.now() - begun);
      if (isKnown) known += 1;
      if (isKnown && changed.length > 0) linked += 1;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: atOnce }, sender));
  return { took, seconds: (performance.now() - begun) / 1000, known, linked };
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const say = (text: string): void => {
    if (!silent) progress(text);
  };
  const people = quick ? 100_000 : 1_000_000;
  const registrations = quick ? 2000 : 10_000;
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const context = await openContext(
    readConfig({ THROUGHLINE_DATA: folder, THROUGHLINE_LOG_LEVEL: 'error', THROUGHLINE_DEMO: '1' }),
    'bench',
  );
  try {
    await fillPeople(context.db.ownerUrl, people, (done) => {
      if (done % 50_000 === 0) say(`${done} people made`);
    });
    await registerAll(context, people, [0, warmUp], 4);
    const load = rounded(loadavg()[0] ?? Number.NaN);
    const measured: Record<string, number> = {};
    for (const [place, atOnce] of together.entries()) {
      const from = warmUp + place * registrations;
      const before = process.cpuUsage();
      const { took, seconds, known, linked } = await registerAll(context, people, [from, from + registrations], atOnce);
      const { user, system } = process.cpuUsage(before);
      measured[`perSecondAt${atOnce}`] = rounded(registrations / seconds);
      measured[`p50MsAt${atOnce}`] = rounded(quantile(took, 0.5));
      measured[`p95MsAt${atOnce}`] = rounded(quantile(took, 0.95));
      measured[`linkedOfKnownAt${atOnce}`] = rounded(linked / Math.max(1, known), 3);
      // Of this process alone, which a busy machine does not lengthen.
      measured[`cpuMsEachAt${atOnce}`] = rounded((user + system) / 1000 / registrations, 2);
    }
    const ours = { people, registrations, ...measured, machineLoad: load };
    return { what: 'identity', ours, peer: null, ratio: null, unit: 'registrations/s', runs: 1 };
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
