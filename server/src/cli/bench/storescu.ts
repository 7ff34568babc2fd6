/** DCMTK's `storescu` as the sender: what a modality's toolkit makes of a receiver. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFileMeta, uids } from '@throughline/dicom';
import type { BenchObject } from './objects.ts';
import { type Receiver, SENDER } from './send.ts';

const program = 'storescu';

const storescu = (receiver: Receiver, folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { host, port, aeTitle } = receiver;
    const args = ['-aet', SENDER, '-aec', aeTitle, '+sd', host, String(port), folder];
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-2000);
    });
    child.once('error', () => reject(new Error('storescu is not installed (Debian: apt-get install dcmtk).')));
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`storescu ended with ${code}: ${said}`))));
  });

/** A share of the objects for each association, as files in a folder of its own. */
const writeShares = (root: string, objects: readonly BenchObject[], associations: number): readonly string[] => {
  const folders = Array.from({ length: associations }, () => mkdtempSync(join(root, 'share-')));
  for (const [at, { sopInstanceUid, parts }] of objects.entries()) {
    const meta = { sopClassUid: uids.CTImageStorage, sopInstanceUid, transferSyntaxUid: uids.ExplicitVRLittleEndian };
    const file = join(folders[at % associations] ?? root, `${at}.dcm`);
    writeFileSync(file, Buffer.concat([encodeFileMeta(meta), ...parts]));
  }
  return folders;
};

/** Seconds from the start of the senders to the end of the last; throws unless every object is acknowledged with success. */
export const sendByStorescu = async (
  receiver: Receiver,
  objects: readonly BenchObject[],
  associations: number,
): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), 'throughline-bench-files-'));
  try {
    const folders = writeShares(root, objects, associations);
    const begun = performance.now();
    await Promise.all(folders.map((folder) => storescu(receiver, folder)));
    return (performance.now() - begun) / 1000;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
