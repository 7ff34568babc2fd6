/** Roles are processes that come back when they end, and that never outlive the hub they belong to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningHub, startHub } from './hub.ts';

let dataFolder: string;
let hub: RunningHub;

beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'throughline-supervisor-'));
  hub = await startHub(dataFolder, 'dicom,web');
});
afterEach(async () => {
  await hub.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

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
  const [dicom, web] = [hub.pidOf('dicom'), hub.pidOf('web')];
  process.kill(dicom ?? 0, 'SIGKILL');
  await expect.poll(() => hub.pidOf('dicom'), { timeout: 20_000 }).not.toBe(dicom);
  await expect.poll(() => accepts(hub.portOf('dicom')), { timeout: 20_000 }).toBe(true);
  expect(hub.pidOf('web')).toBe(web);
  expect(isAlive(web ?? 0)).toBe(true);
});

it('the roles of a killed hub end by themselves, and the next hub starts', async () => {
  const pids = [hub.pidOf('dicom') ?? 0, hub.pidOf('web') ?? 0];
  await hub.killAlone();
  await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  hub = await startHub(dataFolder, 'dicom,web');
  expect(await accepts(hub.portOf('dicom'))).toBe(true);
});

it('the hub ends when it is told to, with all its roles and with success', async () => {
  const pids = [hub.pidOf('dicom') ?? 0, hub.pidOf('web') ?? 0];
  expect(await hub.stop()).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
});
