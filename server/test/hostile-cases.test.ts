/** The tables of docs/hostile, and what is promised of gathering, name tests that are there, and leave out no case of theirs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const docs = join(root, 'docs');
const hostile = readdirSync(join(docs, 'hostile')).filter((name) => name.endsWith('.md'));
const promised = readdirSync(docs).filter((name) => name.endsWith('-by-sentence.md'));
const tables = [...hostile.map((name) => join('hostile', name)), ...promised];

interface Line {
  readonly id: string;
  /** the last cell: `file`: “title”, “title” for each file */
  readonly where: string;
}

const linesOf = (name: string): readonly Line[] =>
  readFileSync(join(docs, name), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, id, , where] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return id !== undefined && /^[HDIAG]\d+$/.test(id) && where !== undefined ? [{ id, where }] : [];
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

describe.each(tables)('%s', (name) => {
  it('names tests that are there', () => {
    const lines = linesOf(name);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.flatMap(untrue)).toEqual([]);
  });
});

const numbered = (letter: string, count: number, digits: number): string[] =>
  Array.from({ length: count }, (_, at) => `${letter}${String(at + 1).padStart(digits, '0')}`);

it('every case of the archive is in its table, in order', () => {
  const all = [...numbered('H', 64, 2), ...numbered('D', 13, 1), ...numbered('I', 17, 1)];
  expect(linesOf(join('hostile', 'archive.md')).map(({ id }) => id)).toEqual(all);
});

it('every promise of gathering is in its table, in order', () => {
  expect(linesOf('gathering-by-sentence.md').map(({ id }) => id)).toEqual(numbered('G', 55, 2));
});
