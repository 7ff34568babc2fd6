/** What is known of pairs of records: what a person has decided, else what the linkage finds. */
import { type Match, matchRecords } from '@throughline/identity';
import { findReview, type PatientRecordRow, type Trx } from '../../db/index.ts';
import type { PairVerdict } from './clusters.ts';
import { toRecord } from './record.ts';

export interface Pair {
  readonly match: Match;
  readonly decision: 'same' | 'not-same' | undefined;
  readonly verdict: PairVerdict;
}

const verdictOf = (match: Match, decision: Pair['decision']): PairVerdict => {
  if (decision !== undefined) return decision === 'same' ? 'linked' : 'apart';
  if (match.outcome === 'auto-link') return 'linked';
  // Distinct for want of agreement keeps nobody apart whom something else joins; a named veto does.
  return match.outcome === 'distinct' && match.rules.length > 0 ? 'apart' : 'open';
};

export class Pairs {
  readonly #trx: Trx;
  readonly #known = new Map<string, Pair>();

  constructor(trx: Trx) {
    this.#trx = trx;
  }

  async compare(one: PatientRecordRow, other: PatientRecordRow): Promise<Pair> {
    const key = one.id < other.id ? `${one.id}|${other.id}` : `${other.id}|${one.id}`;
    const known = this.#known.get(key);
    if (known) return known;
    const match = matchRecords(toRecord(one), toRecord(other));
    const review = await findReview(this.#trx, one.id, other.id);
    const decision = review?.decision === 'same' || review?.decision === 'not-same' ? review.decision : undefined;
    const pair: Pair = { match, decision, verdict: verdictOf(match, decision) };
    this.#known.set(key, pair);
    return pair;
  }

  /** Compares all of these with each other; afterwards `verdict` knows every pair. */
  async compareAll(records: readonly PatientRecordRow[]): Promise<void> {
    for (const [n, one] of records.entries()) for (const other of records.slice(n + 1)) await this.compare(one, other);
  }

  readonly verdict = (one: string, other: string): PairVerdict =>
    this.#known.get(one < other ? `${one}|${other}` : `${other}|${one}`)?.verdict ?? 'open';

  get(one: string, other: string): Pair | undefined {
    return this.#known.get(one < other ? `${one}|${other}` : `${other}|${one}`);
  }
}
