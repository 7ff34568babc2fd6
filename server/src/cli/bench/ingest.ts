/** Objects stored a second by C-STORE, in turns with a peer, so that whatever else the machine does hits both. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { progress } from '../command.ts';
import { type Benchmark, type BenchmarkOptions, median, rounded } from './benchmark.ts';
import { makeObjects } from './objects.ts';
import { type RunningReceiver, startOrthanc, startOurs } from './receivers.ts';
import { sendAll } from './send.ts';
import { sendByStorescu } from './storescu.ts';

const sizes = { quick: { runs: 3, objects: 300, warmUp: 60 }, full: { runs: 7, objects: 1000, warmUp: 200 } } as const;

interface Contender {
  readonly name: string;
  readonly receiver: RunningReceiver;
  readonly rates: number[];
}

const senders = { ours: sendAll, storescu: sendByStorescu } as const;

const measure = async ({ receiver }: Contender, objects: number, options: BenchmarkOptions): Promise<number> =>
  objects / (await senders[options.sender](receiver, makeObjects(objects), options.associations));

const compete = async (contenders: readonly Contender[], options: BenchmarkOptions): Promise<void> => {
  const { runs, objects, warmUp } = options.quick ? sizes.quick : sizes.full;
  for (const contender of contenders) await measure(contender, warmUp, options);
  for (let run = 1; run <= runs; run += 1)
    for (const contender of contenders) {
      const rate = await measure(contender, objects, options);
      contender.rates.push(rate);
      if (!options.silent) progress(`run ${run} of ${runs}, ${contender.name}: ${rounded(rate)} objects/s`);
    }
};

const summary = ({ rates }: Contender) => ({
  objectsPerSecond: rounded(median(rates)),
  slowest: rounded(Math.min(...rates)),
  fastest: rounded(Math.max(...rates)),
});

export const benchmark: Benchmark = async (options) => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const contenders: Contender[] = [];
  try {
    contenders.push({ name: 'ours', receiver: await startOurs(join(folder, 'ours')), rates: [] });
    if (options.peer)
      contenders.push({
        name: options.peer,
        receiver: await startOrthanc(options.peer, join(folder, 'peer')),
        rates: [],
      });
    await compete(contenders, options);
    const [ours, peer] = contenders.map((contender) => ({ ...summary(contender), associations: options.associations }));
    if (!ours) throw new Error('Nothing was measured.');
    return {
      what: 'ingest',
      ours,
      peer: peer ?? null,
      ratio: peer ? rounded(ours.objectsPerSecond / peer.objectsPerSecond, 2) : null,
      unit: 'objects/s',
      runs: contenders[0]?.rates.length ?? 0,
    };
  } finally {
    for (const { receiver } of contenders) await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
