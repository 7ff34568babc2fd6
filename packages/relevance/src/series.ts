/** The place of a prior in the series that is compared: last, baseline, or between. */
import { floors, reasonOf, recency, type Scored } from './score.ts';
import type { Study } from './types.ts';

const modalityNames: Readonly<Record<string, string>> = {
  XR: 'film',
  any: 'exam',
  US: 'ultrasound',
  MR: 'MRI',
  MG: 'mammogram',
  PT: 'PET',
  NM: 'scan',
  XA: 'angiogram',
  RF: 'fluoroscopy',
  BMD: 'density measurement',
  OPT: 'OCT',
  OP: 'eye photograph',
  OPV: 'visual field',
  OAM: 'biometry',
  PX: 'panoramic film',
  IO: 'dental film',
  ES: 'endoscopy',
  XC: 'photograph',
};

const wordOf = <S extends Study>(one: Scored<S>): string => {
  const { modality } = one.pair.prior.meaning;
  return modalityNames[modality] ?? modality;
};

const byDrugsOrRays =
  /\b(?:post|after|nach|apres|tras|dopo|na) (?:\w+ )?(?:chemo|chimio|quimio|rt\b|xrt|radio|rad tx|therap|treatment|tx\b|bestrahl|strahlen)/;

/** Hearts and vessels are treated by catheter as often as by operation, tumours by drugs and rays. */
const treatmentOf = <S extends Study>(one: Scored<S>): string => {
  if (byDrugsOrRays.test(one.pair.prior.meaning.plain)) return 'treatment';
  return ['cardiac', 'vascular'].includes(one.pair.prior.meaning.concept.specialty ?? '')
    ? 'intervention'
    : 'operation';
};

const has = <S extends Study>(one: Scored<S>, trait: string): boolean => one.pair.prior.meaning.traits.has(trait);

const episodeGap = 60;

/** Those that follow one another closely up to the current study: one illness. Newest first, as given. */
const episodeOf = <S extends Study>(ordered: readonly Scored<S>[]): readonly Scored<S>[] => {
  const chain: Scored<S>[] = [];
  let last = ordered[0]?.pair.now.day ?? Number.NaN;
  for (const one of ordered) {
    if (!(last - one.pair.prior.day <= episodeGap)) break;
    chain.push(one);
    last = one.pair.prior.day;
  }
  return chain;
};

/** Films of chest and belly are made for the illness of the day: what is older than it is background, not baseline. */
const isAcute = <S extends Study>([first]: readonly Scored<S>[]): boolean => {
  const now = first?.pair.now.meaning;
  return (now?.modality === 'XR' || now?.modality === 'any') && (now.foci.has('chest') || now.foci.has('abdomen'));
};

interface Baseline<S extends Study> {
  readonly one: Scored<S>;
  readonly score: number;
  readonly code: string;
  readonly text: string;
}

const oldest = <S extends Study>(all: readonly Scored<S>[]): Scored<S> | undefined => all.at(-1);

/** What change is measured from: after the operation, before the treatment, the start of the illness, or the first of all. */
const baselinesOf = <S extends Study>(ordered: readonly Scored<S>[]): readonly Baseline<S>[] => {
  const found: Baseline<S>[] = [];
  const operated = oldest(ordered.filter((one) => has(one, 'post-op') && !has(one, 'pre-op')));
  if (operated)
    found.push({
      one: operated,
      score: 0.93,
      code: 'post-op-baseline',
      text: `first after the ${treatmentOf(operated)} (baseline)`,
    });
  const event = ordered[0]?.pair.facts.event;
  if (event?.treated && !operated) {
    const after = oldest(ordered.filter((one) => one.pair.prior.day >= event.day - event.slack));
    if (after) found.push({ one: after, score: 0.91, code: 'baseline', text: 'first since then (baseline)' });
    const prior = ordered.find((one) => one.pair.prior.day < event.day - event.slack);
    if (prior)
      found.push({ one: prior, score: 0.85, code: 'before-treatment', text: 'last before treatment (baseline)' });
    return found;
  }
  if (operated) {
    const before = ordered.find((one) => one.pair.prior.day < operated.pair.prior.day);
    if (before)
      found.push({
        one: before,
        score: 0.73,
        code: 'before-treatment',
        text: `last before the ${treatmentOf(before)}`,
      });
    return found;
  }
  if (event) {
    const start = oldest(ordered.filter((one) => one.pair.prior.day >= event.day - event.slack));
    if (start) return [{ one: start, score: 0.88, code: 'episode-start', text: 'first of this illness' }];
  }
  const stated = oldest(ordered.filter((one) => has(one, 'baseline')));
  if (stated) found.push({ one: stated, score: 0.9, code: 'baseline', text: 'stated as baseline' });
  const episode = episodeOf(ordered);
  const isEpisode = episode.length > (isAcute(ordered) ? 0 : 1) && episode.length < ordered.length;
  const start = isEpisode ? oldest(episode) : undefined;
  if (start && start !== ordered[0])
    found.push({ one: start, score: 0.86, code: 'episode-start', text: 'first of the recent exams' });
  const first = oldest(ordered);
  if (first && !start && !stated)
    found.push({ one: first, score: 0.86, code: 'baseline', text: 'first in the series (baseline)' });
  return found;
};

