import { type Folded, foldCopies } from './copies.ts';
import { tierFloors } from './data.ts';
import { anatomyMatch, type Judged, judge, modalityMatch } from './likeness.ts';
import { vetoes, warningCodes } from './rules.ts';
import type { RankedCandidate, Reason, Study, Tier } from './types.ts';

interface Weighed<S extends Study> extends Folded<S> {
  readonly anatomy: number;
  readonly modality: number;
  readonly veto: Reason | undefined;
  score: number;
  tier: Tier;
  reasons: Reason[];
}

const reason = (code: string, text: string): Reason => ({ code, text });

const modalityNames: Readonly<Record<string, string>> = {
  XR: 'film',
  US: 'ultrasound',
  MG: 'mammogram',
  PT: 'PET',
  XA: 'angiogram',
  RF: 'fluoroscopy',
  OPT: 'OCT',
};

/** Newer is a little better, and only that: the question comes first. */
const recency = (now: Judged, prior: Judged): number => {
  const years = (now.day - prior.day) / 365.25;
  return Number.isNaN(years) ? 0.5 : 1 / (1 + Math.max(0, years) / 4);
};

const veto = (now: Judged, prior: Judged): Reason | undefined => {
  const found = vetoes.find(({ when }) => when(now, prior));
  return found && reason(found.code, found.text);
};

const weigh = <S extends Study>(now: Judged, folded: Folded<S>): Weighed<S> => {
  const prior = folded.fullest;
  const anatomy = anatomyMatch(now.concept, prior.concept);
  const modality = modalityMatch(now.concept, prior.concept);
  const refused = veto(now, prior);
  const score = refused ? 0 : anatomy * (0.45 + 0.55 * modality);
  return { ...folded, anatomy, modality, veto: refused, score, tier: 'not-relevant', reasons: [] };
};

const same = 0.85;

/** Infant hips are one series although ultrasound gives way to films; so are other growing-up questions. */
const continues = (now: Judged, prior: Judged): boolean =>
  now.concept.focus === prior.concept.focus &&
  ['hip', 'pelvis-bones'].includes(now.concept.focus) &&
  now.concept.modality === 'XR' &&
  prior.concept.modality === 'US' &&
  (now.concept.qualifiers.includes('paediatric') || prior.concept.laterality === 'bilateral');

const infantHip = (now: Judged, prior: Judged): boolean =>
  prior.concept.modality === 'US' &&
  prior.concept.focus === 'hip' &&
  prior.concept.laterality === 'bilateral' &&
  now.concept.modality === 'XR' &&
  ['hip', 'pelvis-bones', 'general'].includes(now.concept.focus) &&
  now.concept.regions.includes('pelvis');

const isComparable = <S extends Study>(now: Judged, one: Weighed<S>): boolean =>
  one.veto === undefined &&
  one.anatomy >= same &&
  (one.modality === 1 || continues(now, one.fullest) || infantHip(now, one.fullest));

/** In a brace or a cast the question is another one: how much it corrects. */
const constrained = (one: Judged): boolean =>
  one.concept.qualifiers.some((word) => word === 'in-brace' || word === 'in-cast') &&
  !one.concept.qualifiers.includes('out-of-brace');

const limited = (one: Judged): boolean => one.concept.qualifiers.includes('limited');

const word = (one: Judged): string => modalityNames[one.concept.modality] ?? one.concept.modality;

const tierOf = (score: number): Tier => {
  if (score >= tierFloors.relevant) return 'relevant';
  return score >= tierFloors.marginal ? 'marginal' : 'not-relevant';
};

const otherReason = <S extends Study>(one: Weighed<S>): Reason => {
  if (one.anatomy >= same && one.modality < 1) return reason('other-modality', 'same problem, other modality');
  if (one.anatomy >= 0.6) return reason('covers-region', 'covers the region');
  return reason('near-region', 'touches the region');
};

const hasOtherQuestion = (one: Judged): boolean => one.concept.modality === 'ECG';

