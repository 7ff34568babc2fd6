/** Files with cases and JSON, as the commands take them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCaseFile } from '@throughline/relevance';
import { UsageError } from '../command.ts';
import type { PriorsCase } from './priors.ts';

/** A JSON array, a text file of graded cases, or a folder of such text files. */
export const readCases = async (file: string): Promise<readonly PriorsCase[]> => {
  if ((await stat(file)).isDirectory()) {
    const names = (await readdir(file)).filter((name) => name.endsWith('.txt')).toSorted();
    return (await Promise.all(names.map((name) => readCases(join(file, name))))).flat();
  }
  if (file.endsWith('.txt')) return readCaseFile(await readFile(file, 'utf8'));
  const cases: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(cases)) throw new UsageError('The file is not an array of cases.');
  return cases as PriorsCase[];
};

export const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw error instanceof SyntaxError ? new UsageError(`${file} is not JSON.`) : error;
  }
};
