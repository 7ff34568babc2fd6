/** Roles are processes that come back when they end, and that never outlive the hub they belong to. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NOBODY, type RunningHub, runThroughline, startHub } from './hub.ts';

let dataFolder: string;
let hub: RunningHub;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'throughline-supervisor-'));
});

const start = async (confined = false): Promise<void> => {
  hub = await startHub(dataFolder, 'dicom,web', { confined });
};
afterEach(async () => {
  await hub.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

const postmasterFile = (): readonly string[] =>
  readFileSync(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n');

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

it('a role that is killed is started again, and the other one goes on', async () => {
  await start();
  const [dicom, web] = [hub.pidOf('dicom'), hub.pidOf('web')];
  process.kill(dicom ?? 0, 'SIGKILL');
  await expect.poll(() => hub.pidOf('dicom'), { timeout: 20_000 }).not.toBe(dicom);
  await expect.poll(() => accepts(hub.portOf('dicom')), { timeout: 20_000 }).toBe(true);
  expect(hub.pidOf('web')).toBe(web);
  expect(isAlive(web ?? 0)).toBe(true);
});

it('a database whose first process is killed is started again on its port, and /ready says so meanwhile', async () => {
  await start();
  const [postmaster, , , port] = postmasterFile();
  const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${hub.portOf('web')}/ready`)).status;
  expect(await ready()).toBe(200);
  process.kill(Number(postmaster), 'SIGKILL');
  await expect.poll(ready, { timeout: 5000, interval: 10 }).toBe(503);
  await expect.poll(ready, { timeout: 20_000, interval: 100 }).toBe(200);
  const [next, , , nextPort] = postmasterFile();
  expect(next).not.toBe(postmaster);
  expect(nextPort).toBe(port);
  // Nobody but the hub works with it: a command that ends does not take it away.
  expect(await runThroughline(dataFolder, 'admin', 'ae', 'list')).toBe(0);
  expect(await ready()).toBe(200);
  expect(postmasterFile()[0]).toBe(next);
});

it('the roles of a killed hub end by themselves, and the next hub starts', async () => {
  await start();
  const pids = [hub.pidOf('dicom') ?? 0, hub.pidOf('web') ?? 0];
  await hub.killAlone();
  await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  hub = await startHub(dataFolder, 'dicom,web');
  expect(await accepts(hub.portOf('dicom'))).toBe(true);
});

/** Of Linux, where root can confine it: its user and what it could still do as another (proc(5)). */
const statusOf = (pid: number): readonly (string | undefined)[] => {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return [/^Uid:\t(\d+)/m.exec(text)?.[1], /^CapBnd:\t(\w+)/m.exec(text)?.[1], /^NoNewPrivs:\t(\d)/m.exec(text)?.[1]];
};

it('the hub serves as nobody, on a root that cannot be written (A40), and ends when it is told to, with all its roles and with success', async () => {
  const confined = process.platform === 'linux' && process.getuid?.() === 0;
  await start(confined);
  expect((await fetch(`http://127.0.0.1:${hub.portOf('web')}/ready`)).status).toBe(200);
  if (confined) expect(statusOf(hub.pidOf('web') ?? 0)).toEqual([String(NOBODY), '0000000000000000', '1']);
  const pids = [hub.pidOf('dicom') ?? 0, hub.pidOf('web') ?? 0];
  expect(await hub.stop()).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
});
