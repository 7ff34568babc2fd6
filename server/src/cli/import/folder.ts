/** Files below a folder, in order of their names; links are not followed, so that an import stays where it was pointed. */
import { createReadStream, type Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Candidate, type Refused, refusedFor } from './candidates.ts';

export const fileCandidate = (path: string): Candidate => ({
  label: path,
  open: async () => createReadStream(path, { highWaterMark: 2 ** 18 }),
});

async function* entriesOf(folder: string): AsyncGenerator<Dirent | Refused> {
  try {
    yield* await opendir(folder);
  } catch (error) {
    yield refusedFor(folder, error);
  }
}

/** The paths of all files, and the folders that cannot be read. */
export async function* walkFolder(folder: string): AsyncGenerator<string | Refused> {
  for await (const entry of entriesOf(folder)) {
    if ('refused' in entry) {
      yield entry;
      continue;
    }
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walkFolder(path);
    else if (entry.isFile()) yield path;
  }
}
