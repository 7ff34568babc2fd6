/** Scores the linkage on records whose truth is known; the truth is read only to score. */
import { estimateParameters, type Parameters, type PatientRecord } from '@throughline/identity';
import type { CsvRow } from './csv.ts';
import { IDENTIFIER_ISSUER, MemoryIndex } from './index.ts';

export const columns = ['record_id', 'entity_id', 'source', 'family', 'given', 'birth_date'] as const;

const text = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : value;

const field = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } =>
  (text(value) === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };

/** A row as its source would register it. */
export const recordOf = (row: CsvRow): PatientRecord => ({
  id: row.record_id ?? '',
  issuer: row.source ?? '',
  patientId: row.record_id ?? '',
  name: [row.family, row.given, row.middle].map((part) => (part ?? '').replaceAll(/[\^=]/g, ' ')).join('^'),
  ...field('birthDate', row.birth_date?.replaceAll(/[-/.]/g, '')),
  ...field('sex', row.sex),
  ...field('street', row.street),
  ...field('locality', row.locality),
  ...field('region', row.region),
  ...field('postcode', row.postcode),
  ...field('phone', row.phone),
  ...field('email', row.email),
  ...(text(row.identifier) === undefined
    ? {}
    : { otherIds: [{ issuer: IDENTIFIER_ISSUER, id: row.identifier ?? '' }] }),
});

export interface IdentityScore {
  readonly records: number;
  readonly truePairs: number;
  readonly autoLinked: { readonly precision: number; readonly recall: number; readonly f1: number };
  readonly withReview: { readonly precision: number; readonly recall: number };
  readonly reviewPairs: number;
  readonly recordsPerSecond: number;
  readonly p95Ms: number;
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const pairsIn = (size: number): number => (size * (size - 1)) / 2;
const round = (value: number): number => Math.round(value * 1e5) / 1e5;

/** Groups that the edges make of these groups, by union of sets. */
const closure = (
  groups: readonly (readonly string[])[],
  edges: Iterable<readonly [string, string]>,
): readonly (readonly string[])[] => {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    parent.set(id, root);
    return root;
  };
  for (const group of groups) for (const id of group) parent.set(id, group[0] ?? id);
  for (const [one, other] of edges) parent.set(rootOf(one), rootOf(other));
  const made = new Map<string, string[]>();
  for (const id of parent.keys()) made.set(rootOf(id), [...(made.get(rootOf(id)) ?? []), id]);
  return [...made.values()];
};

const counted = (groups: readonly (readonly string[])[], truth: ReadonlyMap<string, string>, truePairs: number) => {
  let [pairs, right] = [0, 0];
  for (const group of groups) {
    pairs += pairsIn(group.length);
    const entities = new Map<string, number>();
    for (const id of group) entities.set(truth.get(id) ?? '', (entities.get(truth.get(id) ?? '') ?? 0) + 1);
    for (const size of entities.values()) right += pairsIn(size);
  }
  const [precision, recall] = [pairs === 0 ? 1 : right / pairs, truePairs === 0 ? 1 : right / truePairs];
  return {
    precision: round(precision),
    recall: round(recall),
    f1: round((2 * precision * recall) / Math.max(1e-9, precision + recall)),
  };
};

/** Streams the records through an index as registrations come, one after the other in the order of the file. */
export const scoreIdentity = (rows: readonly CsvRow[], parameters?: Parameters) => {
  const truth = new Map(rows.map((row) => [row.record_id ?? '', row.entity_id ?? '']));
  const index = new MemoryIndex(parameters);
  const times: number[] = [];
  const begun = performance.now();
  for (const row of rows) {
    const started = performance.now();
    index.register(recordOf(row));
    times.push(performance.now() - started);
  }
  const seconds = (performance.now() - begun) / 1000;
  const sizes = new Map<string, number>();
  for (const entity of truth.values()) sizes.set(entity, (sizes.get(entity) ?? 0) + 1);
  const truePairs = [...sizes.values()].reduce((sum, size) => sum + pairsIn(size), 0);
  const persons = index.persons();
  const auto = counted(persons, truth, truePairs);
  // A reviewer looks at each question and answers it rightly: what is asked is found, and what is not true is not joined.
  const asked = index.reviews.filter(([one, other]) => truth.get(one) === truth.get(other));
  const reviewed = counted(closure(persons, asked), truth, truePairs);
  const questions = new Set(index.reviews.map((pair) => [...pair].sort().join('\n')));
  const score: IdentityScore = {
    records: rows.length,
    truePairs,
    autoLinked: auto,
    withReview: { precision: reviewed.precision, recall: reviewed.recall },
    reviewPairs: questions.size,
    recordsPerSecond: Math.round(rows.length / Math.max(1e-9, seconds)),
    p95Ms: round(percentile(times, 0.95)),
  };
  return { score, index, truth };
};

/** Parameters worked out from these records alone, without their truth. */
export const estimateFrom = (rows: readonly CsvRow[]) => {
  const index = new MemoryIndex();
  const records = new Map(rows.map((row) => [row.record_id ?? '', recordOf(row)]));
  const pairs: (readonly [PatientRecord, PatientRecord])[] = [];
  for (const record of records.values()) {
    for (const id of index.candidates(record)) {
      const other = records.get(id);
      if (other !== undefined) pairs.push([record, other]);
    }
    index.register(record);
  }
  return estimateParameters(pairs);
};
