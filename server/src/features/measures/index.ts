export { readMeasures, recentOpenings } from './read-measures.ts';
