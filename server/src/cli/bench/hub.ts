/** A hub of its own for one benchmark: `throughline serve` on free loopback ports, without sign-in. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../free-port.ts';

const shim = join(import.meta.dirname, '..', '..', '..', 'bin', 'throughline.mjs');
const patienceMs = 60_000;

const throughline = (args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, [shim, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

const untilReady = async (url: string): Promise<void> => {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(100)) {
    if ((await fetch(`${url}/ready`).catch(() => undefined))?.ok) return;
  }
  throw new Error('The hub did not become ready.');
};

export interface BenchHub {
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
  readonly dicomPort: number;
  /** Runs a command beside the hub, or before it is started, to its end. */
  run(...args: readonly string[]): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** `environment`: settings that are otherwise than those of a demo. */
export const benchHub = async (
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<BenchHub> => {
  const [httpPort, dicomPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${httpPort}`;
  const env = {
    ...process.env,
    THROUGHLINE_DATA: join(folder, 'hub'),
    THROUGHLINE_DEMO: '1',
    THROUGHLINE_HTTP_PORT: String(httpPort),
    THROUGHLINE_DICOM_PORT: String(dicomPort),
    THROUGHLINE_LOG_LEVEL: 'error',
    DATABASE_URL: '',
    ...environment,
  };
  let serving: ChildProcess | undefined;
  return {
    env,
    url,
    dicomPort,
    run: async (...args) => {
      const code = await ended(throughline(args, env));
      if (code !== 0) throw new Error(`throughline ${args[0]} ended with ${code}.`);
    },
    start: async () => {
      serving = throughline(['serve'], env);
      await untilReady(url);
    },
    close: async () => {
      if (serving === undefined) return;
      serving.kill('SIGTERM');
      await ended(serving);
    },
  };
};
