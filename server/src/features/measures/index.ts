export { readMeasures, recentMeasures } from './read-measures.ts';
