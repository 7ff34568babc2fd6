/** What a person says an exam is, over what its words say. */
import { foci } from './data/anatomy.ts';
import type { Attribute, Concept, Correction, Evidence, Region } from './types.ts';

interface Place {
  readonly regions: readonly Region[];
  readonly focus: string;
}

/** Regions and focus belong together: who corrects one of them means that the other fits it. */
export const correctedPlace = ({ regions, focus }: Correction, read: Place): Place => {
  if (focus !== undefined) return { focus, regions: regions ?? foci[focus]?.regions ?? read.regions };
  if (regions === undefined) return read;
  const fits = foci[read.focus]?.regions.every((region) => regions.includes(region)) ?? false;
  return { regions, focus: fits ? read.focus : 'general' };
};

const attributes = ['modality', 'regions', 'focus', 'laterality', 'contrast'] as const satisfies readonly Attribute[];

type Parts = Pick<Concept, Attribute>;

const textOf = (value: string | readonly string[]): string => (typeof value === 'string' ? value : value.join(' '));

/** An attribute that was said, or follows from one that was. */
const isSaid = (correction: Correction, attribute: Attribute): boolean =>
  correction[attribute] !== undefined ||
  (attribute === 'regions' && correction.focus !== undefined) ||
  (attribute === 'focus' && correction.regions !== undefined);

/** How sure the concept is, and what of it a person said. What is said is sure; the whole is when it says what was imaged and how. */
export const corrections = (
  correction: Correction,
  parts: Parts,
  read: number,
  confidences: Concept['confidences'],
): Pick<Concept, 'confidence' | 'confidences'> & { readonly evidence: readonly Evidence[] } => {
  const said = attributes.filter((attribute) => isSaid(correction, attribute));
  const isWhole = said.length > 0 && parts.modality !== 'NONE' && parts.regions[0] !== 'unspecified';
  const sure = (attribute: Attribute): number => (said.includes(attribute) ? 1 : confidences[attribute]);
  return {
    confidence: isWhole ? 1 : read,
    confidences: {
      modality: sure('modality'),
      regions: sure('regions'),
      focus: sure('focus'),
      laterality: sure('laterality'),
      contrast: sure('contrast'),
    },
    evidence: said.map((attribute) => ({
      from: 'the code map of the site',
      gave: `${attribute}:${textOf(parts[attribute])}`,
      source: 'code-map',
    })),
  };
};
