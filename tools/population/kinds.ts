/**
 * Writes sets of the kinds that linkage is measured on, of people of other cultures: one file for each kind, culture and choice of scripts.
 *
 *   node tools/population/kinds.ts --out FOLDER [--seed 1] [--kind febrl1] [--culture german] [--scripts own|latin|mixed]
 *
 * Everything is synthetic. `throughline eval identity FILE.csv` judges the linkage on each.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asCsv } from './index.ts';
import { cultures, generateKind, kinds, type Scripts } from './kinds/index.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { out: text, seed: { ...text, default: '1' }, kind: text, culture: text, scripts: text },
});
if (values.out === undefined) throw new Error('Where to? --out FOLDER');
await mkdir(values.out, { recursive: true });
const isWanted = (given: string | undefined, one: string): boolean => given === undefined || given === one;
for (const culture of cultures.filter(({ name }) => isWanted(values.culture, name))) {
  const isWrittenInLatin = culture.otherForm > 0;
  const all: readonly Scripts[] = isWrittenInLatin ? ['own', 'latin'] : ['own', 'latin', 'mixed'];
  for (const scripts of all.filter((one) => isWanted(values.scripts, one))) {
    for (const kind of kinds.filter((one) => isWanted(values.kind, one))) {
      const records = generateKind(Number(values.seed), kind, culture, scripts);
      await writeFile(join(values.out, `${kind}-${culture.name}-${scripts}.csv`), asCsv(records));
    }
  }
}
