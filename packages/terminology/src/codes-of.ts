/** The codes of public vocabularies that say what a concept says. */

import { foci } from './data/anatomy.ts';
import { type CodedPart, focusCodes, lateralityCodes, modalityMeanings, regionCodes } from './data/body-parts.ts';
import { entriesBy, licensedNow } from './entry-of.ts';
import { loincFrom, rpidFrom } from './loinc.ts';
import type { Code, ConceptOf, Correction, Stated } from './types.ts';

const partCode = (part: CodedPart | undefined, of: Code['of'], confidence: number): readonly Code[] =>
  part === undefined ? [] : [{ scheme: 'SCT', code: part[0], meaning: part[1], of, confidence }];

/** One code for regions that are named together, else one for each. */
const regionsOf = ({ regions, confidences }: Stated): readonly Code[] => {
  const together = regionCodes[regions.join(' ')];
  const parts = together === undefined ? regions.map((region) => regionCodes[region]) : [together];
  return parts.flatMap((part) => partCode(part, 'region', confidences.regions));
};

const modalityOf = ({ modality, confidences }: Stated): readonly Code[] => {
  const meaning = modalityMeanings[modality];
  return meaning === undefined
    ? []
    : [{ scheme: 'DCM', code: modality, meaning, of: 'modality', confidence: confidences.modality }];
};

/** A code of one part says less than an exam of several. */
const isOfAllParts = ({ foci: parts }: Stated, { meaning }: Code, conceptOf: ConceptOf): boolean => {
  if (parts.length === 1) return true;
  const named = conceptOf({ name: meaning }).foci;
  return parts.every((part) => named.includes(part));
};

const examCodes = (stated: Stated, said: Correction['code'], conceptOf: ConceptOf): readonly Code[] => {
  const chosen = said === undefined ? [] : [{ ...said, of: 'exam' as const, confidence: 1 }];
  // What was imaged is most of what a code says.
  if (stated.regions[0] === 'unspecified') return chosen;
  const isOurs = (code: Code): boolean => code.code !== said?.code && isOfAllParts(stated, code, conceptOf);
  const found = loincFrom(entriesBy(conceptOf), stated).filter(isOurs);
  const rpids = rpidsOf(stated, chosen[0] ?? found[0]).filter((code) => isOfAllParts(stated, code, conceptOf));
  return [...chosen, ...found, ...rpids];
};

/** The RPID that the LOINC/RSNA Playbook pairs with the LOINC code, else the nearest of the RadLex Playbook. */
const rpidsOf = (stated: Stated, loinc: Code | undefined): readonly Code[] => {
  const { rpidOfLoinc, radlexExams } = licensedNow();
  const paired = loinc?.scheme === 'LN' ? rpidOfLoinc.get(loinc.code) : undefined;
  if (paired === undefined || loinc === undefined) return rpidFrom(radlexExams, stated);
  return [{ scheme: 'RADLEX', ...paired, of: 'exam', confidence: loinc.confidence }];
};

/** Preferred names of RadLex for regions; its leg is the lower leg, its chest the thorax. */
const radlexRegions: Readonly<Record<string, string>> = {
  head: 'head',
  face: 'face',
  neck: 'neck',
  chest: 'thorax',
  breast: 'breast',
  abdomen: 'abdomen',
  pelvis: 'pelvis',
  'upper-extremity': 'upper extremity',
  'lower-extremity': 'lower extremity',
};

/** RadLex terms whose preferred name is the name of the part. */
const ridsOf = ({ focus, regions, confidences }: Stated): readonly Code[] => {
  const { ridOfName } = licensedNow();
  const term = (name: string | undefined, of: Code['of'], confidence: number): readonly Code[] => {
    const rid = name === undefined ? undefined : ridOfName.get(name);
    return rid === undefined ? [] : [{ scheme: 'RADLEX', code: rid, meaning: name ?? '', of, confidence }];
  };
  return [
    ...regions.flatMap((region) => term(radlexRegions[region], 'region', confidences.regions)),
    ...term(foci[focus]?.title, 'focus', confidences.focus),
  ];
};

/** Of the whole exam, the most likely first, then of its attributes. `said` is the code that a person chose. */
export const codesOf = (stated: Stated, said: Correction['code'], conceptOf: ConceptOf): readonly Code[] => [
  ...examCodes(stated, said, conceptOf),
  ...modalityOf(stated),
  ...regionsOf(stated),
  ...partCode(focusCodes[stated.focus], 'focus', stated.confidences.focus),
  ...partCode(lateralityCodes[stated.laterality], 'laterality', stated.confidences.laterality),
  ...ridsOf(stated),
];
