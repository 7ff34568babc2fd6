import { foldCopies } from './copies.ts';
import { type Facts, factsOf } from './facts.ts';
import { type Rulebook, rulebookOf } from './pack/rulebook.ts';
import type { Pack } from './pack/types.ts';
import { builtInPacks } from './packs/index.ts';
import { type Judged, judge, matches } from './pair.ts';
import { capNative, floors, reasonOf, type Scored, type Setting, scoreOne } from './score.ts';
import { placeSeries } from './series.ts';
import type { RankedCandidate, RankOptions, Study, Tier } from './types.ts';

const withPacks = new WeakMap<readonly Pack[], readonly Pack[]>();

/** The built-in packs and those of a department or user over them. */
export const bookOf = (packs: readonly Pack[] | undefined): Rulebook => {
  if (packs === undefined || packs.length === 0) return rulebookOf(builtInPacks);
  const all = withPacks.get(packs) ?? [...builtInPacks, ...packs];
  withPacks.set(packs, all);
  return rulebookOf(all);
};

const tierOf = (score: number): Tier => {
  if (score >= floors.first) return 'show-first';
  if (score >= floors.relevant) return 'relevant';
  return score >= floors.marginal ? 'marginal' : 'not-relevant';
};

/** Where nothing comparable exists, the best of what is relevant is what the current study is read against. */
const promoteBest = <S extends Study>(scored: readonly Scored<S>[]): void => {
  if (scored.some((one) => one.score >= floors.first)) return;
  const [best] = scored
    .filter((one) => one.score >= 0.55 && one.anatomy >= 0.85)
    .toSorted((a, b) => b.score - a.score || b.pair.prior.day - a.pair.prior.day || a.fullest.place - b.fullest.place);
  if (!best) return;
  best.score = 0.82;
  best.reasons = [...best.reasons.slice(0, 2), reasonOf('best-there-is', 'the best there is to compare')];
};

const keyOf = ({ said }: Judged): string =>
  [said.studyUid, said.id, said.date, said.time, said.description, said.siteName, said.instances].join('\u0000');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An order that the input does not decide. */
const placed = <S extends Study>(candidates: readonly S[], book: Rulebook): readonly Judged<S>[] =>
  candidates
    .map((study) => judge(study, book, 0))
    .map((one) => ({ one, key: keyOf(one) }))
    .toSorted((a, b) => compare(a.key, b.key))
    .map(({ one }, place) => ({ ...one, place }));

/** The first picture after an operation dates it; otherwise the text does. */
const operatedDay = <S extends Study>(scored: readonly Scored<S>[], { event }: Facts): number | undefined => {
  const days = scored
    .filter(({ refused, pair }) => !refused && pair.anatomy >= 0.9 && pair.prior.meaning.traits.has('post-op'))
    .map(({ pair }) => pair.prior.day)
    .filter((day) => !Number.isNaN(day));
  if (days.length > 0) return Math.min(...days);
  return event?.treated ? event.day - event.slack / 2 : undefined;
};

const toResult = <S extends Study>(one: Scored<S>): RankedCandidate<S> => ({
  study: one.fullest.study,
  score: Math.round(Math.max(0, Math.min(1, one.score)) * 1000) / 1000,
  tier: tierOf(one.score),
  reasons: one.reasons.slice(0, 3),
  warnings: one.warning ? [one.warning] : [],
  copies: one.copies.map((copy) => copy.study),
});

/**
 * The priors of a current study or of an order that has no pictures yet, best first. Every candidate is listed or folded into a
 * fuller copy of the same examination; `show-first` and `relevant` are those to be fetched and shown, and there may be none. The
 * order of the input does not matter; no field of it can make this throw.
 */
export const rank = <S extends Study>(
  current: Study,
  candidates: readonly S[],
  options: RankOptions = {},
): readonly RankedCandidate<S>[] => {
  const book = bookOf(options.packs);
  const now = judge(current, book, -1);
  const facts = factsOf(now.said, now.day, book);
  const judged = placed(candidates, book);
  const setting: Setting = {
    facts,
    book,
    rules: book.rules.filter((rule) => matches(rule.now, now)),
  };
  const alone = foldCopies(judged, book).map((folded) => scoreOne(now, folded, setting));
  const operated = operatedDay(alone, facts);
  const scored = alone.map((one) => capNative(one, operated));
  placeSeries(scored);
  promoteBest(scored);
  return scored
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        (b.fullest.day || 0) - (a.fullest.day || 0) ||
        b.anatomy - a.anatomy ||
        a.fullest.place - b.fullest.place,
    )
    .map(toResult);
};
