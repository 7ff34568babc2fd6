/** What the name of a LOINC code states, read as any exam name is. */
import { type LoincEntry, shippedLoinc } from './loinc.ts';
import type { ConceptOf } from './types.ts';

/** First word of a LOINC name to a modality. */
const methods: Readonly<Record<string, string>> = {
  XR: 'XR',
  Portable: 'XR',
  CT: 'CT',
  CTA: 'CT',
  MR: 'MR',
  MRA: 'MR',
  US: 'US',
  MG: 'MG',
  DBT: 'MG',
  NM: 'NM',
  SPECT: 'NM',
  PET: 'PT',
  'PET+CT': 'PT',
  PT: 'PT',
  RF: 'RF',
  EKG: 'ECG',
};

export const entryOf = (code: string, name: string, conceptOf: ConceptOf): LoincEntry => {
  const modality = methods[/^\S+/.exec(name)?.[0] ?? ''];
  return { code, name, concept: conceptOf({ name, ...(modality !== undefined && { modality }) }) };
};

let shipped: readonly LoincEntry[] | undefined;

/** The shipped codes, read when they are first asked for. Who reads is given: concepts know their codes, and codes their concepts. */
export const shippedEntriesBy = (conceptOf: ConceptOf): readonly LoincEntry[] => {
  shipped ??= shippedLoinc.map(([code, name]) => entryOf(code, name, conceptOf));
  return shipped;
};
