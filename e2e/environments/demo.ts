/** The demo as a newcomer starts it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Truth } from '@throughline/tools/network';
import { freePort } from '../../server/src/free-port.ts';
import { runThroughline, startThroughline } from '../harness/processes.ts';
import type { Environment } from './environment.ts';

export const startDemo = async (): Promise<Environment> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-demo-'));
  const env = {
    THROUGHLINE_DATA: folder,
    THROUGHLINE_HTTP_PORT: String(await freePort()),
    THROUGHLINE_DICOM_PORT: String(await freePort()),
    THROUGHLINE_DISK_WARN_MIB: '64',
    THROUGHLINE_DISK_STOP_MIB: '16',
  };
  const running = startThroughline(['demo'], { env });
  const [, baseUrl = ''] = await running.waitFor(/Open (http:\/\/127\.0\.0\.1:\d+)\//, 280_000);
  const network = join(folder, 'demo', 'network');
  const [name = ''] = await readdir(network);
  const truth = JSON.parse(await readFile(join(network, name, 'truth.json'), 'utf8')) as Truth;
  const site = async (option: string, which: string): Promise<void> => {
    const { code, output } = await runThroughline(['demo', option, which], { env });
    if (code !== 0) throw new Error(output);
  };
  return {
    baseUrl,
    truth,
    headers: {},
    adminHeaders: {},
    stopSite: (which) => site('--stop-site', which),
    startSite: (which) => site('--start-site', which),
    close: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
