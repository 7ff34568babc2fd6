/** The score of one prior by itself, before its place in a series is known. */
import { aimMatch, modalityMatch, sameModality } from './anatomy.ts';
import type { Folded } from './copies.ts';
import type { Facts } from './facts.ts';
import type { CompiledRule, Rulebook } from './pack/rulebook.ts';
import type { Effect, Rule } from './pack/types.ts';
import { isImplanted, type Judged, Pair } from './pair.ts';
import { isSamePart, placeReason } from './place-reason.ts';
import type { Reason, Study } from './types.ts';

/** From these scores on a prior is shown first, is relevant, is marginal. */
export const floors = { first: 0.8, relevant: 0.31, marginal: 0.18 } as const;

export interface Scored<S extends Study> extends Folded<S> {
  readonly pair: Pair;
  /** How much of the question it is about, 0 to 1, rules included. */
  readonly anatomy: number;
  readonly modality: number;
  score: number;
  reasons: Reason[];
  readonly warning: Reason | undefined;
  readonly refused: boolean;
  /** Of the same kind as the current study: one of the series that is compared. */
  readonly comparable: boolean;
  /** In the series, but never its last nor its baseline. */
  readonly apart: boolean;
}

export const reasonOf = (code: string, text: string): Reason => ({ code, text });

/** Newer is a little better, and only that: the question comes first. Infants outgrow their pictures. */
export const recency = (pair: Pair): number => {
  const years = Math.max(0, pair.days) / 365.25;
  if (Number.isNaN(years)) return 0.3;
  const half = pair.now.age !== undefined && pair.now.age < 3 ? 1.5 : 5;
  return 1 / (1 + years / half);
};

/** What the pair is worth by anatomy, modality and age alone. */
const plainValue = (anatomy: number, modality: number, pair: Pair): number =>
  anatomy * modality * (0.82 + 0.18 * recency(pair)) * 0.82;

const isGuided = (one: Judged): boolean =>
  ['guided', 'biopsy', 'drainage'].some((trait) => one.meaning.traits.has(trait));

const sameKind = (pair: Pair, anatomy: number, aim: number, effects: readonly Effect[]): boolean => {
  if (effects.some((effect) => effect.series)) return true;
  const { now, prior } = pair;
  return (
    anatomy >= 0.9 &&
    aim >= 0.82 &&
    sameModality(now.meaning, prior.meaning) &&
    isGuided(now) === isGuided(prior) &&
    prior.meaning.empty === 'no'
  );
};

/** What a simpler exam of the same weeks found is why the current one is made. */
const raise = (pair: Pair, anatomy: number, modality: number, book: Rulebook): number => {
  if (anatomy < 0.88 || !pair.isEpisode || isGuided(pair.prior)) return 0;
  const [from, to] = [pair.prior.meaning.modality, pair.now.meaning.modality];
  // A procedure is planned on a cross-section, not on a film.
  if (isGuided(pair.now) && from === 'XR') return 0;
  if (book.raisedBy[to]?.includes(from)) return 0.88 - 0.04 * (pair.days / 45) + 0.06 * (modality - 0.85);
  return pair.days <= 14 ? 0.72 : 0;
};

const raisedBy = ({ now, prior }: Pair): Reason =>
  reasonOf(
    'raised-question',
    isSamePart(now.meaning, prior.meaning) ? 'shortly before, of the same part' : 'shortly before',
  );

const bounded = (score: number, effects: readonly Effect[]): number => {
  let value = score;
  for (const { scale } of effects) if (scale !== undefined) value *= scale;
  for (const { floor } of effects) if (floor !== undefined) value = Math.max(value, floor);
  for (const { cap } of effects) if (cap !== undefined) value = Math.min(value, cap);
  return Math.min(0.97, value);
};

/** Tells the rule that the reader most needs to hear of. */
const telling = (rules: readonly Rule[], score: number): readonly Reason[] =>
  rules
    .filter(({ effect }) => (effect.cap === undefined ? true : effect.cap <= score + 0.0001 || effect.apart === true))
    .map((rule) => reasonOf(rule.name, rule.reason));

