import { type Concept, conceptOf, type Region } from '@throughline/terminology';
import { otherModality, relatedFocus } from './data.ts';
import type { Study } from './types.ts';

/** A study with its meaning, for the time of one ranking. */
export interface Judged<S extends Study = Study> {
  readonly study: S;
  readonly concept: Concept;
  /** Days since 1970; NaN without a date. */
  readonly day: number;
  readonly place: number;
}

const millisecondsADay = 86_400_000;

export const judge = <S extends Study>(study: S, place: number): Judged<S> => ({
  study,
  place,
  day: Date.parse(study.date) / millisecondsADay,
  concept: conceptOf({
    name: study.description,
    ...(study.modality !== undefined && { modality: study.modality }),
    ...(study.bodyPartExamined !== undefined && { bodyPartExamined: study.bodyPartExamined }),
    ...(study.laterality !== undefined && { laterality: study.laterality }),
  }),
});

const shares = (a: readonly Region[], b: readonly Region[]): boolean =>
  a.some((region) => region !== 'unspecified' && b.includes(region));

const wide: ReadonlySet<string> = new Set(['CT', 'MR', 'PT']);

/** A scan of a whole region answers a question about one part of it, and a part something of the whole. */
const generalMatch = (now: Concept, prior: Concept): number => {
  if (!shares(now.regions, prior.regions)) return 0;
  const extremity = now.regions.some((region) => region.endsWith('extremity'));
  if (now.focus === 'general' && prior.focus === 'general') return 1;
  if (extremity) return 0.4;
  if (now.focus === 'general') return wide.has(now.modality) || wide.has(prior.modality) ? 0.7 : 0.55;
  return prior.focus === 'general' ? 0.65 : 0.2;
};

const trunk: ReadonlySet<Region> = new Set<Region>(['neck', 'chest', 'abdomen', 'pelvis']);

/** A scan of the whole trunk is most of what a whole-body scan shows. */
const trunkMatch = (now: Concept, prior: Concept): number => {
  if (!now.regions.includes('whole-body') || !wide.has(prior.modality)) return 0;
  const covered = prior.regions.filter((region) => trunk.has(region)).length;
  return covered >= 2 && prior.focus === 'general' ? 0.85 : 0;
};

const chestFocus: ReadonlySet<string> = new Set(['lungs', 'general']);

/** How much of the question of the current study the prior is about, by anatomy alone: 0 to 1. */
export const anatomyMatch = (now: Concept, prior: Concept): number => {
  if (now.focus === prior.focus && now.focus !== 'general') return shares(now.regions, prior.regions) ? 1 : 0.8;
  const chest = now.regions.includes('chest') && prior.regions.includes('chest');
  if (chest && chestFocus.has(now.focus) && chestFocus.has(prior.focus)) return 0.97;
  const related = relatedFocus[now.focus]?.[prior.focus] ?? 0;
  const covered = prior.spans.includes(now.focus) ? 0.68 : 0;
  const covers = now.spans.includes(prior.focus) ? 0.5 : 0;
  const body = prior.regions.includes('whole-body') && now.modality !== 'MG' && wide.has(prior.modality) ? 0.4 : 0;
  return Math.max(related, covered, covers, generalMatch(now, prior), body, trunkMatch(now, prior));
};

export const modalityMatch = (now: Concept, prior: Concept): number =>
  now.modality === prior.modality ? 1 : (otherModality[now.modality]?.[prior.modality] ?? 0.25);

/** 0: the other side only; 1: no contradiction. */
export const sideMatch = (now: Concept, prior: Concept): 0 | 1 => {
  const opposite = now.laterality === 'left' ? 'right' : now.laterality === 'right' ? 'left' : undefined;
  return opposite !== undefined && prior.laterality === opposite ? 0 : 1;
};
