/** An index of persons in memory: the blocking, the matcher and the grouping of the running system, without its database. */
import {
  blockingKeys,
  canBeOne,
  chooseCandidates,
  type Match,
  matchRecords,
  type PairVerdict,
  type Parameters,
  type PatientRecord,
  verdictOfMatch,
} from '@throughline/identity';
import { NameCounts } from './name-counts.ts';

/** The `identifier` column of such files is a number that each human has one of. */
export const IDENTIFIER_ISSUER = 'identifier';
export const evalIssuers: ReadonlySet<string> = new Set([IDENTIFIER_ISSUER]);

export class MemoryIndex {
  readonly #parameters: Parameters | undefined;
  readonly #records = new Map<string, PatientRecord>();
  readonly #blocks = new Map<string, string[]>();
  readonly #personOf = new Map<string, string>();
  readonly #members = new Map<string, string[]>();
  readonly #matches = new Map<string, Match>();
  readonly #names = new NameCounts();
  readonly reviews: (readonly [string, string])[] = [];

  constructor(parameters?: Parameters) {
    this.#parameters = parameters;
  }

  #match(one: string, other: string): Match {
    const key = one < other ? `${one}\n${other}` : `${other}\n${one}`;
    const known = this.#matches.get(key);
    if (known) return known;
    const [a, b] = [this.#records.get(one), this.#records.get(other)];
    if (a === undefined || b === undefined) throw new Error('A record vanished.');
    const population = { ...this.#names.population, personalIssuers: evalIssuers };
    const match = matchRecords(a, b, population, this.#parameters);
    this.#matches.set(key, match);
    return match;
  }

  readonly #verdict = (one: string, other: string): PairVerdict => verdictOfMatch(this.#match(one, other));

  candidates(record: PatientRecord): readonly string[] {
    return chooseCandidates(blockingKeys(record).map((key) => this.#blocks.get(key) ?? []));
  }

  #join(one: string, other: string): void {
    const [mine, theirs] = [this.#personOf.get(one) ?? one, this.#personOf.get(other) ?? other];
    if (mine === theirs) return;
    const [ones, others] = [this.#members.get(mine) ?? [], this.#members.get(theirs) ?? []];
    const all = [...ones, ...others];
    if (!canBeOne(ones, others, this.#verdict)) {
      this.reviews.push([one, other]);
      return;
    }
    this.#members.set(theirs, all);
    this.#members.delete(mine);
    for (const id of all) this.#personOf.set(id, theirs);
  }

  register(record: PatientRecord): void {
    const candidates = this.candidates(record);
    this.#records.set(record.id, record);
    this.#names.count(record);
    this.#personOf.set(record.id, record.id);
    this.#members.set(record.id, [record.id]);
    const matches = candidates.map((id) => ({ id, match: this.#match(record.id, id) }));
    const linked = matches
      .filter(({ match }) => match.outcome === 'auto-link')
      .sort((a, b) => b.match.score - a.match.score);
    for (const { id } of linked) this.#join(record.id, id);
    for (const { id, match } of matches) if (match.outcome === 'review') this.reviews.push([record.id, id]);
    for (const key of blockingKeys(record)) this.#blocks.set(key, [...(this.#blocks.get(key) ?? []), record.id]);
  }

  /** The records of each person. */
  persons(): readonly (readonly string[])[] {
    return [...this.#members.values()];
  }
}
