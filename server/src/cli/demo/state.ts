/** Where the running demo is, so that another terminal can stop one of its hospitals. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SiteName } from '@throughline/tools/network';

export interface SiteState {
  readonly name: SiteName;
  readonly dimsePort: number;
  readonly webPort: number;
  readonly pid: number | null;
}

export interface DemoState {
  readonly httpPort: number;
  readonly dicomPort: number;
  readonly aeTitle: string;
  readonly network: string;
  readonly sites: readonly SiteState[];
}

const fileIn = (folder: string): string => join(folder, 'demo.json');

export const writeState = (folder: string, state: DemoState): Promise<void> =>
  writeFile(fileIn(folder), JSON.stringify(state, null, 1));

export const readState = async (folder: string): Promise<DemoState | undefined> => {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as DemoState);
};

export const removeState = (folder: string): Promise<void> => rm(fileIn(folder), { force: true });
