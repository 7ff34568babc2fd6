/** A receiver of the hub under strace, which kills it at, or fails, a certain call of a certain kind. */
import { join } from 'node:path';
import { freePort } from '../../server/src/free-port.ts';
import type { Hub } from '../harness/hub.ts';
import { type Running, start } from '../harness/processes.ts';

const shim = new URL('../../server/bin/throughline.mjs', import.meta.url).pathname;

export interface Injection {
  /** system calls, separated by commas */
  readonly calls: string;
  /** `signal=KILL`, `error=EIO` */
  readonly what: string;
  /** the first call of a thread that it happens to, counted from 1; `5+`: and to all after it */
  readonly when: string;
  /** only calls that have to do with this file or folder */
  readonly path?: string;
}

export interface Traced {
  readonly dicomPort: number;
  readonly running: Running;
  /** Whether it came so far as to listen. */
  readonly ready: boolean;
  close(): Promise<void>;
}

/**
 * Beside the hub, over the same database and the same blobs. All its file calls are made by one thread, since strace counts
 * the calls of each thread for itself.
 */
export const startTraced = async (hub: Hub, databaseUrl: string, injection: Injection): Promise<Traced> => {
  const { calls, what, when, path } = injection;
  const dicomPort = await freePort();
  const args = ['-f', '-qqq', '-o', '/dev/null', ...(path === undefined ? [] : ['-P', path])];
  args.push('-e', `trace=${calls}`, '-e', `inject=${calls}:${what}:when=${when}`);
  const running = start('strace', [...args, process.execPath, shim, 'serve', '--roles=dicom'], {
    env: {
      THROUGHLINE_DATA: join(hub.dataFolder, 'data'),
      THROUGHLINE_DICOM_PORT: String(dicomPort),
      THROUGHLINE_DISK_WARN_MIB: '0',
      THROUGHLINE_DISK_STOP_MIB: '0',
      DATABASE_URL: databaseUrl,
      UV_THREADPOOL_SIZE: '1',
      ...hub.issuer.env,
    },
    detached: true,
  });
  const ready = await running.waitFor(/"msg":"ready"/, 60_000).then(
    () => true,
    () => false,
  );
  const close = async (): Promise<void> => {
    const { pid, exitCode, signalCode } = running.child;
    // strace lets its tracee go when it is killed: both together.
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
    await running.stop('SIGKILL');
  };
  return { dicomPort, running, ready, close };
};
