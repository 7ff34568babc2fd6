export { attributeValues } from './attributes.ts';
export { conceptOf } from './concept-of.ts';
export { correctionOf, type Guess, guessesOf, type Lack, lacksOf } from './guesses.ts';
export { readVocabularies } from './lexicon.ts';
export {
  FileFormatError,
  loadLoincPlaybook,
  loadLoincTable,
  loadRadlex,
  type RadlexTerm,
  shippedEntries,
} from './load-loinc.ts';
export { type LoincEntry, loincFrom } from './loinc.ts';
export * from './types.ts';
