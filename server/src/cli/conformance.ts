/** `throughline conformance`: the DICOM conformance statement, from the tables that the hub itself works by. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Command, print } from './command.ts';
import { conformanceStatement } from './conformance/statement.ts';

const help = `Usage: throughline conformance [--out FILE]

Writes the DICOM conformance statement: SOP classes, transfer syntaxes, search attributes, DICOMweb resources, security. It is
made from the tables that the running hub works by, so it says what this version does. Without --out it goes to standard output.

Example: throughline conformance --out docs/conformance/dicom.md`;

const run = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { out: { type: 'string' } } });
  const statement = conformanceStatement();
  if (values.out === undefined) {
    process.stdout.write(statement);
    return 0;
  }
  writeFileSync(values.out, statement);
  print({ written: true, bytes: Buffer.byteLength(statement) });
  return 0;
};

export const command: Command = {
  name: 'conformance',
  summary: 'write the DICOM conformance statement of this version',
  help,
  run,
};
