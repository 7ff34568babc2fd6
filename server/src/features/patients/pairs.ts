/** What is known of pairs of records: what somebody has decided, else what the linkage finds. */
import { couldBeOneWith, type Match, matchRecords, type PairVerdict, verdictOfMatch } from '@throughline/identity';
import {
  type DecisionRow,
  type Decisions,
  decisionsAmong,
  type RecordFacts,
  type Trx,
  toRecord,
} from '../../db/index.ts';
import { factsOf } from './facts.ts';
import type { Linkage } from './linkage.ts';

export interface Pair {
  readonly match: Match;
  readonly decision: 'same' | 'not-same' | undefined;
  /** What was decided upon is no longer what is known. */
  readonly outdated: boolean;
  readonly verdict: PairVerdict;
}

const verdictOf = (match: Match, decision: Pair['decision'], related: boolean): PairVerdict => {
  if (decision !== undefined) return decision === 'same' ? 'same' : 'apart';
  return related ? 'apart' : verdictOfMatch(match);
};

const keyOf = (one: string, other: string): string => (one < other ? `${one}|${other}` : `${other}|${one}`);

export class Pairs {
  readonly #trx: Trx;
  readonly #tenantId: string;
  readonly #linkage: Linkage;
  readonly #known = new Map<string, Pair>();
  readonly #decided = new Map<string, DecisionRow>();
  readonly #related = new Set<string>();

  constructor(trx: Trx, tenantId: string, linkage: Linkage) {
    this.#trx = trx;
    this.#tenantId = tenantId;
    this.#linkage = linkage;
  }

  /** Reads what was decided about any two of these; before they are compared. */
  async readDecisions(recordIds: readonly string[]): Promise<void> {
    this.noteDecisions(await decisionsAmong(this.#trx, this.#tenantId, recordIds));
  }

  /** What was read of decisions; before the records are compared. */
  noteDecisions({ verdicts, relations }: Decisions): void {
    for (const row of verdicts) this.#decided.set(keyOf(row.record_a, row.record_b), row);
    for (const [mother, child] of relations) this.#related.add(keyOf(mother, child));
  }

  /** Of these, those that have to be compared with this one: the others are distinct whatever else they say. */
  worthComparing<T extends RecordFacts>(one: RecordFacts, others: readonly T[]): readonly T[] {
    if (others.length === 0) return [];
    const couldBe = couldBeOneWith(toRecord(one), this.#linkage);
    return others.filter((other) => couldBe(toRecord(other)));
  }

  compare(one: RecordFacts, other: RecordFacts): Pair {
    const key = keyOf(one.id, other.id);
    const known = this.#known.get(key);
    if (known) return known;
    // In the order in which a question about the two is kept.
    const [first, second] = one.id < other.id ? [one, other] : [other, one];
    const match = matchRecords(toRecord(first), toRecord(second), this.#linkage);
    const row = this.#decided.get(key);
    const decision = row?.verdict;
    const outdated = row !== undefined && !row.facts.equals(factsOf(one, other));
    const pair: Pair = { match, decision, outdated, verdict: verdictOf(match, decision, this.#related.has(key)) };
    this.#known.set(key, pair);
    return pair;
  }

  /** Compares all of these with each other; afterwards `verdict` knows every pair. */
  async compareAll(records: readonly RecordFacts[]): Promise<void> {
    await this.readDecisions(records.map((record) => record.id));
    for (const [n, one] of records.entries()) for (const other of records.slice(n + 1)) this.compare(one, other);
  }

  readonly verdict = (one: string, other: string): PairVerdict => {
    const key = keyOf(one, other);
    return this.#known.get(key)?.verdict ?? (this.#decided.get(key)?.verdict === 'same' ? 'same' : 'open');
  };

  get(one: string, other: string): Pair | undefined {
    return this.#known.get(keyOf(one, other));
  }
}
