/** `throughline inspect`: reads files as ingest would and says what it found; one JSON line a file. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DicomError, fieldLeniency, readPart10, tags } from '@throughline/dicom';
import { type Command, print, UsageError } from './command.ts';

const help = `Usage: throughline inspect PATH...

Reads every file below the paths with the reader that takes objects in, and prints one JSON line for each:
{file, ok, sopClassUID, sopInstanceUID, transferSyntaxUID, specificCharacterSet, patientName, elements, error}. The last line counts:
{files, ok, refused, seconds, peakRssMiB}. Nothing is stored. The output holds patient names.

Example: throughline inspect ./cd-from-county`;

async function* filesBelow(path: string): AsyncGenerator<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`There is no ${path}.`);
  if (!found.isDirectory()) {
    yield path;
    return;
  }
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    // A link may lead out of what was asked for, or in a circle.
    if (entry.isDirectory()) yield* filesBelow(join(path, entry.name));
    else if (entry.isFile()) yield join(path, entry.name);
  }
}

interface Inspected {
  readonly file: string;
  readonly ok: boolean;
  readonly [attribute: string]: unknown;
}

const inspectFile = async (file: string): Promise<Inspected> => {
  try {
    const { dataset, meta, transferSyntaxUid, elements } = await readPart10(createReadStream(file), {
      leniency: fieldLeniency,
    });
    return {
      file,
      ok: true,
      sopClassUID: dataset.string(tags.SOPClassUID) ?? meta.string(tags.MediaStorageSOPClassUID) ?? null,
      sopInstanceUID: dataset.string(tags.SOPInstanceUID) ?? meta.string(tags.MediaStorageSOPInstanceUID) ?? null,
      transferSyntaxUID: transferSyntaxUid,
      specificCharacterSet: dataset.strings(tags.SpecificCharacterSet).join('\\') || null,
      patientName: dataset.string(tags.PatientName) ?? null,
      elements,
      error: null,
    };
  } catch (error) {
    const known = error instanceof DicomError || (error instanceof Error && 'code' in error);
    return { file, ok: false, error: known && error instanceof Error ? error.message : 'The file cannot be read.' };
  }
};

const run = async (paths: readonly string[]): Promise<number> => {
  if (paths.length === 0) throw new UsageError('Which files? throughline inspect PATH...');
  const started = performance.now();
  const counts = { files: 0, ok: 0, refused: 0 };
  for (const path of paths) {
    for await (const file of filesBelow(path)) {
      const inspected = await inspectFile(file);
      counts.files += 1;
      counts[inspected.ok ? 'ok' : 'refused'] += 1;
      print(inspected);
    }
  }
  const seconds = Math.round((performance.now() - started) / 10) / 100;
  print({ ...counts, seconds, peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) });
  return 0;
};

export const command: Command = { name: 'inspect', summary: 'read files and say what is in them', help, run };
