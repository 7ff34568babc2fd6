/** `throughline demo`: a hub, three hospitals and a day's work, all synthetic, on loopback. */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type SiteName, sites as siteList } from '@throughline/tools/network';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { openContext } from '../main.ts';
import { supervise } from '../supervisor.ts';
import { type Command, print, progress, UsageError } from './command.ts';
import { ensureNetwork } from './demo/network.ts';
import { portNear } from './demo/ports.ts';
import { readTruth, untilGathered } from './demo/readiness.ts';
import { registerSites } from './demo/register.ts';
import { sendToday, startSite, stopSite } from './demo/sites.ts';
import { type DemoState, readState, removeState, type SiteState, writeState } from './demo/state.ts';
import { whatToSee } from './demo/what-to-see.ts';

const help = `Usage: throughline demo [--seed N] [--background N] [--keep]
       throughline demo --stop-site CHILDRENS|COUNTY|RIVERSIDE
       throughline demo --start-site CHILDRENS|COUNTY|RIVERSIDE

Makes a synthetic network of three hospitals, starts the hub and the hospitals' systems on loopback, lets the hospitals send
today's studies, and prints one address to open. Everybody in it is synthetic. Ctrl-C ends all of it.

  --background N   so many more patients beside those with a story (0)
  --keep           go on with the data of the last demo instead of an empty hub
  --stop-site      from another terminal: one hospital falls silent; --start-site brings it back

The data are below THROUGHLINE_DATA (.throughline); ports are 8080 and 11112, or free ones when those are taken.`;

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The page is built, and nothing that it is built from has changed since. */
const isBuilt = (): boolean => {
  const built = statSync(join(root, 'web', 'dist', 'index.html'), { throwIfNoEntry: false });
  if (built === undefined) return false;
  const sources = ['web/*', 'web/{build,src}/**', 'packages/contract/src/**'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  );
  return sources.every((source) => {
    const stats = statSync(join(root, source));
    return stats.isDirectory() || stats.mtimeMs < built.mtimeMs;
  });
};

