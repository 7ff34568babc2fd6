export { rank } from './rank.ts';
export * from './types.ts';
