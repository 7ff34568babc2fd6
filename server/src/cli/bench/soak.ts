/** Sixty-four associations open for ten minutes, sixteen of them storing all the time: no reject, no drift. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { uids } from '@throughline/dicom';
import { type Association, connect } from '@throughline/dimse';
import { progress } from '../command.ts';
import { type OurArchive, startOurArchive } from './archives.ts';
import { type Benchmark, median, quantile, rounded } from './benchmark.ts';
import { makeObjects } from './objects.ts';
import { SENDER } from './send.ts';

const [open, active] = [64, 16];
const seconds = { quick: 30, full: 600 } as const;
const echoEveryMs = 20_000;
/** Images of 72 KiB: ten minutes of them take some 40 GB of the disk, of whole ones 130. */
const side = 192;

const contexts = [uids.CTImageStorage, uids.Verification].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: [uids.ExplicitVRLittleEndian],
}));

const openAll = ({ receiver: { host, port, aeTitle } }: OurArchive): Promise<Association[]> =>
  Promise.all(
    Array.from({ length: open }, () =>
      connect({ host, port, callingAeTitle: SENDER, calledAeTitle: aeTitle, contexts }),
    ),
  );

async function* partsOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** Stores until the time is up; the milliseconds from each request to its response. */
const storeUntil = async (association: Association, until: number): Promise<readonly number[]> => {
  const took: number[] = [];
  while (performance.now() < until)
    for (const { sopInstanceUid, parts } of makeObjects(20, side)) {
      const begun = performance.now();
      const { status } = await association.store({
        sopClassUid: uids.CTImageStorage,
        sopInstanceUid,
        transferSyntaxUid: uids.ExplicitVRLittleEndian,
        data: partsOf(parts),
      });
      if (status !== 0) throw new Error(`C-STORE was answered with ${status.toString(16)}.`);
      took.push(performance.now() - begun);
    }
  return took;
};

const stayUntil = async (association: Association, until: number): Promise<void> => {
  while (performance.now() < until) {
    await association.echo();
    await delay(Math.min(echoEveryMs, Math.max(0, until - performance.now())));
  }
};

interface Sample {
  readonly mebibytes: number;
  readonly handles: number;
}

const sampleUntil = async (archive: OurArchive, until: number, say: (text: string) => void): Promise<Sample[]> => {
  const samples: Sample[] = [];
  while (performance.now() < until) {
    await delay(Math.min(10_000, Math.max(0, until - performance.now())));
    const handles = readdirSync(`/proc/${archive.receiverPid}/fd`).length;
    samples.push({ mebibytes: archive.memory().now, handles });
    say(JSON.stringify(samples.at(-1)));
  }
  return samples;
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const lateness: number[] = [];
  const archive = await startOurArchive(join(folder, 'ours'), { onLoopDelay: (ms) => lateness.push(ms) });
  try {
    const associations = await openAll(archive);
    const until = performance.now() + 1000 * (quick ? seconds.quick : seconds.full);
    const say = (text: string): void => {
      if (!silent) progress(text);
    };
    const [samples, stored] = await Promise.all([
      sampleUntil(archive, until, say),
      Promise.all(associations.slice(0, active).map((association) => storeUntil(association, until))),
      Promise.all(associations.slice(active).map((association) => stayUntil(association, until))),
    ]);
    await Promise.all(associations.map((association) => association.release()));
    const took = stored.flat();
    // The first quarter fills caches and pools.
    const settled = samples.slice(samples.length >> 2);
    const half = settled.length >> 1;
    const drift = (of: keyof Sample): number =>
      median(settled.slice(half).map((sample) => sample[of])) -
      median(settled.slice(0, half).map((sample) => sample[of]));
    const ours = {
      associations: open,
      active,
      rejected: open - associations.length,
      objects: took.length,
      objectsPerSecond: rounded(took.length / (quick ? seconds.quick : seconds.full)),
      responseP99Ms: rounded(quantile(took, 0.99)),
      loopDelayP99Ms: rounded(quantile(lateness, 0.99)),
      memoryDriftMiB: rounded(drift('mebibytes'), 0),
      handleDrift: drift('handles'),
    };
    return { what: 'soak', ours, peer: null, ratio: null, unit: 'ms', runs: 1 };
  } finally {
    await archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