/** The last comparable study and the first are worth more than those between them. */
const placeSeries = <S extends Study>(now: Judged, series: readonly Weighed<S>[]): void => {
  const free = series.filter((one) => !constrained(one.fullest) || constrained(now));
  const ordered = (free.length > 0 ? free : series).toSorted(
    (a, b) => b.fullest.day - a.fullest.day || a.fullest.place - b.fullest.place,
  );
  const full = ordered.filter((one) => !limited(one.fullest));
  const last = full[0] ?? ordered[0];
  const first = ordered.length > 1 ? ordered.at(-1) : undefined;
  for (const one of series) {
    one.tier = 'relevant';
    one.score = 0.74 + 0.08 * recency(now, one.fullest);
    one.reasons = [reason('comparable', `same exam, earlier`)];
  }
  if (first) {
    first.tier = 'show-first';
    first.score = 0.92;
    first.reasons = [reason('baseline', 'first in the series (baseline)')];
  }
  if (last) {
    last.tier = 'show-first';
    last.score = 0.99;
    last.reasons = [reason('last-comparable', `last comparable ${word(last.fullest)}`)];
  }
};

const placeOther = <S extends Study>(now: Judged, one: Weighed<S>): void => {
  if (one.veto) {
    one.reasons = [one.veto];
    return;
  }
  const weighed = one.score * (0.85 + 0.15 * recency(now, one.fullest));
  one.score = Math.min(0.72, weighed * 0.85);
  one.tier = hasOtherQuestion(one.fullest) && weighed >= tierFloors.marginal ? 'marginal' : tierOf(weighed);
  one.reasons = [one.tier === 'not-relevant' ? reason('other-region', 'another part of the body') : otherReason(one)];
};

/** Where nothing comparable exists, the best of what is relevant is what the current study is read against. */
const promoteBest = <S extends Study>(weighed: readonly Weighed<S>[]): void => {
  if (weighed.some((one) => one.tier === 'show-first')) return;
  const best = weighed
    .filter((one) => one.tier === 'relevant' && one.anatomy >= same)
    .toSorted((a, b) => b.score - a.score)[0];
  if (!best) return;
  best.tier = 'show-first';
  best.score = 0.9;
};

const tierOrder: Readonly<Record<Tier, number>> = { 'show-first': 0, relevant: 1, marginal: 2, 'not-relevant': 3 };

const toResult = <S extends Study>(one: Weighed<S>): RankedCandidate<S> => ({
  study: one.fullest.study,
  score: Math.round(one.score * 1000) / 1000,
  tier: one.tier,
  reasons: one.reasons,
  warnings: one.veto && warningCodes.has(one.veto.code) ? [one.veto] : [],
  copies: one.copies.map((copy) => copy.study),
});

/**
 * The priors of a current study, best first. Every candidate is listed or folded into a fuller copy of the same examination;
 * `show-first` and `relevant` are those to be fetched and shown. The order of the input does not matter.
 */
export const rank = <S extends Study>(current: Study, candidates: readonly S[]): readonly RankedCandidate<S>[] => {
  const now = judge(current, -1);
  const ordered = candidates
    .map((study, at) => ({ study, at }))
    .toSorted(
      (a, b) =>
        (a.study.studyUid ?? a.study.id ?? '').localeCompare(b.study.studyUid ?? b.study.id ?? '') || a.at - b.at,
    );
  const weighed = foldCopies(ordered.map(({ study }, place) => judge(study, place))).map((folded) =>
    weigh(now, folded),
  );
  const series = weighed.filter((one) => isComparable(now, one));
  for (const one of weighed) if (!series.includes(one)) placeOther(now, one);
  placeSeries(now, series);
  promoteBest(weighed);
  return weighed
    .toSorted(
      (a, b) =>
        tierOrder[a.tier] - tierOrder[b.tier] ||
        b.score - a.score ||
        b.fullest.day - a.fullest.day ||
        a.fullest.place - b.fullest.place,
    )
    .map(toResult);
};
