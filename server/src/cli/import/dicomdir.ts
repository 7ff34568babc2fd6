/** A DICOMDIR (PS3.10 8, PS3.3 F): the files it names, as long as they are within its own folder. */
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Part10Reader, tags } from '@throughline/dicom';
import { type Candidate, type Refused, refusedFor } from './candidates.ts';
import { fileCandidate } from './folder.ts';

export const isDicomdir = (path: string): boolean => /(^|[\\/])dicomdir$/i.test(path);

/** A component of a File ID: 1 to 8 of these characters by the Standard; real media also use longer names. */
const component = /^[A-Za-z0-9_.-]{1,64}$/;

const withinRoot = (root: string, path: string): boolean => {
  try {
    return realpathSync(path).startsWith(realpathSync(root) + sep);
  } catch {
    return false;
  }
};

/** Media are also written with the names in small letters. */
const pathOf = (root: string, fileId: readonly string[]): string | undefined =>
  [fileId, fileId.map((part) => part.toLowerCase())]
    .map((parts) => join(root, ...parts))
    .find((candidate) => withinRoot(root, candidate));

const absent = (fileId: readonly string[]): Refused => ({
  label: fileId.join('/'),
  refused: 'The file is absent, or outside of the folder of its DICOMDIR.',
});

const candidateOf = (root: string, fileId: readonly string[]): Candidate => {
  if (fileId.length > 8 || !fileId.every((part) => component.test(part) && !/^\.+$/.test(part)))
    return { label: fileId.join('/'), refused: 'The DICOMDIR names a file in a way that the Standard does not allow.' };
  const path = pathOf(root, fileId);
  return path ? fileCandidate(path) : absent(fileId);
};

const readFileIds = async (path: string): Promise<readonly (readonly string[])[]> => {
  const reader = new Part10Reader({
    keep: 'all',
    leniency: ['missing-preamble', 'file-meta-length', 'odd-lengths', 'item-lengths'],
  });
  await reader.write(await readFile(path));
  const { dataset } = await reader.end();
  const records = dataset.items(tags.DirectoryRecordSequence);
  return records.map((record) => record.strings(tags.ReferencedFileID)).filter((fileId) => fileId.length > 0);
};

const named = async function* (
  path: string,
  candidate: (root: string, fileId: readonly string[]) => Candidate | undefined,
): AsyncGenerator<Candidate> {
  try {
    for (const fileId of await readFileIds(path)) {
      const found = candidate(dirname(path), fileId);
      if (found) yield found;
    }
  } catch (error) {
    yield refusedFor(path, error);
  }
};

/** The files that it names. */
export const dicomdirCandidates = (path: string): AsyncGenerator<Candidate> => named(path, candidateOf);

/** What it names and is not there: where all files of its folder are read anyway, these tell that a disc is damaged. */
export const absentFiles = (path: string): AsyncGenerator<Candidate> =>
  named(path, (root, fileId) => (pathOf(root, fileId) === undefined ? absent(fileId) : undefined));
