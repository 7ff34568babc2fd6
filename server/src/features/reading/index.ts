export { ageAt, ageInWords } from './age.ts';
export { getReading } from './get-reading.ts';
export { giveFeedback } from './give-feedback.ts';
export { statementHistory } from './history.ts';
export { notePriorSeen } from './note-prior-seen.ts';
export { stopWatching, watchReading } from './watch-reading.ts';
