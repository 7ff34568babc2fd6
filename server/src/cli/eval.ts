/** `throughline eval`: measures the engines on files with answers, by the code that the running system uses. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Command, print, UsageError } from './command.ts';
import { scoreLoinc } from './eval/loinc.ts';
import { explainCase, type PriorsCase, scorePriors } from './eval/priors.ts';
import { readTable, scoreProcedures } from './eval/procedures.ts';

const help = `Usage: throughline eval priors FILE.json [--explain ID]
       throughline eval procedures FILE.tsv
       throughline eval loinc FILE.tsv

priors       ranks the candidates of every case and scores the order and the flags; --explain prints one case with every reason
procedures   reads every exam name and scores the attributes
loinc        chooses a LOINC code for every exam name and scores the choice

The labels are read only to score. The last line is one JSON object.

Example: throughline eval priors cases.json --explain s-chest-01`;

const readCases = async (file: string): Promise<readonly PriorsCase[]> => {
  const cases: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(cases)) throw new UsageError('The file is not an array of cases.');
  return cases as PriorsCase[];
};

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { explain: { type: 'string' } },
  });
  const [what, file] = positionals;
  if (file === undefined) throw new UsageError('Which file? throughline eval priors|procedures|loinc FILE');
  if (what === 'procedures') {
    print(scoreProcedures(readTable(await readFile(file, 'utf8'))));
    return 0;
  }
  if (what === 'loinc') {
    print(scoreLoinc(readTable(await readFile(file, 'utf8'))));
    return 0;
  }
  if (what !== 'priors') throw new UsageError('throughline eval priors|procedures|loinc FILE');
  const cases = await readCases(file);
  if (values.explain !== undefined) {
    const wanted = cases.find((one) => one.id === values.explain);
    if (wanted === undefined) throw new UsageError(`There is no case ${values.explain}.`);
    for (const line of explainCase(wanted)) print(line);
  }
  print(scorePriors(cases));
  return 0;
};

export const command: Command = {
  name: 'eval',
  summary: 'measure ranking and exam names on files with answers',
  help,
  run,
};
