/** A DICOMDIR (PS3.10 8, PS3.3 F): the files it names, as long as they are within its own folder. */
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Part10Reader, tags } from '@throughline/dicom';
import type { Candidate } from './candidates.ts';
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

const candidateOf = (root: string, fileId: readonly string[]): Candidate => {
  const label = fileId.join('/');
  if (fileId.length > 8 || !fileId.every((part) => component.test(part) && !/^\.+$/.test(part)))
    return { label, refused: 'The DICOMDIR names a file in a way that the Standard does not allow.' };
  const paths = [fileId, fileId.map((part) => part.toLowerCase())].map((parts) => join(root, ...parts));
  const path = paths.find((candidate) => withinRoot(root, candidate));
  return path
    ? fileCandidate(path)
    : { label, refused: 'The file is absent, or outside of the folder of its DICOMDIR.' };
};

export async function* dicomdirCandidates(path: string): AsyncGenerator<Candidate> {
  const reader = new Part10Reader({
    keep: 'all',
    leniency: ['missing-preamble', 'file-meta-length', 'odd-lengths', 'item-lengths'],
  });
  await reader.write(await readFile(path));
  const { dataset } = await reader.end();
  for (const record of dataset.items(tags.DirectoryRecordSequence)) {
    const fileId = record.strings(tags.ReferencedFileID);
    if (fileId.length > 0) yield candidateOf(dirname(path), fileId);
  }
}
