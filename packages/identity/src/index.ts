export { normaliseDate } from './compare-dates.ts';
export { matchRecords } from './match.ts';
export { placeholdersOf } from './placeholders.ts';
export * from './types.ts';
