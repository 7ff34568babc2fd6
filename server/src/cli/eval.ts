/** `throughline eval`: measures the engines on files with answers, by the code that the running system uses. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Pack, PackError, readCaseFile, readPack } from '@throughline/relevance';
import { type Command, print, UsageError } from './command.ts';
import { calibrateOn } from './eval/calibrate.ts';
import { scoreLoinc } from './eval/loinc.ts';
import { explainCase, type PriorsCase, scorePriors } from './eval/priors.ts';
import { readTable, scoreProcedures } from './eval/procedures.ts';

const help = `Usage: throughline eval priors PATH [--explain ID] [--pack PACK.json]
       throughline eval calibrate FEEDBACK.json --cases PATH [--pack PACK.json] [--out PACK.json]
       throughline eval procedures FILE.tsv
       throughline eval loinc FILE.tsv

priors       ranks the candidates of every case and scores the order and the flags; --explain prints one case with every reason.
             PATH is a JSON array of cases, a text file of graded cases, or a folder of such text files
calibrate    reads what readers opened, dismissed and pulled in ([{current, candidates: [{..., outcome}]}]), proposes weights, and
             shows the scores of the cases before and after; writes the proposal as a pack only with --out
procedures   reads every exam name and scores the attributes
loinc        chooses a LOINC code for every exam name and scores the choice

--pack lays the pack of a department or user over the built-in ones. The labels are read only to score. The last line is one JSON
object.

Example: throughline eval priors cases.json --explain s-chest-01`;

/** A JSON array, a text file of graded cases, or a folder of such text files. */
const readCases = async (file: string): Promise<readonly PriorsCase[]> => {
  if ((await stat(file)).isDirectory()) {
    const names = (await readdir(file)).filter((name) => name.endsWith('.txt')).toSorted();
    return (await Promise.all(names.map((name) => readCases(join(file, name))))).flat();
  }
  if (file.endsWith('.txt')) return readCaseFile(await readFile(file, 'utf8'));
  const cases: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(cases)) throw new UsageError('The file is not an array of cases.');
  return cases as PriorsCase[];
};

const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw error instanceof SyntaxError ? new UsageError(`${file} is not JSON.`) : error;
  }
};

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

const wanted = 'Which file? throughline eval priors|calibrate|procedures|loinc FILE';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      explain: { type: 'string' },
      pack: { type: 'string' },
      cases: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const [what, file] = positionals;
  if (file === undefined) throw new UsageError(wanted);
  if (what === 'procedures') print(scoreProcedures(readTable(await readFile(file, 'utf8'))));
  else if (what === 'loinc') print(scoreLoinc(readTable(await readFile(file, 'utf8'))));
  else if (what === 'priors') await evalPriors(file, values.explain, await readPacks(values.pack));
  else if (what === 'calibrate') await evalCalibrate(file, values.cases, values.out, await readPacks(values.pack));
  else throw new UsageError(wanted);
  return 0;
};

export const command: Command = {
  name: 'eval',
  summary: 'measure ranking and exam names on files with answers',
  help,
  run,
};
