/** `throughline eval`: measures the engines on files with answers, by the code that the running system uses. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { matchRecords } from '@throughline/identity';
import { type Pack, PackError, readPack } from '@throughline/relevance';
import { type Command, print, UsageError } from './command.ts';
import { calibrateOn } from './eval/calibrate.ts';
import { readCsv } from './eval/identity/csv.ts';
import { columns, estimateFrom, recordOf, scoreIdentity } from './eval/identity/score.ts';
import { scoreLoinc } from './eval/loinc.ts';
import { explainCase, scorePriors } from './eval/priors.ts';
import { readTable, scoreProcedures } from './eval/procedures.ts';
import { readCases, readJson } from './eval/read-cases.ts';

const help = `Usage: throughline eval priors PATH [--explain ID] [--pack PACK.json]
       throughline eval calibrate FEEDBACK.json --cases PATH [--pack PACK.json] [--out PACK.json]
       throughline eval procedures FILE.tsv
       throughline eval loinc FILE.tsv
       throughline eval identity FILE.csv [--estimate] [--explain ID,ID]

priors       ranks the candidates of every case and scores the order and the flags; --explain prints one case with every reason.
             PATH is a JSON array of cases, a text file of graded cases, or a folder of such text files
calibrate    reads what readers opened, dismissed and pulled in ([{current, candidates: [{..., outcome}]}]), proposes weights, and
             shows the scores of the cases before and after; writes the proposal as a pack only with --out
procedures   reads every exam name and scores the attributes
loinc        chooses a LOINC code for every exam name and scores the choice
identity     registers every record in turn and scores who was linked; --estimate first works out from the records, without their
             truth, how often fields agree, and prints that; --explain prints what two records say of each other

--pack lays the pack of a department or user over the built-in ones. The labels are read only to score. The last line is one JSON
object.

Example: throughline eval priors cases.json --explain s-chest-01`;

const readPacks = async (file: string | undefined): Promise<readonly Pack[]> => {
  if (file === undefined) return [];
  try {
    return [readPack(await readJson(file))];
  } catch (error) {
    throw error instanceof PackError ? new UsageError(`${file} is no pack: ${error.message}`) : error;
  }
};

const evalPriors = async (path: string, explain: string | undefined, packs: readonly Pack[]): Promise<void> => {
  const cases = await readCases(path);
  if (explain !== undefined) {
    const wanted = cases.find((one) => one.id === explain);
    if (wanted === undefined) throw new UsageError(`There is no case ${explain}.`);
    for (const line of explainCase(wanted, packs)) print(line);
  }
  print(scorePriors(cases, packs));
};

const evalCalibrate = async (
  file: string,
  cases: string | undefined,
  out: string | undefined,
  packs: readonly Pack[],
): Promise<void> => {
  if (cases === undefined) throw new UsageError('Measured on which cases? --cases PATH');
  const { pack, lines, result } = calibrateOn(await readJson(file), await readCases(cases), packs);
  for (const line of lines) print(line);
  if (out !== undefined) await writeFile(out, `${JSON.stringify(pack, null, 2)}\n`);
  print({ ...result, written: out ?? null });
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

const options = {
  explain: { type: 'string' },
  pack: { type: 'string' },
  cases: { type: 'string' },
  out: { type: 'string' },
  estimate: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

const engines: Readonly<Record<string, (file: string, values: Values) => Promise<void>>> = {
  priors: async (file, { explain, pack }) => evalPriors(file, explain, await readPacks(pack)),
  calibrate: async (file, { cases, out, pack }) => evalCalibrate(file, cases, out, await readPacks(pack)),
  procedures: async (file) => print(scoreProcedures(readTable(await readFile(file, 'utf8')))),
  loinc: async (file) => print(scoreLoinc(readTable(await readFile(file, 'utf8')))),
  identity: (file, { explain, estimate }) => evalIdentity(file, explain, estimate ?? false),
};

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [what = '', file] = positionals;
  const engine = Object.hasOwn(engines, what) ? engines[what] : undefined;
  if (engine === undefined || file === undefined)
    throw new UsageError(`throughline eval ${Object.keys(engines).join('|')} FILE`);
  await engine(file, values);
  return 0;
};

export const command: Command = {
  name: 'eval',
  summary: 'measure ranking, exam names and identity on files with answers',
  help,
  run,
};
