/** The LOINC codes that say what a concept says: chosen by attributes, best first. */
import { loincImaging } from './data/loinc.ts';
import type { Code, Concept, Stated } from './types.ts';

export interface LoincEntry {
  readonly code: string;
  readonly name: string;
  /** What the name of the code itself states. */
  readonly concept: Concept;
}

/** Lines `code|name` of the shipped table. */
export const shippedLoinc: readonly (readonly [code: string, name: string])[] = loincImaging
  .trim()
  .split('\n')
  .map((line) => {
    const at = line.indexOf('|');
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });

const shippedNames: ReadonlyMap<string, string> = new Map(shippedLoinc);

/** What a shipped radiology code of LOINC is called; undefined for any other. */
export const nameOfLoinc = (code: string): string | undefined => shippedNames.get(code);

const telling = [
  'screening',
  'limited',
  'perfusion',
  'biopsy',
  'placement',
  'transthoracic',
  'transesophageal',
  'guided',
  'drainage',
  'diagnostic',
  'stress',
] as const;

/** Focus values that a name of a whole region also stands for. */
const ofRegion: ReadonlySet<string> = new Set([
  'general',
  'lungs',
  'brain',
  'urinary-tract',
  'pelvis-bones',
  'heart',
  'liver',
  'appendix',
  'pancreas',
  'kidney',
  'small-bowel',
  'thoracic-aorta',
  'abdominal-aorta',
  'head-neck-vessels',
  'intracranial-vessels',
  'carotid',
]);

const agree = (same: boolean, gain: number, loss: number): number => (same ? gain : -loss);

const ofPlace = (said: Stated, code: Stated): number => {
  const sameRegions = said.regions.join() === code.regions.join();
  if (!sameRegions && said.focus !== code.focus) return -20;
  if (said.focus === code.focus) return sameRegions ? 10 : 5;
  const general = ofRegion.has(said.focus) && code.focus === 'general';
  return general ? (said.focus === 'lungs' ? 8 : 6) : -20;
};

const ofSide = (said: Stated, code: Stated): number => {
  if (said.laterality === code.laterality) return 3;
  return code.laterality === 'none' || code.laterality === 'unspecified' ? -1 : -20;
};

const ofContrast = (said: Stated, code: Stated): number => {
  if (said.contrast === code.contrast) return 4;
  return code.contrast === 'unspecified' ? 0 : said.contrast === 'unspecified' ? -2 : -4;
};

/** Named projections count as that many views when no number is stated. */
const counted = (views: Concept['views']): Concept['views'] => {
  const projections = views.names.filter((name) => name !== 'upright' && name !== 'supine').length;
  return views.count !== undefined || projections === 0 ? views : { ...views, count: projections };
};

const ofViews = (said: Stated, code: Stated): number => {
  const [stated, named] = [counted(said.views), counted(code.views)];
  const counts =
    named.count === undefined
      ? stated.count === undefined
        ? 0
        : -0.5
      : agree(stated.count === named.count || isWithin(stated.count, named), 3, 3);
  const minimum = stated.minimum === named.minimum ? 0.5 : -0.5;
  const names = named.names.reduce((sum, name) => sum + agree(stated.names.includes(name), 1.5, 2), 0);
  return counts + minimum + names;
};

const isWithin = (count: number | undefined, views: Concept['views']): boolean =>
  count !== undefined &&
  views.count !== undefined &&
  (views.minimum === true ? count >= views.count : count === views.least);

const ofTechnique = (said: Stated, code: Stated): number => {
  const portable = [said, code].map((one) => one.technique.includes('portable'));
  const angio = [said, code].map((one) => one.technique.includes('angiography'));
  const others = telling.reduce((sum, one) => {
    const [a, b] = [said.qualifiers.includes(one), code.qualifiers.includes(one)];
    return sum + (a && b ? 3 : b ? -4 : a ? -0.5 : 0);
  }, 0);
  return agree(portable[0] === portable[1], 1, portable[1] ? 5 : 2) + agree(angio[0] === angio[1], 1, 3) + others;
};

const scoreOf = (said: Stated, code: Stated): number =>
  ofPlace(said, code) + ofSide(said, code) + ofContrast(said, code) + ofViews(said, code) + ofTechnique(said, code);

const least = 5;

/** The best codes of a table for a concept, at most `most`. Confidence falls with what the code says otherwise. */
const nearest = (
  scheme: 'LN' | 'RADLEX',
  entries: readonly LoincEntry[],
  concept: Stated,
  most: number,
): readonly Code[] => {
  const scored = entries
    .filter((entry) => entry.concept.modality === concept.modality)
    .map((entry, at) => ({ entry, at, score: scoreOf(concept, entry.concept) }))
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
  return scored.slice(0, most).map(({ entry, score }) => ({
    scheme,
    code: entry.code,
    meaning: entry.name,
    of: 'exam' as const,
    confidence: Math.round(Math.min(0.98, Math.max(0.1, score / 20) * concept.confidence) * 100) / 100,
  }));
};

export const loincFrom = (entries: readonly LoincEntry[], concept: Stated, most = 3): readonly Code[] =>
  nearest('LN', entries, concept, most);

/** RadLex Playbook codes (RPID) of entries that a site has licensed. */
export const rpidFrom = (entries: readonly LoincEntry[], concept: Stated, most = 1): readonly Code[] =>
  nearest('RADLEX', entries, concept, most);
