export { beginEmergency, endEmergency } from './begin.ts';
export { listEmergencies, reviewEmergency } from './review.ts';
