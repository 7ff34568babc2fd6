/**
 * Parameters from records whose truth nobody knows, by expectation and maximisation over pairs that share a blocking key: fields are
 * taken to agree independently of each other given whether the pair is one person.
 */
import { levelsOf } from './match.ts';
import type { PatientRecord } from './types.ts';
import { type FieldName, type Likelihood, type Parameters, shippedParameters } from './weights.ts';

export interface Estimate {
  readonly parameters: Parameters;
  readonly pairs: number;
  /** Share of these pairs that are one person. */
  readonly matching: number;
  readonly rounds: number;
}

const MOST_ROUNDS = 50;
const ENOUGH = 1e-5;
// As many pairs as the shipped value counts for: levels that are rarely seen stay near it.
const PRIOR_PAIRS = 20;

type Levels = ReadonlyMap<string, string>;
const fields = Object.keys(shippedParameters) as readonly FieldName[];

const oddsOf = (levels: Levels, parameters: Parameters, prior: number): number =>
  fields.reduce(
    (odds, field) => {
      const likelihood = parameters[field][levels.get(field) ?? ''];
      return likelihood === undefined ? odds : odds * (likelihood.m / likelihood.u);
    },
    prior / (1 - prior),
  );

interface Patterns {
  readonly levels: Levels;
  count: number;
}

/** Pairs that agree alike are one pattern: there are few of them, however many pairs there are. */
const patternsOf = (pairs: readonly (readonly [PatientRecord, PatientRecord])[]): readonly Patterns[] => {
  const patterns = new Map<string, Patterns>();
  for (const [a, b] of pairs) {
    const levels = levelsOf(a, b);
    const key = [...levels.values()].join('|');
    const known = patterns.get(key);
    if (known) known.count += 1;
    else patterns.set(key, { levels, count: 1 });
  }
  return [...patterns.values()];
};

const maximised = (
  field: FieldName,
  patterns: readonly Patterns[],
  chances: readonly number[],
): Readonly<Record<string, Likelihood>> => {
  const shipped = shippedParameters[field];
  const seen = new Map(Object.keys(shipped).map((level) => [level, { m: 0, u: 0 }]));
  for (const [at, { levels, count }] of patterns.entries()) {
    const level = seen.get(levels.get(field) ?? '');
    if (level === undefined) continue;
    level.m += count * (chances[at] ?? 0);
    level.u += count * (1 - (chances[at] ?? 0));
  }
  const all = [...seen.values()].reduce((sum, { m, u }) => ({ m: sum.m + m, u: sum.u + u }), { m: 0, u: 0 });
  return Object.fromEntries(
    [...seen].map(([level, { m, u }]) => {
      const { m: priorM, u: priorU } = shipped[level] ?? { m: 0, u: 0 };
      return [
        level,
        {
          m: (m + priorM * PRIOR_PAIRS) / (all.m + PRIOR_PAIRS),
          u: (u + priorU * PRIOR_PAIRS) / (all.u + PRIOR_PAIRS),
        },
      ];
    }),
  );
};

/**
 * How often each level is seen in pairs of one person (m). Pairs were chosen because they share a key, so how often it is seen
 * by chance (u) stays as shipped: among chosen pairs it is far more than in the population.
 */
export const estimateParameters = (pairs: readonly (readonly [PatientRecord, PatientRecord])[]): Estimate => {
  const patterns = patternsOf(pairs);
  let parameters = shippedParameters;
  let [matching, rounds] = [0.1, 0];
  for (let change = 1; change > ENOUGH && rounds < MOST_ROUNDS && pairs.length > 0; rounds += 1) {
    const odds = patterns.map(({ levels }) => oddsOf(levels, parameters, matching));
    const chances = odds.map((each) => each / (1 + each));
    const next = patterns.reduce((sum, { count }, at) => sum + count * (chances[at] ?? 0), 0) / pairs.length;
    change = Math.abs(next - matching);
    matching = Math.min(0.99, Math.max(1e-6, next));
    const found = fields.map((field) => [field, maximised(field, patterns, chances)] as const);
    parameters = Object.fromEntries(found) as Parameters;
  }
  const kept = fields.map((field) => {
    const levels = Object.entries(shippedParameters[field]).map(
      ([level, { u }]) => [level, { m: parameters[field][level]?.m ?? 0, u }] as const,
    );
    return [field, Object.fromEntries(levels)] as const;
  });
  return { parameters: Object.fromEntries(kept) as Parameters, pairs: pairs.length, matching, rounds };
};
