/**
 * Offline calibration: what readers opened, dismissed and pulled in by hand proposes other weights. Nothing is learnt silently: a
 * proposal is a pack with the evidence of every number, for a person to look at, measure and adopt.
 */
import { anatomyMatch, modalityMatch, sameModality } from './anatomy.ts';
import { factsOf } from './facts.ts';
import type { Meaning } from './meaning.ts';
import type { Rulebook } from './pack/rulebook.ts';
import type { Pack } from './pack/types.ts';
import { judge, matches, Pair } from './pair.ts';
import { bookOf } from './rank.ts';
import type { RankOptions, Study } from './types.ts';

export const outcomes = ['opened', 'dismissed', 'pulled-in', 'ignored'] as const;
/** `pulled-in`: fetched by hand although it was not offered. `ignored` says nothing and is not counted. */
export type Outcome = (typeof outcomes)[number];

/** One reading: the study that was read and what became of each prior. */
export interface Feedback {
  readonly current: Study;
  readonly candidates: readonly (Study & { readonly outcome: Outcome })[];
  /** When it was recorded, ISO. */
  readonly at?: string;
}

export interface Proposal {
  /** `adjacency`: how much of a question about `now` a study of `prior` answers; `modality`: the same between modalities of one part. */
  readonly kind: 'adjacency' | 'modality';
  readonly part: string;
  readonly now: string;
  readonly prior: string;
  readonly from: number;
  readonly to: number;
  readonly observations: number;
  readonly wanted: number;
}

/** As many observations weigh as much as the judgement that is in the packs. */
const trust = 12;
const fewest = 4;
const largestStep = 0.2;

const isText = (value: unknown): boolean => typeof value === 'string';
const isStudy = (value: unknown): value is Study =>
  typeof value === 'object' && value !== null && isText((value as Study).description) && isText((value as Study).date);

const hasOutcome = (study: Study & { readonly outcome?: unknown }): boolean =>
  (outcomes as readonly unknown[]).includes(study.outcome);

/** Checks what was read from a file. Throws a `TypeError` that says which reading is wrong. */
export const readFeedback = (value: unknown): readonly Feedback[] => {
  if (!Array.isArray(value)) throw new TypeError('Feedback is a list of readings {current, candidates}.');
  for (const [at, one] of (value as Partial<Feedback>[]).entries()) {
    if (!isStudy(one?.current)) throw new TypeError(`Reading ${at}: current has no description and date.`);
    if (!Array.isArray(one.candidates)) throw new TypeError(`Reading ${at}: candidates is no list.`);
    const wrong = (one.candidates as readonly unknown[]).findIndex((study) => !isStudy(study) || !hasOutcome(study));
    if (wrong >= 0)
      throw new TypeError(
        `Reading ${at}: candidate ${wrong} wants description, date and an outcome of ${outcomes.join(', ')}.`,
      );
  }
  return value as readonly Feedback[];
};

interface Cell extends Omit<Proposal, 'to' | 'observations' | 'wanted'> {}

const bestParts = (now: Meaning, prior: Meaning, book: Rulebook): readonly [string, string] | undefined => {
  const pairs = now.parts.flatMap((a) => prior.parts.map((b) => [a, b] as const));
  const weight = ([a, b]: readonly [string, string]): number => (a === b ? 1 : (book.adjacency[a]?.[b] ?? 0));
  return pairs.toSorted((x, y) => weight(y) - weight(x))[0];
};

/** The number that an observation speaks of; none where a gate decided or the exams are alike. */
const cellOf = (now: Meaning, prior: Meaning, book: Rulebook): Cell | undefined => {
  const [a, b] = bestParts(now, prior, book) ?? [];
  if (a === undefined || b === undefined || prior.empty !== 'no') return undefined;
  if (a !== b) return { kind: 'adjacency', part: a, now: a, prior: b, from: anatomyMatch(now, prior, book) };
  if (sameModality(now, prior)) return undefined;
  const [from, to] = [now.modality, prior.modality];
  return { kind: 'modality', part: a, now: from, prior: to, from: modalityMatch(now, prior, book) };
};

interface Tally {
  readonly cell: Cell;
  seen: number;
  wanted: number;
}

const tallyOf = (feedback: readonly Feedback[], book: Rulebook): ReadonlyMap<string, Tally> => {
  const tallies = new Map<string, Tally>();
  for (const { current, candidates } of feedback) {
    const now = judge(current, book, -1);
    const facts = factsOf(now.said, now.day, book);
    const gates = book.rules.filter((rule) => rule.effect.refuse && matches(rule.now, now));
    for (const study of candidates) {
      if (study.outcome === 'ignored') continue;
      const prior = judge(study, book, 0);
      const pair = new Pair(now, prior, facts, book);
      const cell = gates.some((rule) => pair.applies(rule)) ? undefined : cellOf(now.meaning, prior.meaning, book);
      if (cell === undefined) continue;
      const key = [cell.kind, cell.part, cell.now, cell.prior].join('|');
      const tally = tallies.get(key) ?? { cell, seen: 0, wanted: 0 };
      tallies.set(key, tally);
      tally.seen += 1;
      tally.wanted += study.outcome === 'dismissed' ? 0 : 1;
    }
  }
  return tallies;
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

const propose = ({ cell, seen, wanted }: Tally): Proposal => {
  const pulled = (trust * cell.from + wanted * 0.95) / (trust + seen);
  const to = Math.min(cell.from + largestStep, Math.max(cell.from - largestStep, pulled));
  return { ...cell, from: rounded(cell.from), to: rounded(to), observations: seen, wanted };
};

const packOf = (proposals: readonly Proposal[]): Pack => {
  const adjacency: Record<string, Record<string, number>> = {};
  const modalityIn: Record<string, Record<string, Record<string, number>>> = {};
  for (const { kind, part, now, prior, to } of proposals) {
    if (kind === 'adjacency') adjacency[now] = { ...adjacency[now], [prior]: to };
    else modalityIn[part] = { ...modalityIn[part], [now]: { ...modalityIn[part]?.[now], [prior]: to } };
  }
  const seen = proposals.reduce((sum, one) => sum + one.observations, 0);
  return {
    name: 'calibrated',
    title: 'Weights proposed by recorded feedback',
    source: `${seen} observations of what readers opened, dismissed and pulled in`,
    adjacency,
    modalityIn,
  };
};

export interface Calibration {
  readonly pack: Pack;
  readonly proposals: readonly Proposal[];
  /** Observations that speak of no number: gates, exams that are alike, unreadable names. */
  readonly observations: number;
}

/** Proposes weights; changes nothing. Each number moves at most 0.2 and only on four or more observations. */
export const calibrate = (feedback: readonly Feedback[], options: RankOptions = {}): Calibration => {
  const tallies = [...tallyOf(feedback, bookOf(options.packs)).values()];
  const proposals = tallies
    .filter(({ seen }) => seen >= fewest)
    .map(propose)
    .filter(({ from, to }) => from !== to)
    .toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from) || b.observations - a.observations);
  return { pack: packOf(proposals), proposals, observations: tallies.reduce((sum, { seen }) => sum + seen, 0) };
};
