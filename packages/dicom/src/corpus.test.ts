/** Real files of many vendors, read as ingest reads them and judged by DCMTK. */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  DicomError,
  encodeDataset,
  fieldLeniency,
  type Part10,
  Part10Reader,
  readPart10,
  tags,
  uids,
} from './index.ts';

const folder = join(resolve(process.env.THROUGHLINE_CORPUS ?? '../shared/corpus'), 'dicom');
const present = existsSync(folder);
if (!present) console.warn(`No corpus at ${folder}: its files are not read. Set THROUGHLINE_CORPUS.`);

const files = present
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'MANIFEST.tsv')
      .map((entry) => join(entry.parentPath, entry.name))
  : [];

const read = (path: string): Promise<Part10> => readPart10(createReadStream(path), { leniency: fieldLeniency });

const names = ['SOPInstanceUID', 'TransferSyntaxUID', 'PatientName'];

/** What dcmdump prints of the outermost data set; undefined if it does not accept the file. */
const dump = (path: string, ...options: readonly string[]): ReadonlyMap<string, string> | undefined => {
  const args = ['+p', '+L', ...options, ...names.flatMap((name) => ['+P', name]), path];
  const run = spawnSync('dcmdump', args, { maxBuffer: 2 ** 26 });
  if (run.error) throw run.error;
  if (run.status !== 0) return undefined;
  const values = new Map<string, string>();
  for (const line of run.stdout.toString('utf8').split('\n')) {
    const [, tag, value] = /^\((\w{4},\w{4})\) \w\w \[([^\]]*)\]/.exec(line) ?? [];
    if (tag !== undefined && value !== undefined) values.set(tag, value.trim());
  }
  return values;
};

describe.skipIf(!present)('the corpus', () => {
  it.each(files)('%s', async (path) => {
    const accepted = dump(path);
    if (accepted === undefined) {
      await expect(read(path)).rejects.toBeInstanceOf(DicomError);
      return;
    }
    const { dataset, meta } = await read(path);
    const instance = accepted.get('0008,0018');
    if (instance) expect(dataset.string(tags.SOPInstanceUID)).toBe(instance);
    const syntax = accepted.get('0002,0010');
    if (syntax) expect(meta.string(tags.TransferSyntaxUID)).toBe(syntax);
    // DCMTK converts some character sets only; those that it does must give the same name.
    const name = dump(path, '+U8')?.get('0010,0010');
    if (name) expect(dataset.string(tags.PatientName)).toBe(name);
  });

  it('comes out of the writer as it went into the reader, where it was well-formed and nothing was left in the source', async () => {
    let compared = 0;
    for (const path of files) {
      const bytes = readFileSync(path);
      const reader = new Part10Reader({ bulkThreshold: bytes.length });
      let part10: Part10;
      try {
        await reader.write(bytes);
        part10 = await reader.end();
      } catch {
        continue;
      }
      const left = [...part10.dataset.elements()].some(
        (element) => element.kind === 'bulk' || element.kind === 'encapsulated',
      );
      if (left || part10.transferSyntaxUid === uids.DeflatedExplicitVRLittleEndian) continue;
      const written = encodeDataset(part10.dataset, part10.transferSyntaxUid);
      expect(Buffer.compare(written, bytes.subarray(part10.datasetOffset)), path).toBe(0);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(20);
  });
});
