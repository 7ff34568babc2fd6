/** How sure each attribute is: by what gave it, the words of the name, an attribute that came with it, or neither. */
import { foci } from './data/anatomy.ts';
import type { Gathered } from './gather-signals.ts';
import type { Attribute, Concept, ExamName } from './types.ts';

type Parts = Pick<Concept, Attribute>;
type Confidences = Concept['confidences'];

/** Named in words; sent beside the name; taken for usual; not told at all where something could be. */
const [NAMED, SENT, USUAL, UNTOLD] = [0.95, 0.8, 0.6, 0.5] as const;

const places: ReadonlySet<string> = new Set(['focus', 'aim', 'region']);

const says = (name: Gathered, ...kinds: readonly string[]): boolean =>
  name.said.some(({ kind }) => kinds.includes(kind));

const ofModality = (name: Gathered, exam: ExamName, { modality }: Parts): number => {
  if (modality === 'NONE') return 0;
  const named = says(name, 'modality', 'implies');
  if (exam.modality) return named || !says(name, 'usual') ? NAMED : SENT;
  return named ? NAMED : USUAL;
};

const ofRegions = (name: Gathered, { regions }: Parts): number => {
  if (regions[0] === 'unspecified') return 0;
  return name.said.some(({ kind }) => places.has(kind)) ? NAMED : SENT;
};

const ofLaterality = (name: Gathered, exam: ExamName, { laterality, focus }: Parts): number => {
  if (laterality === 'unspecified') return UNTOLD;
  if (laterality === 'none' || says(name, 'side') || foci[focus]?.pairing === 'both') return NAMED;
  return exam.laterality ? SENT : USUAL;
};

/** Words that nobody knows may have said anything. */
const knownShare = ({ said, unknown }: Gathered): number => said.length / Math.max(1, said.length + unknown.length);

export const confidencesOf = (name: Gathered, exam: ExamName, parts: Parts): Confidences => {
  const share = Math.max(0.5, knownShare(name));
  const round = (sure: number): number => Math.round(sure * share * 100) / 100;
  const regions = ofRegions(name, parts);
  return {
    modality: round(ofModality(name, exam, parts)),
    regions: round(regions),
    focus: round(parts.focus === 'general' ? Math.min(regions, USUAL) : regions),
    laterality: round(ofLaterality(name, exam, parts)),
    contrast: round(says(name, 'contrast') ? NAMED : UNTOLD),
  };
};
