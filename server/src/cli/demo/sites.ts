/** The hospitals of the demo: each a process of its own, as independent as another vendor's PACS. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoState, SiteState } from './state.ts';

const script = fileURLToPath(new URL('../../../../tools/network/site/main.ts', import.meta.url));

const argumentsOf = (state: DemoState, site: SiteState): string[] => [
  script,
  '--ae',
  site.name,
  '--dimse-port',
  String(site.dimsePort),
  '--web-port',
  String(site.webPort),
  '--folder',
  join(state.network, 'sites', site.name),
  '--today',
  join(state.network, 'today', site.name),
  '--hub',
  `${state.aeTitle}:127.0.0.1:${state.dicomPort}`,
];

const untilReady = (child: ChildProcess, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('"ready":true')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The site ${name} ended with ${code}.`)));
  });

/** Starts a site that lives on by itself when the terminal that started it goes. */
export const startSite = async (state: DemoState, site: SiteState): Promise<ChildProcess> => {
  const child = spawn(process.execPath, argumentsOf(state, site), {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  await untilReady(child, site.name);
  child.stdout?.destroy();
  child.unref();
  return child;
};

/** The site sends today's studies to the hub, as its modalities would. */
export const sendToday = (state: DemoState, site: SiteState): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...argumentsOf(state, site), '--send-today'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${site.name} could not send its studies.`)),
    );
  });

export const stopSite = (site: SiteState): void => {
  if (site.pid === null) return;
  try {
    process.kill(site.pid, 'SIGTERM');
  } catch {
    // It ended before we came.
  }
};
