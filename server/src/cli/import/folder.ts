/** Files below a folder, in order of their names; links are not followed, so that an import stays where it was pointed. */
import { createReadStream } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from './candidates.ts';

export const fileCandidate = (path: string): Candidate => ({
  label: path,
  open: async () => createReadStream(path, { highWaterMark: 2 ** 18 }),
});

export async function* walkFolder(folder: string): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walkFolder(path);
    else if (entry.isFile()) yield path;
  }
}
