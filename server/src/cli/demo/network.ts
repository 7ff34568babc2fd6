/** The synthetic network on disk: made once for a seed and a day. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { generateNetwork } from '@throughline/tools/network';

/** Raised whenever the generator makes other bytes. */
const generatorVersion = 3;

const localDay = (): string => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

const removeOthers = async (folder: string, keep: string): Promise<void> => {
  for (const name of await readdir(folder))
    if (name !== keep) await rm(join(folder, name), { recursive: true, force: true });
};

export interface NetworkOptions {
  readonly seed: number;
  readonly background: number;
  readonly onProgress: (done: number, all: number) => void;
}

/** The folder of today's network, made when it is not there. */
export const ensureNetwork = async (folder: string, options: NetworkOptions): Promise<string> => {
  const today = localDay();
  const name = `v${generatorVersion}-${options.seed}-${options.background}-${today}`;
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  await removeOthers(folder, name);
  if (existsSync(path)) return path;
  const making = `${path}.making`;
  await generateNetwork({
    out: making,
    seed: options.seed,
    today,
    background: options.background,
    onProgress: options.onProgress,
  });
  await rename(making, path);
  return path;
};
