/** What must hold after every hostile case: alive, memory flat, others served, nothing stored (reliability: oracle common to all). */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Hub } from '../harness/hub.ts';
import { run } from '../harness/processes.ts';

const mebibyte = 2 ** 20;
const growthLimit = 64 * mebibyte;

/** Children of a process, direct and indirect. */
const descendants = async (pid: number): Promise<number[]> => {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const direct = children.trim().split(/\s+/).filter(Boolean).map(Number);
  const deeper = await Promise.all(direct.map(descendants));
  return [...direct, ...deeper.flat()];
};

const residentBytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
};

/** The last words of its command: which role it runs. */
const commandOf = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean).slice(-2).join(' ');

const isPostgres = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).startsWith('postgres');

/** The Node processes of the hub: supervisor and roles. */
const hubProcesses = async (hub: Hub): Promise<readonly number[]> => {
  const { pid } = hub.process().child;
  if (pid === undefined) throw new Error('the hub has no process');
  const all = [pid, ...(await descendants(pid))];
  const ours = await Promise.all(all.map(async (each) => ((await isPostgres(each)) ? [] : [each])));
  return ours.flat();
};

const memoryOf = async (hub: Hub): Promise<ReadonlyMap<number, number>> => {
  const entries = (await hubProcesses(hub)).map(async (pid) => [pid, await residentBytes(pid)] as const);
  return new Map(await Promise.all(entries));
};

export interface Baseline {
  readonly memory: ReadonlyMap<number, number>;
  readonly studies: number;
  readonly instances: number;
}

const count = async (hub: Hub, path: string): Promise<number> => {
  const answer = await hub.request(`/dicom-web/${path}?limit=1000`);
  return answer.status === 204 ? 0 : ((await answer.json()) as unknown[]).length;
};

/** The most that each process took in either measurement. */
const most = (one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): ReadonlyMap<number, number> =>
  new Map([...other].map(([pid, bytes]) => [pid, Math.max(bytes, one.get(pid) ?? 0)]));

/** What each process takes at most while something is done again and again: what comes after must not take more. */
export const highWater = async (
  hub: Hub,
  times: number,
  act: () => Promise<unknown>,
): Promise<ReadonlyMap<number, number>> => {
  let highest: ReadonlyMap<number, number> = new Map();
  for (let time = 0; time < times; time += 1) {
    await act();
    highest = most(highest, await memoryOf(hub));
  }
  return highest;
};

/** @param highest what each process has been seen to take before, where the collector makes it go up and down. */
export const baselineOf = async (hub: Hub, highest: ReadonlyMap<number, number> = new Map()): Promise<Baseline> => ({
  memory: most(highest, await memoryOf(hub)),
  studies: await count(hub, 'studies'),
  instances: await count(hub, 'instances'),
});

const grownTooMuch = async (hub: Hub, before: Baseline): Promise<readonly string[]> => {
  const grown = [...(await memoryOf(hub))].flatMap(([pid, bytes]) => {
    const growth = bytes - (before.memory.get(pid) ?? 0);
    return growth < growthLimit ? [] : [{ pid, growth }];
  });
  return Promise.all(grown.map(async ({ pid, growth }) => `${await commandOf(pid)} by ${growth}`));
};

/** Fails unless the hub is as it was before the case. */
export const expectUnharmed = async (hub: Hub, before: Baseline): Promise<void> => {
  const after = await memoryOf(hub);
  expect([...after.keys()].sort(), 'every process is the one that it was').toEqual([...before.memory.keys()].sort());
  // What is no longer needed is given back when the process comes to rest.
  await expect.poll(() => grownTooMuch(hub, before), { timeout: 15_000, interval: 500 }).toEqual([]);
  const echo = await run('echoscu', ['-aet', 'MODALITY', '-aec', hub.aeTitle, '127.0.0.1', String(hub.dicomPort)]);
  expect(echo.code, `C-ECHO is answered: ${echo.output}`).toBe(0);
  expect(await count(hub, 'studies'), 'no study appeared').toBe(before.studies);
  expect(await count(hub, 'instances'), 'no object appeared').toBe(before.instances);
};
