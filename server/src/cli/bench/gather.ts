/** Gathering before anybody opens anything: what a clinician would want against what is here by then, and what it cost. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Reading } from '@throughline/contract';
import { freePort } from '../../free-port.ts';
import { progress } from '../command.ts';
import { type Benchmark, rounded } from './benchmark.ts';
import { type GradedPerson, studiesEach, wards, writePeople } from './graded-people.ts';
import { register, startHospital } from './hospitals.ts';
import { benchHub } from './hub.ts';

const patienceMs = 1_800_000;

const ask = async (url: string, { current }: GradedPerson): Promise<Reading> => {
  const answer = await fetch(`${url}/api/reading/${current}`);
  if (!answer.ok) throw new Error(`A reading was answered with ${answer.status}.`);
  return (await answer.json()) as Reading;
};

const isSettled = ({ priors, completeness }: Reading): boolean =>
  completeness.sources.every(({ outcome }) => outcome === 'found' || outcome === 'none') &&
  priors.every(({ place, tier }) => place === 'local' || (tier !== 'show-first' && tier !== 'relevant'));

const untilGathered = async (url: string, people: readonly GradedPerson[]): Promise<readonly Reading[]> => {
  const readings = new Map<GradedPerson, Reading>();
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(500)) {
    for (const person of people) {
      if (readings.has(person)) continue;
      const reading = await ask(url, person);
      if (!isSettled(reading)) break;
      readings.set(person, reading);
    }
    if (readings.size === people.length) return people.flatMap((person) => readings.get(person) ?? []);
  }
  throw new Error('Not everybody was gathered in time.');
};

const localOf = (reading: Reading): ReadonlySet<string> =>
  new Set(reading.priors.filter(({ place }) => place === 'local').map((prior) => prior.studyInstanceUid));

const sum = (values: readonly number[]): number => values.reduce((total, next) => total + next, 0);

const scoreOf = (people: readonly GradedPerson[], readings: readonly Reading[], atSources: number) => {
  const all = people.flatMap(({ priors }, at) => {
    const reading = readings[at];
    const local = reading === undefined ? new Set<string>() : localOf(reading);
    return [...priors].map(([uid, prior]) => ({ ...prior, local: local.has(uid) }));
  });
  const share = (least: number): number => {
    const wanted = all.filter(({ grade }) => grade >= least);
    return rounded(wanted.filter(({ local }) => local).length / wanted.length, 4);
  };
  const fetched = sum(all.filter(({ local }) => local).map(({ bytes }) => bytes));
  const wanted = sum(all.filter(({ grade }) => grade >= 2).map(({ bytes }) => bytes));
  return {
    priors: all.length,
    grade3Local: share(3),
    grade2Local: share(2),
    bytesOfWanted: rounded(fetched / wanted, 3),
    bytesOfTheirs: rounded(fetched / sum(all.map(({ bytes }) => bytes)), 3),
    bytesOfAll: rounded(fetched / atSources, 4),
  };
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const say = (text: string): void => {
    if (!silent) progress(text);
  };
  const count = quick ? 60 : 500;
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bench-gather-'));
  const hub = await benchHub(folder);
  const running: ChildProcess[] = [];
  try {
    say(
      `Writing ${studiesEach} studies for each of ${wards.length} hospitals, the histories of ${count} people among them …`,
    );
    const { people, bytes } = writePeople(folder, count);
    const ports = await Promise.all(wards.map(() => freePort()));
    // Each reads its ten thousand studies first.
    running.push(
      ...(await Promise.all(wards.map((ward, at) => startHospital(ward, join(folder, ward), ports[at] ?? 0)))),
    );
    await register(hub, wards, ports);
    await hub.run('import', '--issuer', wards[0], join(folder, 'today'));
    say('Gathering them …');
    const begun = performance.now();
    await hub.start();
    const readings = await untilGathered(hub.url, people);
    const seconds = (performance.now() - begun) / 1000;
    const ours = { people: count, ...scoreOf(people, readings, bytes), seconds: rounded(seconds) };
    return { what: 'gather', ours, peer: null, ratio: null, unit: 'share', runs: count };
  } finally {
    await hub.close();
    for (const child of running) child.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
};
