/** The values that attributes of a concept can have, for those who let a person choose among them. */
import { foci, regionOrder, regionTitles } from './data/anatomy.ts';
import { technique, timing } from './data/qualifiers.ts';
import { modalityWords } from './plain.ts';
import type { Contrast, Laterality, Region, StandardModality } from './types.ts';

export interface FocusValue {
  readonly focus: string;
  readonly title: string;
  readonly regions: readonly Region[];
}

export const attributeValues = {
  modalities: Object.entries(modalityWords)
    .filter(([modality]) => modality !== 'NONE')
    .map(([modality, title]) => ({ modality: modality as StandardModality, title })),
  regions: regionOrder
    .filter((region) => region !== 'unspecified')
    .map((region) => ({ region, title: regionTitles[region] })),
  foci: Object.entries(foci).map(([focus, { title, regions }]): FocusValue => ({ focus, title, regions })),
  lateralities: ['left', 'right', 'bilateral', 'none', 'unspecified'] as const satisfies readonly Laterality[],
  contrasts: ['with', 'without', 'both', 'unspecified'] as const satisfies readonly Contrast[],
  qualifiers: [...new Set([...technique, ...timing])],
};

/** The regions that a focus belongs to; none for what is no focus. */
export const regionsOfFocus = (focus: string): readonly Region[] => foci[focus]?.regions ?? [];