const set = <S extends Study>(one: Scored<S>, score: number, code: string, text: string): void => {
  if (one.score >= score && one.reasons.some((reason) => reason.code === code)) return;
  one.score = score;
  one.reasons = [reasonOf(code, text), ...one.reasons.filter((reason) => reason.code !== 'comparable')];
};

const surveyed = ['heart', 'fetus', 'general'];

/** A limited ultrasound of the very organ is whole enough; a limited film, echo or survey is not. */
const limitedSaysLess = <S extends Study>({ pair: { now } }: Scored<S>): boolean => {
  const { meaning } = now;
  if (meaning.traits.has('portable')) return false;
  return meaning.modality !== 'US' || surveyed.some((focus) => meaning.foci.has(focus));
};

/** Where an exam shows less than the current one asks. */
const isWeak = <S extends Study>(one: Scored<S>): boolean => {
  const weak = (trait: string): boolean => has(one, trait) && !one.pair.now.meaning.traits.has(trait);
  return one.apart || (weak('limited') && limitedSaysLess(one)) || weak('comparison') || isHalf(one);
};

/** One side only, where both are looked at. A mammogram that names no side is of both. */
const isHalf = <S extends Study>({ pair: { now, prior, facts } }: Scored<S>): boolean =>
  prior.meaning.side !== facts.side &&
  (prior.meaning.side === 'left' || prior.meaning.side === 'right') &&
  (now.meaning.side === 'both' || (now.meaning.side === 'none' && now.meaning.foci.has('breast')));

/** Below the last two of the series each older one says less. */
const between = [0.72, 0.66, 0.6, 0.56, 0.53] as const;

const placeBetween = <S extends Study>(one: Scored<S>, at: number): void => {
  const step = between[Math.min(at, between.length - 1)] ?? 0.5;
  one.score = step - 0.1 * (1 - recency(one.pair));
  one.reasons = [
    reasonOf('comparable', 'same exam, earlier'),
    ...one.reasons.filter(({ code }) => code !== 'comparable'),
  ];
};

/** The day before which a study belongs to another chapter: before the operation, or before this illness. */
const cutOf = <S extends Study>(series: readonly Scored<S>[], baselines: readonly Baseline<S>[]): number => {
  const operated = baselines.find(({ code }) => code === 'post-op-baseline')?.one;
  if (operated) return operated.pair.prior.day;
  const event = series[0]?.pair.facts.event;
  if (event && !event.treated) return event.day - event.slack;
  const episode = episodeOf(series);
  const start = episode.at(-1);
  if (!start || episode.length < (isAcute(series) ? 1 : 2)) return Number.NEGATIVE_INFINITY;
  return Math.min(start.pair.prior.day, start.pair.now.day - 400);
};

/** The newest from before says how it was; what is older still says little. */
const placeBefore = <S extends Study>(one: Scored<S>, isNewest: boolean): void => {
  one.score = Math.min(one.score, isNewest ? 0.52 : 0.42);
  one.reasons = [reasonOf('before-this', 'from before the recent exams'), ...one.reasons.slice(1)];
};