/** That a hand is on the other side than a breast is true, and not why it is of no use. */
const refusal = (pair: Pair, rule: Rule, book: Rulebook): Reason => {
  const place = rule.name === 'other-side' ? placeReason(pair, pair.anatomy, false, book) : undefined;
  return place?.code === 'other-region' ? place : reasonOf(rule.name, rule.reason);
};

const refuse = <S extends Study>(folded: Folded<S>, pair: Pair, rule: Rule, book: Rulebook): Scored<S> => {
  const reason = refusal(pair, rule, book);
  const said = { reasons: [reason], warning: rule.effect.warn ? reason : undefined };
  return {
    ...folded,
    pair,
    anatomy: 0,
    modality: 0,
    score: 0,
    ...said,
    refused: true,
    comparable: false,
    apart: false,
  };
};

/** A joint that was replaced on the day `operated`, or before a picture named as made before it. */
export const capNative = <S extends Study>(one: Scored<S>, operated: number | undefined): Scored<S> => {
  const { prior, facts } = one.pair;
  const { traits } = prior.meaning;
  const native = traits.has('pre-op') || (operated !== undefined && prior.day < operated);
  if (one.refused || !native || traits.has('post-op') || !isImplanted(prior, facts)) return one;
  const reasons = [reasonOf('before-implant', 'the native part, replaced since'), ...one.reasons];
  return { ...one, score: Math.min(one.score, 0.3), reasons, apart: true, comparable: false };
};

export interface Setting {
  readonly facts: Facts;
  readonly book: Rulebook;
  /** The rules that can apply to the current study. */
  readonly rules: readonly CompiledRule[];
}

const weigh = <S extends Study>(folded: Folded<S>, pair: Pair, found: readonly Rule[], book: Rulebook): Scored<S> => {
  const effects = found.map((rule) => rule.effect);
  const answers = Math.max(0, ...effects.map((effect) => effect.answers ?? 0));
  const aim = aimMatch(pair.now.meaning, pair.prior.meaning, book);
  const about = Math.max(pair.anatomy, answers);
  const anatomy = about * aim;
  const modality = modalityMatch(pair.now.meaning, pair.prior.meaning, book);
  const raised = raise(pair, anatomy, modality, book);
  const base = Math.max(plainValue(anatomy, modality, pair), raised);
  // A floor holds only for what is about the question at all.
  const value = bounded(base, about < 0.18 ? effects.filter((effect) => effect.floor === undefined) : effects);
  const comparable = sameKind(pair, pair.anatomy, aim, effects);
  const own = raised > 0 && value >= raised - 0.001 && !comparable ? [raisedBy(pair)] : [];
  const told = telling(found, value);
  // Where a rule is why it answers, the place says nothing of it.
  const place = answers > pair.anatomy && told.length > 0 ? [] : [placeReason(pair, pair.anatomy, comparable, book)];
  const reasons =
    value < floors.marginal && anatomy < 0.3
      ? [placeReason(pair, pair.anatomy, comparable, book)]
      : [...told, ...own, ...place].filter(({ code }, at) => at === 0 || code !== 'comparable');
  const apart = effects.some((effect) => effect.apart);
  const isUnsure = pair.isSideUnread && about >= floors.marginal;
  return {
    ...folded,
    pair,
    anatomy,
    modality,
    score: value,
    reasons,
    warning: isUnsure
      ? reasonOf('side-not-read', 'side not read: its name is in letters that are not understood')
      : undefined,
    refused: false,
    comparable,
    apart,
  };
};

/** Judges one prior by the rules that apply to it. */
export const scoreOne = <S extends Study>(now: Judged, folded: Folded<S>, setting: Setting): Scored<S> => {
  const { facts, book, rules } = setting;
  const prior = folded.fullest;
  const pair = new Pair(now, prior, facts, book);
  const found: Rule[] = [];
  for (const rule of rules) {
    if (!pair.applies(rule)) continue;
    if (rule.effect.refuse) return refuse(folded, pair, rule, book);
    found.push(rule);
    // The exception to a gate stands before it and ends the search for gates.
    if (rule.name === 'growth-comparison') return weigh(folded, pair, found, book);
  }
  return weigh(folded, pair, found, book);
};
