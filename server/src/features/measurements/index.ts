export { keepResultsIn } from './keep-results.ts';
export { doseStudies, measurementsOverTime } from './over-time.ts';
export { readStudyMeasurements } from './read-study.ts';
export { saveMeasurements } from './save-measurements.ts';
export { walkMeasurements } from './walk-studies.ts';
