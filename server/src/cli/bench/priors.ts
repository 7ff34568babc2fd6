/** The ranked priors with their statement, for somebody with two hundred studies at six hospitals, all asked already. */
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Reading } from '@throughline/contract';
import { freePort } from '../../free-port.ts';
import { progress } from '../command.ts';
import { type Benchmark, median, quantile, rounded } from './benchmark.ts';
import { register, startHospital } from './hospitals.ts';
import { benchHub } from './hub.ts';
import { PlainClient } from './plain-client.ts';
import { hospitals, priorsInAll, writeCurrent, writeHistories } from './prior-sites.ts';

const patienceMs = 240_000;
/** As many as make the process what it is when it has answered for a while: its code is compiled as it is used. */
const warmUp = 40;

const ask = async (url: string): Promise<Reading> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The reading was answered with ${answer.status}.`);
  return (await answer.json()) as Reading;
};

/** All is known and nothing moves any more: every prior that matters is here, and verified. */
const isGathered = ({ priors, completeness }: Reading): boolean =>
  priors.reduce((sum, { copies }) => sum + 1 + copies.length, 0) >= priorsInAll &&
  completeness.sources.every(({ outcome }) => outcome === 'found') &&
  completeness.studies.every(({ state }) => state !== 'arriving') &&
  priors.every(({ verified, tier }) => verified || (tier !== 'show-first' && tier !== 'relevant'));

const untilGathered = async (url: string): Promise<void> => {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(500))
    if (isGathered(await ask(url))) return;
  throw new Error('The priors were not gathered in time.');
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const say = (text: string): void => {
    if (!silent) progress(text);
  };
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bench-priors-'));
  const hub = await benchHub(folder);
  const running: ChildProcess[] = [];
  try {
    say(`Writing ${priorsInAll} studies for ${hospitals.length} hospitals …`);
    writeHistories(folder);
    await mkdir(join(folder, 'today'));
    const study = writeCurrent(join(folder, 'today', 'current.dcm'));
    const ports = await Promise.all(hospitals.map(() => freePort()));
    for (const [at, name] of hospitals.entries())
      running.push(await startHospital(name, join(folder, name), ports[at] ?? 0));
    await register(hub, hospitals, ports);
    await hub.run('import', '--issuer', hospitals[0], join(folder, 'today'));
    await hub.start();
    say('Gathering them …');
    const url = `${hub.url}/api/reading/${study}`;
    const page = new AbortController();
    // Somebody opens the page: that asks every hospital.
    await fetch(`${url}/events`, { signal: page.signal });
    page.abort();
    await untilGathered(url);
    const client = new PlainClient({ name: 'the hub', root: hub.url, headers: {} });
    const reading = async (): Promise<number> => (await client.get(`/api/reading/${study}`, 'application/json')).ms;
    for (let run = 0; run < warmUp; run += 1) await reading();
    const runs = quick ? 50 : 300;
    const took: number[] = [];
    for (let run = 0; run < runs; run += 1) took.push(await reading());
    client.close();
    const ours = {
      p50Ms: rounded(median(took)),
      p95Ms: rounded(quantile(took, 0.95)),
      candidates: priorsInAll,
    };
    return { what: 'priors', ours, peer: null, ratio: null, unit: 'ms', runs };
  } finally {
    await hub.close();
    for (const child of running) child.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
};
