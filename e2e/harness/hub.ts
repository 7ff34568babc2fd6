/** A hub as an installation runs it: `throughline serve` with tokens, on free ports and a data folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../server/src/free-port.ts';
import { type Running, startThroughline } from './processes.ts';
import { createTokenIssuer, type TokenIssuer } from './tokens.ts';

export interface Hub {
  readonly baseUrl: string;
  readonly httpPort: number;
  readonly dicomPort: number;
  readonly aeTitle: string;
  readonly dataFolder: string;
  readonly issuer: TokenIssuer;
  /** The process of `throughline serve`; another one after a restart. */
  readonly process: () => Running;
  /** A request with a token that may read, store and administer. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Kills the hub and all its roles at once, as a power cut would; PostgreSQL goes on. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface HubOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly keepData?: boolean;
}

const allRights = 'imaging.read imaging.write admin';

/** Ready when every role says so; asked again until then, never longer than the deadline. */
const untilReady = async (baseUrl: string, hub: Running): Promise<void> => {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    if (hub.child.exitCode !== null) break;
    const answer = await fetch(`${baseUrl}/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the hub did not become ready\n${hub.output()}`);
};

/** The process and all its descendants: the roles are children of the supervisor. */
const killTree = async (running: Running): Promise<void> => {
  const { pid } = running.child;
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  await running.stop('SIGKILL');
};

export const startHub = async (options: HubOptions = {}): Promise<Hub> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'throughline-hub-'));
  const [httpPort, dicomPort] = [await freePort(), await freePort()];
  const issuer = await createTokenIssuer(dataFolder);
  const baseUrl = `http://127.0.0.1:${httpPort}`;
  const env = {
    THROUGHLINE_DATA: join(dataFolder, 'data'),
    THROUGHLINE_HTTP_PORT: String(httpPort),
    THROUGHLINE_DICOM_PORT: String(dicomPort),
    THROUGHLINE_DISK_WARN_MIB: '64',
    THROUGHLINE_DISK_STOP_MIB: '16',
    ...issuer.env,
    ...options.env,
  };
  let running: Running | undefined;
  const current = (): Running => {
    if (running === undefined) throw new Error('the hub is not running');
    return running;
  };
  const startIt = async (): Promise<void> => {
    running = startThroughline(['serve'], { env, detached: true });
    await untilReady(baseUrl, running);
  };
  const authorization = `Bearer ${await issuer.token(allRights, 'e2e')}`;
  await startIt();
  return {
    baseUrl,
    httpPort,
    dicomPort,
    aeTitle: 'THROUGHLINE',
    dataFolder,
    issuer,
    process: current,
    request: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', authorization);
      return fetch(`${baseUrl}${path}`, { ...init, headers });
    },
    kill: () => killTree(current()),
    start: startIt,
    close: async () => {
      await current().stop();
      if (!options.keepData) await rm(dataFolder, { recursive: true, force: true });
    },
  };
};

/** Lets an application entity call the hub from loopback. */
export const allowApplicationEntity = async (
  hub: Hub,
  aeTitle: string,
  services: readonly string[],
  more: {
    readonly destination?: { host: string; port: number; tls?: boolean };
    readonly issuer?: string;
    readonly certificate?: string;
    readonly userIdentity?: { readonly rule: string; readonly name?: string; readonly passcode?: string };
  } = {},
): Promise<void> => {
  const answer = await hub.request(`/api/application-entities/${encodeURIComponent(aeTitle)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address: '127.0.0.1', services, ...more }),
  });
  if (!answer.ok) throw new Error(`could not register ${aeTitle}: ${answer.status} ${await answer.text()}`);
};
