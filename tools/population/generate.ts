/**
 * Writes a synthetic population: twins, siblings, newborns, juniors, namesakes, name changes, moves, and what clerks mistype.
 *
 *   node tools/population/generate.ts --out FILE.csv [--people 10000] [--seed 1]
 *
 * Everything is synthetic. `throughline eval identity FILE.csv` judges the linkage on it.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { asCsv, generatePopulation } from './index.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    people: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
});
const people = Number(values.people);
if (values.out === undefined) throw new Error('Where to? --out FILE.csv');
if (!Number.isInteger(people) || people < 1) throw new Error('--people takes a number of people.');
const records = generatePopulation(Number(values.seed), people);
await writeFile(values.out, asCsv(records));
process.stdout.write(`${JSON.stringify({ people, records: records.length })}\n`);
