/** Codes of content items, in the one form that the rest compares by. */
import { type Dataset, tags } from '@throughline/dicom';
import type { Code, Side } from './types.ts';

/** SNOMED RT identifiers that older objects hold, as the SNOMED CT concepts that replaced them (PS3.16 Annex O). */
const replaced: Readonly<Record<string, string>> = {
  'G-C0E3': '363698007',
  'G-C171': '272741003',
  'G-C036': '370129005',
  'G-C1C6': '106233006',
  'G-A100': '24028007',
  'G-A101': '7771000',
  'G-A102': '51440002',
  'G-A185': '103339001',
  'G-A186': '103340004',
  'G-A437': '56851009',
  'G-A166': '42798000',
  'G-D705': '118565006',
  'G-D7FE': '410668003',
  'G-0373': '399264008',
  'R-00317': '373098007',
  'R-404FB': '255605001',
  'R-4089A': '272518008',
  'M-02550': '81827009',
  'T-04020': '73056007',
  'T-04030': '80248007',
};

const oldSchemes = new Set(['SRT', 'SNM3', '99SDM']);

/** The code of one item; a UID code or a long code (PS3.3 8.8) where that is what it has. */
const codeOf = (item: Dataset | undefined): Code | null => {
  const value = item?.string(tags.CodeValue) ?? item?.string(tags.LongCodeValue) ?? item?.string(tags.URNCodeValue);
  if (item === undefined || value === undefined) return null;
  const scheme = item.string(tags.CodingSchemeDesignator) ?? '';
  const meaning = item.string(tags.CodeMeaning) ?? value;
  const now = oldSchemes.has(scheme) && Object.hasOwn(replaced, value) ? replaced[value] : undefined;
  return now === undefined ? { value, scheme, meaning } : { value: now, scheme: 'SCT', meaning };
};

export const firstCode = (item: Dataset, tag: number): Code | null => codeOf(item.items(tag)[0]);

export const conceptOf = (item: Dataset): Code | null => firstCode(item, tags.ConceptNameCodeSequence);

export const isCode = (code: Code | null, scheme: string, value: string): boolean =>
  code?.scheme === scheme && code.value === value;

const sides: Readonly<Record<string, Side>> = {
  '7771000': 'L',
  '24028007': 'R',
  '51440002': 'B',
  // The breasts, by which dose reports of mammography say the side (CID 6022).
  '73056007': 'R',
  '80248007': 'L',
};

export const sideOf = (code: Code | null): Side | null =>
  code !== null && code.scheme === 'SCT' && Object.hasOwn(sides, code.value) ? (sides[code.value] ?? null) : null;
