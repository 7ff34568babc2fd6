/**
 * Has the question of an order been answered lately? Windows and the never-warn list are data of the packs. What is said is "a study
 * exists, open it": never that the order should not be made.
 */
import { aimMatch, anatomyMatch } from './anatomy.ts';
import { factsOf } from './facts.ts';
import type { Meaning } from './meaning.ts';
import type { Rulebook } from './pack/rulebook.ts';
import type { DuplicateWindow } from './pack/types.ts';
import { type Judged, judge, matches, Pair } from './pair.ts';
import { bookOf } from './rank.ts';
import type { RankOptions, Study } from './types.ts';

export interface Duplicate<S extends Study = Study> {
  readonly study: S;
  /** Calendar days. */
  readonly daysAgo: number;
  /** The same in words: today, yesterday, 3 days ago. */
  readonly ago: string;
  readonly says: DuplicateWindow['says'];
  /** Name of the window that it fell into. */
  readonly window: string;
  /** For the card: a study exists, open it. */
  readonly text: string;
}

/** The known study shows every side that the order asks for. */
const coversSide = (order: Meaning, known: Meaning): boolean =>
  known.side === 'both' || known.side === order.side || (known.side === 'none' && order.side === 'none');

/** Contrast that the order needs and the known study lacked is another question. */
const coversContrast = (order: Meaning, known: Meaning): boolean => {
  const [wanted, had] = [order.concept.contrast, known.concept.contrast];
  if (wanted === 'both') return had === 'both';
  return !(wanted === 'with' && had === 'without') && !(wanted === 'without' && had === 'with');
};

const phases = ['multi-phase', 'high-resolution', 'angiography', 'perfusion', 'stress', 'arthrogram', 'spectroscopy'];

const sameTechnique = (order: Meaning, known: Meaning): boolean =>
  phases.every((trait) => !order.traits.has(trait) || known.traits.has(trait));

const answers = (order: Judged, known: Judged, book: Rulebook): boolean => {
  const [a, b] = [order.meaning, known.meaning];
  return (
    a.modality === b.modality &&
    a.modality !== 'NONE' &&
    a.modality !== 'any' &&
    b.empty === 'no' &&
    anatomyMatch(a, b, book) >= 0.95 &&
    (a.concept.focus === b.concept.focus || b.concept.focus === 'general') &&
    aimMatch(a, b, book) === 1 &&
    coversSide(a, b) &&
    coversContrast(a, b) &&
    sameTechnique(a, b)
  );
};

/** The narrowest window that a study of that age falls into. */
const windowOf = (modality: string, days: number, book: Rulebook): DuplicateWindow | undefined =>
  book.duplicateWindows
    .filter((one) => (one.modality === undefined || one.modality.includes(modality)) && days >= 0 && days <= one.days)
    .toSorted((a, b) => a.days - b.days)[0];

const agoOf = (days: number): string => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`);

const textOf = (known: Judged, ago: string): string => {
  const site = known.said.siteName ? ` at ${known.said.siteName}` : '';
  return `A study exists: ${known.meaning.concept.plain}, ${ago}${site}. Open it.`;
};

const refusing = new Set([
  'other-side',
  'age-mismatch',
  'sex-mismatch',
  'organ-removed',
  'not-an-exam',
  'native-kidneys',
  'other-pregnancy',
]);

/** Why nothing is said of this order, whatever exists; undefined when nothing forbids it. */
const silence = (order: Judged, plain: string, book: Rulebook): string | undefined =>
  book.neverWarn.find(
    (one) =>
      one.known === undefined &&
      (one.order === undefined || matches(one.order, order)) &&
      (one.find === undefined || one.find.test(plain)),
  )?.name;

/**
 * Studies that answered the question of the order within a window of its modality, newest first. Empty for serial protocols, cancer
 * follow-up, procedures and whatever else the never-warn list names, and when side, contrast or technique differ.
 */
export const findDuplicates = <S extends Study>(
  order: Study,
  known: readonly S[],
  options: RankOptions = {},
): readonly Duplicate<S>[] => {
  const book = bookOf(options.packs);
  const now = judge(order, book, -1);
  const facts = factsOf(now.said, now.day, book);
  if (silence(now, facts.plain, book) !== undefined) return [];
  const refusals = book.rules.filter((rule) => refusing.has(rule.name) && matches(rule.now, now));
  return known
    .map((study, place) => judge(study, book, place))
    .flatMap((one) => {
      // An order has no hour: a study of this morning is of today.
      const daysAgo = Math.floor(now.day) - Math.floor(one.day);
      const window = windowOf(now.meaning.modality, daysAgo, book);
      if (window === undefined || !answers(now, one, book)) return [];
      const pair = new Pair(now, one, facts, book);
      if (refusals.some((rule) => pair.applies(rule))) return [];
      if (book.neverWarn.some((rule) => rule.known !== undefined && matches(rule.known, one))) return [];
      const ago = agoOf(daysAgo);
      return [{ study: one.study, daysAgo, ago, says: window.says, window: window.name, text: textOf(one, ago) }];
    })
    .toSorted((a, b) => a.daysAgo - b.daysAgo);
};