const buildWeb = (): void => {
  if (isBuilt()) return;
  progress('Building the web app …');
  const built = spawnSync('npm', ['run', 'build', '--workspace', 'web', '--silent'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) throw new UsageError('The web app does not build; see above.');
};

const isSite = (name: string): name is SiteName => siteList.some((site) => site === name);

const siteOf = async (folder: string, name: string): Promise<{ state: DemoState; site: SiteState }> => {
  if (!isSite(name)) throw new UsageError(`There is no site ${name}: ${siteList.join(', ')}.`);
  const state = await readState(folder);
  const site = state?.sites.find((one) => one.name === name);
  if (state === undefined || site === undefined) throw new UsageError('No demo is running here.');
  return { state, site };
};

const withPid = (state: DemoState, name: SiteName, pid: number | null): DemoState => ({
  ...state,
  sites: state.sites.map((site) => (site.name === name ? { ...site, pid } : site)),
});

const stopOne = async (folder: string, name: string): Promise<number> => {
  const { state, site } = await siteOf(folder, name);
  stopSite(site);
  await writeState(folder, withPid(state, site.name, null));
  progress(`${name} is stopped. Open the next patient and read the completeness line.`);
  return 0;
};

const startOne = async (folder: string, name: string): Promise<number> => {
  const { state, site } = await siteOf(folder, name);
  stopSite(site);
  const child = await startSite(state, site);
  await writeState(folder, withPid(state, site.name, child.pid ?? null));
  progress(`${name} is back. The line corrects itself.`);
  return 0;
};

interface DemoOptions {
  readonly folder: string;
  readonly seed: number;
  readonly background: number;
  readonly keep: boolean;
}

/** Two demos in one folder would write over each other. */
const refuseSecond = async (folder: string): Promise<void> => {
  const state = await readState(folder);
  const answer = state && (await fetch(`http://127.0.0.1:${state.httpPort}/health`).catch(() => undefined));
  if (answer?.ok) throw new UsageError(`A demo runs here already: http://127.0.0.1:${state?.httpPort}/`);
};

const planSites = async (): Promise<readonly SiteState[]> => {
  const planned: SiteState[] = [];
  for (const [at, name] of siteList.entries()) {
    planned.push({ name, dimsePort: await portNear(11_201 + at), webPort: await portNear(8201 + at), pid: null });
  }
  return planned;
};

const hubEnvironment = async ({ folder }: DemoOptions): Promise<NodeJS.ProcessEnv> => ({
  ...process.env,
  THROUGHLINE_DATA: join(folder, 'hub'),
  THROUGHLINE_DEMO: '1',
  THROUGHLINE_HTTP_HOST: '127.0.0.1',
  THROUGHLINE_DICOM_HOST: '127.0.0.1',
  THROUGHLINE_HTTP_PORT: String(await portNear(Number(process.env.THROUGHLINE_HTTP_PORT ?? 8080))),
  THROUGHLINE_DICOM_PORT: String(await portNear(Number(process.env.THROUGHLINE_DICOM_PORT ?? 11_112))),
  THROUGHLINE_LOG_LEVEL: process.env.THROUGHLINE_LOG_LEVEL ?? 'warn',
});

const startAll = async (options: DemoOptions, network: string, stopped: Promise<void>): Promise<void> => {
  if (!options.keep) await rm(join(options.folder, 'hub'), { recursive: true, force: true });
  const environment = await hubEnvironment(options);
  const config = readConfig(environment);
  const context = await openContext({ ...config, logLevel: 'silent' }, 'demo');
  const log = createLog(config.logLevel, 'demo');
  progress('Starting the hub …');
  const running = supervise({ roles: config.roles, log, environment });
  const { port: httpPort } = config.http;
  let state: DemoState = {
    httpPort,
    dicomPort: config.dicom.port,
    aeTitle: config.dicom.aeTitle,
    network,
    sites: await planSites(),
  };
  try {
    if ((await Promise.race([running.ready, stopped])) === undefined) return;
    progress('Starting three hospitals …');
    await registerSites(context, state.sites);
    for (const site of state.sites) state = withPid(state, site.name, (await startSite(state, site)).pid ?? null);
    await writeState(options.folder, state);
    const url = `http://127.0.0.1:${httpPort}`;
    const { stories } = await readTruth(network);
    const sending = Promise.all(state.sites.map((site) => sendToday(state, site)));
    let told = '';
    const gathering = untilGathered(url, stories.length, (arrived, gathered) => {
      const text = `${arrived} of ${stories.length} studies of today arrived, priors of ${gathered} ready`;
      if (text !== told) progress(text);
      told = text;
    });
    const early = await Promise.race([Promise.all([gathering, sending]), stopped.then(() => 'stopped' as const)]);
    if (early === 'stopped') return;
    print(`\nDEMO, synthetic patients only. Open ${url}/\n`);
    for (const line of whatToSee(stories, url)) progress(line);
    progress(
      'Another terminal: npx throughline demo --stop-site COUNTY, then --start-site COUNTY. Ctrl-C ends the demo.',
    );
    await stopped;
  } finally {
    for (const site of (await readState(options.folder))?.sites ?? state.sites) stopSite(site);
    await removeState(options.folder);
    await running.close();
    await context.close();
  }
};

const run = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      background: { type: 'string', default: '0' },
      keep: { type: 'boolean', default: false },
      'stop-site': { type: 'string' },
      'start-site': { type: 'string' },
    },
  });
  const folder = resolve(process.env.THROUGHLINE_DATA ?? '.throughline', 'demo');
  if (values['stop-site'] !== undefined) return stopOne(folder, values['stop-site']);
  if (values['start-site'] !== undefined) return startOne(folder, values['start-site']);
  const stop = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.resolve());
  await mkdir(folder, { recursive: true });
  await refuseSecond(folder);
  buildWeb();
  let percent = -1;
  const network = await ensureNetwork(join(folder, 'network'), {
    seed: Number(values.seed),
    background: Number(values.background),
    onProgress: (done, all) => {
      const now = Math.floor((done / all) * 10) * 10;
      if (now !== percent) progress(`Drawing the synthetic network: ${now} %`);
      percent = now;
    },
  });
  await startAll(
    { folder, seed: Number(values.seed), background: Number(values.background), keep: values.keep },
    network,
    stop.promise,
  );
  return 0;
};

export const command: Command = {
  name: 'demo',
  summary: 'see it work: a hub, three synthetic hospitals, one page',
  help,
  run,
};
