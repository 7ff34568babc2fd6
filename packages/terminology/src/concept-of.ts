import { foci, regionSpecialty } from './data/anatomy.ts';
import { describe, viewsOf } from './describe.ts';
import { type Gathered, gatherSignals } from './gather-signals.ts';
import { plainOf } from './plain.ts';
import { all, resolveContrast, resolveLaterality, resolveModality, resolvePlace } from './resolve.ts';
import { spansOf } from './spans.ts';
import type { Concept, ExamName } from './types.ts';

const mostKept = 5000;
const kept = new Map<string, Concept>();

const keyOf = (exam: ExamName): string =>
  [exam.name, exam.modality, exam.bodyPartExamined, exam.laterality].map((part) => part ?? '').join('\u0000');

const evidenceOf = (said: Gathered['said']): Concept['evidence'] =>
  said
    .filter(({ kind }) => kind !== 'ignore' && kind !== 'word')
    .map(({ phrase, kind, value, by }) => ({
      from: phrase,
      gave: `${kind}:${value}`,
      source: 'name' as const,
      ...(by !== undefined && { by }),
    }));

const confidenceOf = (name: Gathered, exam: ExamName, focus: string, regions: readonly string[]): number => {
  const known = name.said.length / Math.max(1, name.said.length + name.unknown.length);
  const place = regions[0] === 'unspecified' ? 0.2 : focus === 'general' ? 0.8 : 1;
  return Math.round(known * place * (exam.modality ? 1 : 0.9) * 100) / 100;
};

const angioOf = (said: Gathered['said']): readonly string[] =>
  said.some(({ kind, value }) => kind === 'attr' && value === 'angio') ||
  said.some(({ value }) => value === 'pulmonary-arteries')
    ? ['angiography']
    : [];

const read = (exam: ExamName): Concept => {
  const name = gatherSignals(exam.name);
  const tag = gatherSignals(exam.bodyPartExamined ?? '');
  const modality = resolveModality(name.said, exam);
  const { regions, focus } = resolvePlace(name.said, tag.said, modality);
  const laterality = resolveLaterality(name.said, exam, focus, modality, regions);
  const contrast = resolveContrast(name.said, modality);
  const qualifiers = [...new Set([...all(name.said, 'is'), ...angioOf(name.said)])];
  const parts = { modality, regions, focus, laterality, contrast, qualifiers };
  const confidence = confidenceOf(name, exam, focus, regions);
  return {
    ...parts,
    ...describe(qualifiers, exam),
    foci: [focus],
    views: viewsOf(name.words, exam.name, qualifiers),
    question: [],
    codes: [],
    confidences: {
      modality: confidence,
      regions: confidence,
      focus: confidence,
      laterality: confidence,
      contrast: confidence,
    },
    alternatives: [],
    spans: spansOf(modality, regions, focus),
    subject: focus === 'fetus' || focus === 'placenta' ? 'fetus' : 'patient',
    specialty: foci[focus]?.specialty ?? regionSpecialty[regions[0] ?? 'unspecified'],
    confidence,
    evidence: evidenceOf(name.said),
    plain: plainOf(parts, exam.name),
  };
};

/**
 * What an exam is, by its local name and what came with it. Never fails: what cannot be told is `unspecified` or `NONE`. The same
 * input gives the same concept; recent ones are remembered.
 */
export const conceptOf = (exam: ExamName): Concept => {
  const key = keyOf(exam);
  const known = kept.get(key);
  if (known) return known;
  const concept = read(exam);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, concept);
  return concept;
};
