import { parseArgs } from 'node:util';
import { type Command, print, progress, UsageError } from './command.ts';
import { withHub } from './context.ts';
import { importObjects } from './import/run.ts';

const help = `Usage: throughline import [--issuer NAME] PATH...

Stores the DICOM objects of files, folders, ZIP archives and DICOMDIRs, exactly as if a system had sent them: bytes unchanged,
the same object again is a success without a second copy, another object of the same UID is kept beside the first and raised
as a conflict. May run beside "throughline serve".

  --issuer NAME   the assigning authority of patient IDs that come without one (IMPORT)

A folder is read with all folders below it; links are not followed. A DICOMDIR may name files of its own folder only; what it
names and is not there counts as refused, also where its folder is read, and so does a path that is not there.
What is refused is told on standard error; the last line of standard output is
{"files","stored","duplicates","conflicts","refused","seconds"}. Exit code 1: nothing could be imported.

Example: throughline import --issuer CHILDRENS /media/cdrom`;

const PROGRESS_EVERY = 500;

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { issuer: { type: 'string', default: 'IMPORT' } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new UsageError('Name at least one file or folder to import.');
  const report = await withHub((context, principal) =>
    importObjects(context, principal, {
      paths: positionals,
      issuer: values.issuer,
      onRefused: (label, why) => progress(`refused: ${label}: ${why}`),
      onProgress: ({ files }) => {
        if (files % PROGRESS_EVERY === 0) progress(`${files} files`);
      },
    }),
  );
  print(report);
  return report.stored + report.duplicates + report.conflicts > 0 ? 0 : 1;
};

export const command: Command = { name: 'import', summary: 'store objects of files, folders and archives', help, run };
