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

/** Standard codes that a site has files of, beside those that are shipped. */
export interface Licensed {
  /** Radiology codes of LOINC. */
  readonly loinc: readonly LoincEntry[];
  /** Exams of the RadLex Playbook: RPID and name. */
  readonly radlexExams: readonly LoincEntry[];
  /** LOINC code to the RPID of the same exam, as the LOINC/RSNA Playbook pairs them. */
  readonly rpidOfLoinc: ReadonlyMap<string, { readonly code: string; readonly meaning: string }>;
  /** Preferred name of RadLex, lower case, to its RID. */
  readonly ridOfName: ReadonlyMap<string, string>;
}

export const nothingLicensed: Licensed = {
  loinc: [],
  radlexExams: [],
  rpidOfLoinc: new Map(),
  ridOfName: new Map(),
};

const namesOf = ({ loinc, radlexExams }: Licensed): ReadonlyMap<string, string> =>
  new Map([...loinc, ...radlexExams].map(({ code, name }) => [code, name]));

let licensed = nothingLicensed;
let licensedNames = namesOf(nothingLicensed);
let shipped: readonly LoincEntry[] | undefined;
let all: readonly LoincEntry[] | undefined;

/** Takes codes of licensed files into use, in place of those taken before. Codes that were looked up already stay as they are. */
export const useLicensed = (files: Licensed): void => {
  licensed = files;
  licensedNames = namesOf(files);
  all = undefined;
};

export const licensedNow = (): Licensed => licensed;

/** The shipped codes, read when they are first asked for. Who reads is given: concepts know their codes, and codes their concepts. */
export const shippedEntriesBy = (conceptOf: ConceptOf): readonly LoincEntry[] => {
  shipped ??= shippedLoinc.map(([code, name]) => entryOf(code, name, conceptOf));
  return shipped;
};

/** The shipped codes, which are the common ones, and behind them those of a licensed table. */
export const entriesBy = (conceptOf: ConceptOf): readonly LoincEntry[] => {
  if (all === undefined) {
    const own = shippedEntriesBy(conceptOf);
    const known = new Set(own.map(({ code }) => code));
    all = [...own, ...licensed.loinc.filter(({ code }) => !known.has(code))];
  }
  return all;
};

const shippedNames = new Map(shippedLoinc);

/** The name of a standard code of an exam, LOINC or RPID; undefined for any other text, such as a site's own code. */
export const nameOfCode = (code: string): string | undefined => {
  return code === '' ? undefined : (shippedNames.get(code) ?? licensedNames.get(code));
};
