/** Readers of files that a site has licensed: the LOINC table, the LOINC/RSNA Playbook file, RadLex. */
import { conceptOf } from './concept-of.ts';
import { entriesBy, entryOf, type Licensed, nothingLicensed, shippedEntriesBy } from './entry-of.ts';
import type { LoincEntry } from './loinc.ts';

/** No such file has more rows or longer rows; beyond it reading stops. */
const mostRows = 400_000;
const longestRow = 20_000;

export class FileFormatError extends Error {}

/** Cells of a CSV text (RFC 4180), row by row. */
export function* csvRows(text: string): Generator<readonly string[]> {
  let [row, cell, quoted, length, rows] = [[] as string[], '', false, 0, 0];
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    length += 1;
    if (length > longestRow) throw new FileFormatError(`row ${rows + 1} is longer than ${longestRow} characters`);
    if (quoted && sign !== undefined) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === ',') [row, cell] = [[...row, cell], ''];
    else if (sign === '\n' || sign === undefined) {
      if (sign === '\n' || row.length > 0 || cell !== '') yield [...row, cell.replace(/\r$/, '')];
      [row, cell, length, rows] = [[], '', 0, rows + 1];
      if (rows > mostRows) throw new FileFormatError(`more than ${mostRows} rows`);
    } else cell += sign;
  }
}

const columnsOf = (header: readonly string[], wanted: readonly string[]): readonly number[] => {
  const names = header.map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toUpperCase(),
  );
  return wanted.map((name) => {
    const at = names.indexOf(name.toUpperCase());
    if (at < 0) throw new FileFormatError(`no column ${name}`);
    return at;
  });
};

/** Rows of a CSV text as the wanted columns, in the order asked for. */
export function* table(text: string, wanted: readonly string[]): Generator<readonly string[]> {
  let at: readonly number[] | undefined;
  for (const row of csvRows(text)) {
    if (at === undefined) at = columnsOf(row, wanted);
    else yield at.map((column) => row[column] ?? '');
  }
}

const isLoinc = (code: string): boolean => /^\d{1,7}-\d$/.test(code);

/** Radiology codes in use of the official LOINC table (Loinc.csv). */
export const loadLoincTable = (csv: string): readonly LoincEntry[] =>
  [...table(csv, ['LOINC_NUM', 'CLASS', 'STATUS', 'LONG_COMMON_NAME'])]
    .filter(([code = '', kind, status]) => isLoinc(code) && kind === 'RAD' && status === 'ACTIVE')
    .map(([code = '', , , name = '']) => entryOf(code, name, conceptOf));

const firstRow = (text: string): readonly string[] => {
  for (const row of csvRows(text)) return row;
  return [];
};

/** Rows of a CSV text as some columns that it must have and others that it may have. */
const tableWith = (text: string, wanted: readonly string[], perhaps: readonly string[]) => {
  const header = firstRow(text);
  const there = perhaps.filter((name) => header.some((one) => one.trim().toUpperCase() === name.toUpperCase()));
  return [...table(text, [...wanted, ...there])].map((row) => ({
    row,
    of: (name: string): string => (there.includes(name) ? (row[wanted.length + there.indexOf(name)] ?? '') : ''),
  }));
};

const isRpid = (code: string): boolean => /^RPID\d{1,6}$/.test(code);

/** The codes of the LOINC/RSNA Radiology Playbook file, each once. */
export const loadLoincPlaybook = (csv: string): readonly LoincEntry[] => {
  const names = new Map<string, string>();
  for (const [code = '', name = ''] of table(csv, ['LoincNumber', 'LongCommonName']))
    if (isLoinc(code)) names.set(code, name);
  return [...names].map(([code, name]) => entryOf(code, name, conceptOf));
};

/** Which RPID the LOINC/RSNA Radiology Playbook file pairs with which LOINC code; an older file pairs none. */
const loadRpidPairs = (csv: string): Licensed['rpidOfLoinc'] => {
  const rows = tableWith(csv, ['LoincNumber'], ['RPID', 'LongName']);
  return new Map(
    rows.flatMap(({ row: [code = ''], of }) =>
      isLoinc(code) && isRpid(of('RPID')) ? [[code, { code: of('RPID'), meaning: of('LongName') }] as const] : [],
    ),
  );
};

/**
 * Exams of a RadLex Playbook file: the core playbook, with a header that has RPID and LONG_NAME, or the complete one, which has no
 * header and the long name in its fourth column. An RPID that is there twice counts once.
 */
export const loadRadlexPlaybook = (csv: string): readonly LoincEntry[] => {
  const first = firstRow(csv);
  const rows = isRpid(first[0] ?? '')
    ? [...csvRows(csv)].map((row) => [row[0] ?? '', row[3] ?? ''] as const)
    : [...table(csv, ['RPID', 'LONG_NAME'])].map(([code = '', name = '']) => [code, name] as const);
  const names = new Map(rows.filter(([code, name]) => isRpid(code) && name.trim() !== ''));
  return [...names].map(([code, name]) => entryOf(code, name.trim(), conceptOf));
};

export interface RadlexTerm {
  readonly rid: string;
  readonly name: string;
  readonly parent: string;
}

/** Terms of a RadLex file: preferred label, RID, parent RID, without a header. */
export const loadRadlex = (csv: string): readonly RadlexTerm[] =>
  [...csvRows(csv)].flatMap(([name = '', rid = '', parent = '']) =>
    /^RID\d{1,8}$/.test(rid) ? [{ name, rid, parent }] : [],
  );

/** The shipped codes with what their names state. */
export const shippedEntries = (): readonly LoincEntry[] => shippedEntriesBy(conceptOf);

/** The shipped codes and those of a licensed table. */
export const knownEntries = (): readonly LoincEntry[] => entriesBy(conceptOf);

/** Texts of the files that a site has; each is told by its header, or by its first row where it has none. */
export const loadLicensed = (texts: readonly string[]): Licensed => {
  let known = nothingLicensed;
  for (const text of texts) known = { ...known, ...loadOne(text, known) };
  return known;
};

const loadOne = (text: string, known: Licensed): Partial<Licensed> => {
  const first = firstRow(text).map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toUpperCase(),
  );
  const loinc = (more: readonly LoincEntry[]): readonly LoincEntry[] => [
    ...new Map([...known.loinc, ...more].map((entry) => [entry.code, entry])).values(),
  ];
  if (first.includes('LOINC_NUM')) return { loinc: loinc(loadLoincTable(text)) };
  if (first.includes('LOINCNUMBER'))
    return {
      loinc: loinc(loadLoincPlaybook(text)),
      rpidOfLoinc: new Map([...known.rpidOfLoinc, ...loadRpidPairs(text)]),
    };
  if (first[0] === 'RPID' || isRpid(first[0] ?? ''))
    return { radlexExams: [...known.radlexExams, ...loadRadlexPlaybook(text)] };
  const terms = loadRadlex(text);
  if (terms.length === 0) throw new FileFormatError('neither LOINC nor RadLex');
  return {
    ridOfName: new Map([...known.ridOfName, ...terms.map(({ name, rid }) => [name.toLowerCase(), rid] as const)]),
  };
};
