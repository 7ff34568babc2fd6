/** Scores the choice of a LOINC code on a file of local names with their codes; the codes are read only to score. */
import { conceptOf, loincFrom, shippedEntries } from '@throughline/terminology';
import type { readTable } from './procedures.ts';

export interface LoincScore {
  readonly names: number;
  readonly top1: number;
  readonly top3: number;
  readonly unknownRate: number;
}

type Row = ReturnType<typeof readTable>[number];

/** Rows of real files carry stray quotes: the first cell after the name that looks like a code is the code. */
const codeOf = (row: Row): string | undefined =>
  [row['LOINC code'], row['L-Long Common Name']]
    .map((cell) => /\d{3,7}-\d/.exec(cell ?? '')?.[0])
    .find((code) => code !== undefined);

const modalityOf = (sent: string): string => {
  const list = sent.split(',').map((one) => one.trim());
  return list.includes('PT') ? 'PT' : (list[0] ?? '');
};

export const scoreLoinc = (rows: readonly Row[]): LoincScore => {
  const judged = rows.flatMap((row) => {
    const right = codeOf(row);
    if (right === undefined) return [];
    const concept = conceptOf({ name: row.StudyDescription ?? '', modality: modalityOf(row.Modality ?? '') });
    return [{ right, codes: loincFrom(shippedEntries(), concept).map(({ code }) => code) }];
  });
  const share = (count: number): number => Math.round((count / Math.max(1, judged.length)) * 10_000) / 10_000;
  return {
    names: judged.length,
    top1: share(judged.filter(({ right, codes }) => codes[0] === right).length),
    top3: share(judged.filter(({ right, codes }) => codes.includes(right)).length),
    unknownRate: share(judged.filter(({ codes }) => codes.length === 0).length),
  };
};
