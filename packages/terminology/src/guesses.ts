/** What an exam may mean that its name does not say clearly: for a person to choose from. */
import { conceptOf } from './concept-of.ts';
import { shippedEntries } from './load-loinc.ts';
import { loincFrom } from './loinc.ts';
import type { Concept, Correction, ExamName, StandardModality } from './types.ts';

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
  if (concept.modality !== 'NONE') return [concept];
  // Some modalities imply what they show: that is no guess at a name that says nothing.
  return concept.regions[0] === 'unspecified' ? [] : common.map((modality) => conceptOf(exam, { modality }));
};

const correctionOf = (concept: Concept, code?: Correction['code']): Correction => ({
  modality: concept.modality,
  regions: concept.regions,
  focus: concept.focus,
  laterality: concept.laterality,
  contrast: concept.contrast,
  ...(code !== undefined && { code }),
});

/** Each reading as it stands, when it is whole. */
const asRead = (concept: Concept, sure: number): readonly Guess[] =>
  concept.modality === 'NONE' || concept.regions[0] === 'unspecified'
    ? []
    : [{ correction: correctionOf(concept), plain: concept.plain, confidence: sure }];

const byCode = (concept: Concept, sure: number): readonly Guess[] =>
  loincFrom(shippedEntries(), concept).flatMap((code) => {
    const entry = shippedEntries().find((one) => one.code === code.code);
    const said = { scheme: code.scheme, code: code.code, meaning: code.meaning };
    return entry === undefined
      ? []
      : [
          {
            correction: correctionOf(entry.concept, said),
            plain: entry.concept.plain,
            confidence: code.confidence * sure,
          },
        ];
  });

/** The best guesses, surest first: what the words say, and the exams of LOINC that say nearly the same. */
export const guessesOf = (exam: ExamName, most = 4): readonly Guess[] => {
  const concepts = readings(exam);
  const { modality, confidence } = conceptOf(exam);
  const share = modality === 'NONE' ? confidence / Math.max(1, concepts.length) : 1;
  const all = concepts.flatMap((concept) => [
    ...asRead(concept, modality === 'NONE' ? share : confidence),
    ...byCode(concept, share),
  ]);
  return all
    .map((guess) => ({ ...guess, confidence: Math.round(guess.confidence * 100) / 100 }))
    .toSorted((a, b) => b.confidence - a.confidence)
    .slice(0, most);
};
