/** `throughline eval`: measures the engines on files with answers, by the code that the running system uses. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { matchRecords } from '@throughline/identity';
import { type Command, print, UsageError } from './command.ts';
import { readCsv } from './eval/identity/csv.ts';
import { columns, estimateFrom, recordOf, scoreIdentity } from './eval/identity/score.ts';
import { explainCase, type PriorsCase, scorePriors } from './eval/priors.ts';
import { readTable, scoreProcedures } from './eval/procedures.ts';

const help = `Usage: throughline eval priors FILE.json [--explain ID]
       throughline eval procedures FILE.tsv
       throughline eval identity FILE.csv [--estimate] [--explain ID,ID]

priors       ranks the candidates of every case and scores the order and the flags; --explain prints one case with every reason
procedures   reads every exam name and scores the attributes
identity     registers every record in turn and scores who was linked; --estimate first works out from the records, without their
             truth, how often fields agree, and prints that; --explain prints what two records say of each other

The labels are read only to score. The last line is one JSON object.

Example: throughline eval priors cases.json --explain s-chest-01`;

const readCases = async (file: string): Promise<readonly PriorsCase[]> => {
  const cases: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(cases)) throw new UsageError('The file is not an array of cases.');
  return cases as PriorsCase[];
};

const evalIdentity = async (file: string, explain: string | undefined, estimated: boolean): Promise<void> => {
  const rows = readCsv(await readFile(file, 'utf8'), columns);
  const estimate = estimated ? estimateFrom(rows) : undefined;
  if (estimate) print(estimate);
  if (explain !== undefined) {
    const [one, other] = explain.split(',').map((id) => rows.find((row) => row.record_id === id));
    if (one === undefined || other === undefined) throw new UsageError('--explain takes two record_id, with a comma.');
    const match = matchRecords(recordOf(one), recordOf(other), { records: rows.length }, estimate?.parameters);
    for (const { text, weight } of match.evidence) print(`${weight.toFixed(1).padStart(6)}  ${text}`);
    print(`${match.outcome}, probability ${match.score}`);
  }
  print(scoreIdentity(rows, estimate?.parameters).score);
};

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { explain: { type: 'string' }, estimate: { type: 'boolean', default: false } },
  });
  const [what, file] = positionals;
  if (file === undefined) throw new UsageError('Which file? throughline eval priors|procedures|identity FILE');
  if (what === 'identity') {
    await evalIdentity(file, values.explain, values.estimate);
    return 0;
  }
  if (what === 'procedures') {
    print(scoreProcedures(readTable(await readFile(file, 'utf8'))));
    return 0;
  }
  if (what !== 'priors') throw new UsageError('throughline eval priors|procedures|identity FILE');
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
