/** The same measurement of each archive in turns, and what comes of it. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { progress } from '../command.ts';
import { type Archive, startOrthancArchive, startOurArchive } from './archives.ts';
import { type BenchmarkOptions, median, rounded } from './benchmark.ts';

/** Figures of one run, by name. */
export type Figures = Readonly<Record<string, number>>;

export interface Contest {
  readonly runs: number;
  /** Fills the archive before anything is measured. */
  prepare(archive: Archive): Promise<void>;
  measure(archive: Archive): Promise<Figures>;
}

const medians = (runs: readonly Figures[]): Figures => {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, rounded(median(runs.map((run) => run[name] ?? Number.NaN)), 2)]),
  );
};

/** Medians of ours, and of the peer when there is one. */
export const compete = async (
  contest: Contest,
  options: BenchmarkOptions,
): Promise<{ readonly ours: Figures; readonly peer: Figures | null }> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const archives: Archive[] = [];
  try {
    archives.push(await startOurArchive(join(folder, 'ours')));
    if (options.peer && options.peer !== 'copy')
      archives.push(await startOrthancArchive(options.peer, join(folder, 'peer')));
    for (const archive of archives) await contest.prepare(archive);
    const figures = new Map<Archive, Figures[]>(archives.map((archive) => [archive, []]));
    for (let run = 1; run <= contest.runs; run += 1)
      for (const archive of archives) {
        const measured = await contest.measure(archive);
        figures.get(archive)?.push(measured);
        if (!options.silent) progress(`run ${run} of ${contest.runs}, ${archive.name}: ${JSON.stringify(measured)}`);
      }
    const [ours = [], peer] = archives.map((archive) => figures.get(archive) ?? []);
    return { ours: medians(ours), peer: peer === undefined ? null : medians(peer) };
  } finally {
    for (const archive of archives) await archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const ask = (archive: Archive, path: string, accept: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(`${archive.root}${path}`, { headers: { ...archive.headers, accept } }, resolve).once('error', reject);
  });

/** Milliseconds until the whole answer was read, and how much it was; throws unless the answer is 200. */
export const timed = async (
  archive: Archive,
  path: string,
  accept: string,
): Promise<{ readonly ms: number; readonly bytes: number }> => {
  const begun = performance.now();
  const answer = await ask(archive, path, accept);
  if (answer.statusCode !== 200) throw new Error(`${archive.name} answered ${path} with ${answer.statusCode}.`);
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await once(answer, 'end');
  return { ms: performance.now() - begun, bytes };
};
