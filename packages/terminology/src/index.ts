export { conceptOf } from './concept-of.ts';
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
