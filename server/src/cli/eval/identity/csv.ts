/** Comma-separated values (RFC 4180): quoted cells may hold commas, quotes and line ends. */
import { UsageError } from '../../command.ts';

export type CsvRow = Readonly<Record<string, string>>;

function* cellsOf(text: string): Generator<{ readonly cell: string; readonly endsRow: boolean }> {
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (;;) {
        const end = text.indexOf('"', at + 1);
        if (end === -1) throw new UsageError('A quoted cell is not closed.');
        cell += text.slice(at + 1, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
    }
    let end = at;
    while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
    cell += text.slice(at, end).replace(/\r$/, '');
    yield { cell, endsRow: text[end] !== ',' };
    at = end + 1;
  }
}

const rowsOf = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const { cell, endsRow } of cellsOf(text)) {
    row.push(cell);
    if (!endsRow) continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
};

/** Rows by the names of the header; refuses a file that lacks one of `columns`. */
export const readCsv = (text: string, columns: readonly string[]): readonly CsvRow[] => {
  const [header = [], ...rows] = rowsOf(text.replace(/^\uFEFF/, ''));
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new UsageError(`The file has no column ${missing.join(', ')}.`);
  return rows.map((cells) => Object.fromEntries(header.map((column, at) => [column, cells[at]?.trim() ?? ''])));
};
