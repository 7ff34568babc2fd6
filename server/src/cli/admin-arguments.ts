/** What the actions of `throughline admin` share: an argument or option that has to be there, what is read from files, and lists. */
import { readFileSync } from 'node:fs';
import { print, UsageError } from './command.ts';

/** Each by a noun and a verb, or by one word; what it gives is the exit code. */
export type Actions = Readonly<Record<string, (args: readonly string[]) => Promise<number>>>;

/** @param what as the message asks for it, e.g. "the ID of one message" */
export const onlyOne = (positionals: readonly string[], what: string): string => {
  const [one, ...more] = positionals;
  if (one === undefined || more.length > 0) throw new UsageError(`Give ${what}.`);
  return one;
};

export const needed = <T>(value: T | undefined, option: string): T => {
  if (value === undefined) throw new UsageError(`Give --${option}; "throughline admin --help" tells more.`);
  return value;
};

/** "-" is standard input. */
export const readBytes = (file: string): Buffer => {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UsageError(`"${file}" cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
};

export const readText = (file: string): string => readBytes(file).toString('utf8');

/** A secret on the command line would be in the list of processes and in the shell's history. */
export const readSecret = (file: string): string => readText(file).replace(/\r?\n$/, '');

export const readJson = (file: string): unknown => {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`"${file}" cannot be read as JSON.`);
  }
};

/** A line for each, and how many there are. */
export const printAll = (name: string, rows: readonly unknown[]): number => {
  for (const row of rows) print(row);
  print({ [name]: rows.length });
  return 0;
};
