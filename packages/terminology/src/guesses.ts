/** What an exam may mean that its name does not say clearly: for a person to choose from. */
import { conceptOf } from './concept-of.ts';
import { knownEntries } from './load-loinc.ts';
import { loincFrom } from './loinc.ts';
import type { Concept, Correction, ExamName, StandardModality, Stated } from './types.ts';

export interface Guess {
  readonly correction: Correction;
  /** In plain words. */
  readonly plain: string;
  readonly confidence: number;
}

/** Below it, more words of a name are unknown than known. */
const clearFrom = 0.5;

export type Lack = 'modality' | 'regions' | 'confidence';

/** What is missing of a concept before a study can be ranked by it. */
export const lacksOf = ({ modality, regions, confidence }: Concept): readonly Lack[] => [
  ...(modality === 'NONE' ? ['modality' as const] : []),
  ...(regions[0] === 'unspecified' ? ['regions' as const] : []),
  ...(confidence < clearFrom ? ['confidence' as const] : []),
];

/** How an exam is mostly made of which nobody says how it was made. */
const common: readonly StandardModality[] = ['XR', 'CT', 'MR', 'US', 'NM', 'MG'];

const readings = (exam: ExamName): readonly Concept[] => {
  const concept = conceptOf(exam);
  // Where no word says what was imaged there is nothing to guess from, though some modalities imply it.
  if (concept.regions[0] === 'unspecified') return [];
  return concept.modality === 'NONE' ? common.map((modality) => conceptOf(exam, { modality })) : [concept];
};

/** What says all that a concept says; what the concept leaves open stays with each study. Undefined when the concept is not whole. */
export const correctionOf = (concept: Stated, code?: Correction['code']): Correction | undefined => {
  const { modality, regions, focus, laterality, contrast } = concept;
  if (modality === 'NONE' || regions[0] === 'unspecified') return undefined;
  const isSided = laterality !== 'none' && laterality !== 'unspecified';
  return {
    modality,
    regions,
    focus,
    ...(isSided && { laterality }),
    ...(contrast !== 'unspecified' && { contrast }),
    ...(code !== undefined && { code }),
  };
};

const guess = (concept: Concept, confidence: number, code?: Correction['code']): readonly Guess[] => {
  const correction = correctionOf(concept, code);
  return correction === undefined ? [] : [{ correction, plain: concept.plain, confidence }];
};

const byCode = (concept: Concept, sure: number): readonly Guess[] =>
  loincFrom(knownEntries(), concept).flatMap(({ scheme, code, meaning, confidence }) => {
    const entry = knownEntries().find((one) => one.code === code);
    return entry === undefined ? [] : guess(entry.concept, confidence * sure, { scheme, code, meaning });
  });

/** The best guesses, surest first: what the words say, and the exams of LOINC that say nearly the same. */
export const guessesOf = (exam: ExamName, most = 4): readonly Guess[] => {
  const concepts = readings(exam);
  const { modality, confidence } = conceptOf(exam);
  const share = modality === 'NONE' ? confidence / Math.max(1, concepts.length) : 1;
  const all = concepts.flatMap((concept) => [
    ...guess(concept, modality === 'NONE' ? share : confidence),
    ...byCode(concept, share),
  ]);
  return all
    .map((one) => ({ ...one, confidence: Math.round(one.confidence * 100) / 100 }))
    .toSorted((a, b) => b.confidence - a.confidence)
    .slice(0, most);
};