const placeWeak = <S extends Study>(one: Scored<S>, last: Scored<S> | undefined): void => {
  const newer = last === undefined || one.pair.prior.day > last.pair.prior.day;
  if (one.apart) {
    one.score = Math.min(0.66, one.score);
    return;
  }
  if (isHalf(one)) {
    one.score = 0.72 - 0.1 * (1 - recency(one.pair));
    one.reasons = [reasonOf('one-side', 'one of the two sides'), ...one.reasons];
  } else if (newer) set(one, 0.83, 'limited-newest', `newest ${wordOf(one)}, though limited`);
  else {
    one.score = Math.min(one.score, 0.5);
    one.reasons = [reasonOf('limited', 'limited exam, a weaker comparison'), ...one.reasons];
  }
};

const wide: ReadonlySet<string> = new Set(['CT', 'MR', 'PT', 'US']);

/** A wider scan that is named as made after the operation or as the baseline is what change is measured from. */
const placeStated = <S extends Study>(scored: readonly Scored<S>[]): void => {
  const stated = scored
    .filter((one) => !one.refused && !one.comparable && one.anatomy >= 0.7 && one.score >= 0.5)
    .filter((one) => has(one, 'baseline') && one.pair.prior.meaning.modality === one.pair.now.meaning.modality);
  const first = oldest(
    stated.toSorted((a, b) => b.pair.prior.day - a.pair.prior.day || a.fullest.place - b.fullest.place),
  );
  if (first) set(first, 0.83, 'baseline', 'stated as baseline');
};

/** A wider scan by the same modality, newer than the last of the very same kind, is compared too. */
const placeCovering = <S extends Study>(scored: readonly Scored<S>[], last: Scored<S> | undefined): void => {
  const [newest] = scored
    .filter(({ pair, anatomy, comparable, score, apart }) => {
      const { modality } = pair.prior.meaning;
      const same =
        modality === pair.now.meaning.modality && wide.has(modality) && !pair.holds('prenatal-of-this-child');
      return same && !comparable && !apart && anatomy >= 0.75 && score >= 0.5 && !has({ pair } as Scored<S>, 'guided');
    })
    .toSorted((a, b) => b.pair.prior.day - a.pair.prior.day || a.fullest.place - b.fullest.place);
  placeStated(scored);
  if (!newest || (last && !(newest.pair.prior.day > last.pair.prior.day + 30))) return;
  const covers = newest.reasons.some(({ code }) => code === 'covers-region');
  set(newest, 0.88, 'newer-covering', covers ? 'newest scan that covers it' : 'newest scan of the same area');
};

/** Sets score and reasons of the members of the series. */
export const placeSeries = <S extends Study>(scored: readonly Scored<S>[]): void => {
  const ordered = scored
    .filter((one) => one.comparable && one.score >= floors.marginal)
    .toSorted((a, b) => (b.pair.prior.day || 0) - (a.pair.prior.day || 0) || a.fullest.place - b.fullest.place);
  const strong = ordered.filter((one) => !isWeak(one));
  const series = strong.length > 0 ? strong : ordered.filter((one) => !one.apart);
  const [last, ...others] = series;
  for (const one of ordered) if (!series.includes(one)) placeWeak(one, last);
  placeCovering(scored, last);
  if (!last) return;
  const baselines = baselinesOf(series);
  const cut = cutOf(series, baselines);
  for (const [at, one] of others.entries()) {
    placeBetween(one, at);
    const newer = series[at]?.pair.prior.day ?? Number.NaN;
    if (one.pair.prior.day < cut) placeBefore(one, !(newer < cut));
  }
  for (const { one, score, code, text } of baselines)
    if (one !== last && one.score < score) set(one, score, code, text);
  set(last, 0.98, 'last-comparable', `last comparable ${wordOf(last)}`);
  const also = baselines.find(({ one }) => one === last);
  if (also && series.length > 1)
    last.reasons = [
      last.reasons[0] as (typeof last.reasons)[number],
      reasonOf(also.code, also.text),
      ...last.reasons.slice(1),
    ];
};
