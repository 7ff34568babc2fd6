/** Objects stored a second by C-STORE, in turns with a peer, so that whatever else the machine does hits both. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { progress } from '../command.ts';
import { type Benchmark, type BenchmarkOptions, median, type Peer, rounded } from './benchmark.ts';
import { type BenchObject, makeObjects } from './objects.ts';
import { copyAll } from './plain-copy.ts';
import { type RunningReceiver, startOrthanc, startOurs } from './receivers.ts';
import { sendAll } from './send.ts';
import { sendByStorescu } from './storescu.ts';

const sizes = { quick: { runs: 3, objects: 300, warmUp: 60 }, full: { runs: 7, objects: 1000, warmUp: 200 } } as const;

interface Contender {
  readonly name: string;
  /** Seconds that it takes for these objects. */
  store(objects: readonly BenchObject[]): Promise<number>;
  close(): Promise<void>;
  readonly rates: number[];
}

const senders = { ours: sendAll, storescu: sendByStorescu } as const;

const receiving = (name: string, receiver: RunningReceiver, options: BenchmarkOptions): Contender => ({
  name,
  store: (objects) => senders[options.sender](receiver, objects, options.associations),
  close: () => receiver.close(),
  rates: [],
});

const startPeer = async (peer: Peer, folder: string, options: BenchmarkOptions): Promise<Contender> =>
  peer === 'copy'
    ? { name: peer, store: async (objects) => copyAll(folder, objects), close: async () => undefined, rates: [] }
    : receiving(peer, await startOrthanc(peer, folder), options);

const measure = async ({ store }: Contender, objects: number): Promise<number> =>
  objects / (await store(makeObjects(objects)));

const compete = async (contenders: readonly Contender[], options: BenchmarkOptions): Promise<void> => {
  const { runs, objects, warmUp } = options.quick ? sizes.quick : sizes.full;
  for (const contender of contenders) await measure(contender, warmUp);
  for (let run = 1; run <= runs; run += 1)
    for (const contender of contenders) {
      const rate = await measure(contender, objects);
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
    contenders.push(receiving('ours', await startOurs(join(folder, 'ours')), options));
    if (options.peer) contenders.push(await startPeer(options.peer, join(folder, 'peer'), options));
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
    for (const contender of contenders) await contender.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
