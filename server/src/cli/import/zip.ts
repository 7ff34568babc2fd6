/**
 * Entries of a ZIP archive, streamed straight to the store: no name of an entry ever becomes a path, so there is nothing to
 * slip out of; sizes are counted while inflating, whatever the directory of the archive claims (H62).
 */
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { ByteSource } from '../../features/store/index.ts';
import type { Candidate } from './candidates.ts';

const MOST_ENTRIES = 200_000;
const FREE_BYTES = 16 * 2 ** 20;
const RATIO = 200;
const LARGEST = 4 * 2 ** 30;
const SYMBOLIC_LINK = 0o120000;

export const isZip = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && (buffer.readUInt32LE() === 0x04034b50 || buffer.readUInt32LE() === 0x06054b50);
  } finally {
    await file.close();
  }
};

const openArchive = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    // Names that climb or are absolute end the import: such an archive was made to do harm.
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
    yauzl.open(path, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });

const nextEntry = (zip: ZipFile): Promise<Entry | undefined> =>
  new Promise((resolve, reject) => {
    const settle = (work: () => void) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
      work();
    };
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(undefined)));
    zip.once('error', (error: Error) => settle(() => reject(error)));
    zip.readEntry();
  });

/** Ends the entry when it grows beyond what any object of its packed size could. */
const bombGuard = (packed: number): Transform => {
  let bytes = 0;
  const most = Math.min(LARGEST, Math.max(FREE_BYTES, packed * RATIO));
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(new Error('The entry inflates beyond any measure.'));
      else done(null, chunk);
    },
  });
};

const openEntry = (zip: ZipFile, entry: Entry): Promise<ByteSource> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(pipeline(stream, bombGuard(entry.compressedSize), () => undefined));
    });
  });

const isLink = (entry: Entry): boolean => ((entry.externalFileAttributes >>> 16) & 0o170000) === SYMBOLIC_LINK;

export async function* zipCandidates(path: string): AsyncGenerator<Candidate> {
  const zip = await openArchive(path);
  try {
    if (zip.entryCount > MOST_ENTRIES) throw new Error('The archive has too many entries.');
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      const current = entry;
      const label = `${path}!${current.fileName}`;
      if (current.fileName.endsWith('/')) continue;
      if (isLink(current)) yield { label, refused: 'The entry is a link.' };
      else if (current.generalPurposeBitFlag & 1) yield { label, refused: 'The entry is encrypted.' };
      else yield { label, open: () => openEntry(zip, current) };
    }
  } finally {
    zip.close();
  }
}
