export { saveMeasurements } from './save-measurements.ts';
