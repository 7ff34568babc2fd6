/** Scores the reading of exam names on a file whose columns give the answers; they are read only to score. */
import { conceptOf } from '@throughline/terminology';

const attributes = ['modality', 'region', 'focus', 'laterality', 'contrast'] as const;
type Attribute = (typeof attributes)[number];

export interface ProceduresScore extends Readonly<Record<Attribute | 'all', number>> {
  readonly names: number;
  readonly unknownRate: number;
  readonly usPerName: number;
}

type Row = Readonly<Record<string, string>>;

export const readTable = (text: string): readonly Row[] => {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
};

const columnOf: Readonly<Record<Attribute, string>> = {
  modality: 'standard_modality',
  region: 'region',
  focus: 'focus',
  laterality: 'laterality',
  contrast: 'contrast',
};

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export const scoreProcedures = (rows: readonly Row[]): ProceduresScore => {
  const started = performance.now();
  const read = rows.map((row) => conceptOf({ name: row.name ?? '', modality: row.modality ?? '' }));
  const microseconds = (performance.now() - started) * 1000;
  const right = read.map((concept, at) => {
    const said: Readonly<Record<Attribute, string>> = { ...concept, region: concept.regions.join('+') };
    return attributes.map((attribute) => same(said[attribute], rows[at]?.[columnOf[attribute]] ?? ''));
  });
  const share = (wanted: (marks: readonly boolean[]) => boolean): number =>
    Math.round((right.filter(wanted).length / Math.max(1, rows.length)) * 10_000) / 10_000;
  const each = Object.fromEntries(
    attributes.map((attribute, at) => [attribute, share((marks) => marks[at] === true)]),
  ) as Record<Attribute, number>;
  const unknown = read.filter((concept) => concept.regions[0] === 'unspecified').length;
  return {
    names: rows.length,
    ...each,
    all: share((marks) => marks.every(Boolean)),
    unknownRate: Math.round((unknown / Math.max(1, rows.length)) * 10_000) / 10_000,
    usPerName: Math.round(microseconds / Math.max(1, rows.length)),
  };
};
