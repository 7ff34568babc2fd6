export { conceptOf } from './concept-of.ts';
export * from './types.ts';
