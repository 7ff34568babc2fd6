export { attributeValues, regionsOfFocus } from './attributes.ts';
export { conceptOf } from './concept-of.ts';
export { type Licensed, useLicensed } from './entry-of.ts';
export { correctionOf, type Guess, guessesOf, type Lack, lacksOf } from './guesses.ts';
export { readVocabularies } from './lexicon.ts';
export {
  FileFormatError,
  knownEntries,
  loadLicensed,
  loadLoincPlaybook,
  loadLoincTable,
  loadRadlex,
  loadRadlexPlaybook,
  type RadlexTerm,
  shippedEntries,
} from './load-loinc.ts';
export { type LoincEntry, loincFrom, nameOfLoinc } from './loinc.ts';
export { questionOf } from './question.ts';
export * from './types.ts';
