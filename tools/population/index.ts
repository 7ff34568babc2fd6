/** A synthetic region as three hospitals know it, with the truth of who is whom. */
import { makePeople } from './people.ts';
import { columns, type WrittenRecord, writeRecords } from './records.ts';

export const generatePopulation = (seed: number, people: number): readonly WrittenRecord[] =>
  writeRecords(seed, makePeople(seed, people));

/** In the columns that `throughline eval identity` reads. */
export const asCsv = (records: readonly WrittenRecord[]): string =>
  [columns.join(','), ...records.map((record) => columns.map((column) => record[column]).join(','))].join('\n');
