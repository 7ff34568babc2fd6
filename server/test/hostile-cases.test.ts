/** The tables of docs/hostile name tests that are there, and leave out no case, loss test or invariant of the archive. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'hostile');

interface Line {
  readonly id: string;
  /** the last cell: `file`: “title”, “title” for each file */
  readonly where: string;
}

const linesOf = (name: string): readonly Line[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, id, , where] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return id !== undefined && /^[HDIA]\d+$/.test(id) && where !== undefined ? [{ id, where }] : [];
    });

const filesOf = ({ where }: Line): readonly (readonly [file: string, titles: readonly string[]])[] =>
  where.split('<br>').map((part) => {
    const titles = [...part.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
    return [/^`([^`]+)`/.exec(part.trim())?.[1] ?? '', titles];
  });

/** What a table names and is not there. */
const untrue = (line: Line): readonly string[] =>
  line.where === 'none'
    ? []
    : filesOf(line).flatMap(([file, titles]) => {
        const path = join(root, file);
        if (file === '' || titles.length === 0 || !existsSync(path)) return [`${line.id}: ${file}`];
        const text = readFileSync(path, 'utf8');
        return titles.filter((title) => !text.includes(title)).map((title) => `${line.id}: ${file}: ${title}`);
      });

const tables = [
  ...readdirSync(folder),
  ...readdirSync(join(folder, '..'))
    .filter((name) => name.endsWith('-by-sentence.md'))
    .map((name) => `../${name}`),
];
describe.each(tables.filter((name) => name.endsWith('.md')))('%s', (name) => {
  it('names tests that are there', () => {
    const lines = linesOf(name);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.flatMap(untrue)).toEqual([]);
  });
});

it('every case of the archive is in its table, in order', () => {
  const numbered = (letter: string, count: number, digits: number): string[] =>
    Array.from({ length: count }, (_, at) => `${letter}${String(at + 1).padStart(digits, '0')}`);
  const all = [...numbered('H', 64, 2), ...numbered('D', 13, 1), ...numbered('I', 17, 1)];
  expect(linesOf('archive.md').map(({ id }) => id)).toEqual(all);
});
