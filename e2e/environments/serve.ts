/** The hub as an installation runs it: tokens, a PostgreSQL of its own, hospitals added through the registry; nothing of the demo. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateNetwork, type SiteName, siteNames, sites, type Truth } from '@throughline/tools/network';
import { freePort } from '../../server/src/free-port.ts';
import { startHub } from '../harness/hub.ts';
import { startPostgres } from '../harness/postgres.ts';
import { type Running, run, start } from '../harness/processes.ts';
import type { Environment } from './environment.ts';

const script = new URL('../../tools/network/site/main.ts', import.meta.url).pathname;

interface Site {
  readonly name: SiteName;
  readonly dimsePort: number;
  readonly webPort: number;
  running: Running | undefined;
}

// Another mix than the demo's, so that every way of asking and fetching is used for every kind of study.
const speaks: Readonly<Record<SiteName, { queryBy: string; retrieveBy: string }>> = {
  CHILDRENS: { queryBy: 'c-find', retrieveBy: 'c-get' },
  COUNTY: { queryBy: 'c-find', retrieveBy: 'c-move' },
  RIVERSIDE: { queryBy: 'qido', retrieveBy: 'wado' },
};

const today = (): string => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

const everyMs = 500;
const patienceMs = 150_000;

export interface ServeOptions {
  /** Registers a site in another way than as one of our own, e.g. as Orthanc. */
  readonly replace?: (
    name: SiteName,
    folders: readonly string[],
  ) => Promise<{ source: unknown; close(): Promise<void> } | undefined>;
}

export const startServe = async (options: ServeOptions = {}): Promise<Environment> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-serve-'));
  const postgres = await startPostgres(join(folder, 'postgres'));
  const truth: Truth = await generateNetwork({ out: join(folder, 'network'), seed: 7, today: today(), background: 3 });
  const hub = await startHub({ env: { DATABASE_URL: postgres.url } });
  const put = async (path: string, body: unknown): Promise<void> => {
    const answer = await hub.request(path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const folderOf = (kind: 'sites' | 'today', name: SiteName): string => join(folder, 'network', kind, name);
  const argumentsOf = (site: Site): string[] => [
    script,
    '--ae',
    site.name,
    '--dimse-port',
    String(site.dimsePort),
    '--web-port',
    String(site.webPort),
    '--folder',
    folderOf('sites', site.name),
    '--today',
    folderOf('today', site.name),
    '--hub',
    `${hub.aeTitle}:127.0.0.1:${hub.dicomPort}`,
  ];
  const startSite = async (site: Site): Promise<void> => {
    site.running = start(process.execPath, argumentsOf(site));
    await site.running.waitFor(/"ready":true/);
  };
  const all: Site[] = [];
  const closing: (() => Promise<void>)[] = [];
  for (const name of sites) {
    const site: Site = { name, dimsePort: await freePort(), webPort: await freePort(), running: undefined };
    all.push(site);
    const other = await options.replace?.(name, [folderOf('sites', name), folderOf('today', name)]);
    if (other) closing.push(other.close);
    else await startSite(site);
    await put(
      `/api/sources/${name}`,
      other?.source ?? {
        siteName: siteNames[name],
        issuer: name,
        dimse: { aeTitle: name, host: '127.0.0.1', port: site.dimsePort },
        dicomwebUrl: `http://127.0.0.1:${site.webPort}/dicom-web`,
        timeoutMs: 5000,
        ...speaks[name],
      },
    );
    await put(`/api/application-entities/${name}`, {
      address: '127.0.0.1',
      services: ['echo', 'store'],
      issuer: name,
      sourceName: name,
    });
  }
  await Promise.all(
    all.map(async (site) => {
      const sent = await run(process.execPath, [...argumentsOf(site), '--send-today']);
      if (sent.code !== 0) throw new Error(sent.output);
    }),
  );
  const headers = { authorization: `Bearer ${await hub.issuer.token('imaging.read imaging.write')}` };
  const settled = async (): Promise<boolean> => {
    const answer = await fetch(`${hub.baseUrl}/api/worklist`, { headers });
    const { items } = (await answer.json()) as { items: { priors: { ready: number; relevant: number } | null }[] };
    const ready = items.filter(({ priors }) => priors !== null && priors.ready === priors.relevant).length;
    return items.length === truth.stories.length && ready >= items.length - 1;
  };
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && !(await settled())) await new Promise((resolve) => setTimeout(resolve, everyMs));
  const siteOf = (name: string): Site => {
    const site = all.find((one) => one.name === name);
    if (site === undefined) throw new Error(`no site ${name}`);
    return site;
  };
  return {
    baseUrl: hub.baseUrl,
    truth,
    headers,
    adminHeaders: { authorization: `Bearer ${await hub.issuer.token('admin')}` },
    stopSite: async (name) => siteOf(name).running?.stop(),
    startSite: (name) => startSite(siteOf(name)),
    close: async () => {
      await Promise.all(all.map((site) => site.running?.stop()));
      for (const close of closing) await close();
      await hub.close();
      await postgres.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
