export { bodySurfaceArea, type SurfaceFormula } from './body-surface.ts';
export { type CumulatedDose, cumulateDose, type DoseStudy } from './cumulate.ts';
export { type Dose, type DoseRecord, doseKindOf, doseOfImages, doseOfReport } from './dose.ts';
export {
  measurementOfObservation,
  measurementOfResult,
  type ObservationResource,
  type ObservationResult,
} from './result.ts';
export { type Recorded, type Series, seriesOverTime } from './series.ts';
export { measurementsOfReport } from './structured-report.ts';
export { thingOf } from './things.ts';
export type { Code, Measurement } from './types.ts';
export { convert, isComparable, ucumOf } from './ucum.ts';
export { zScoreModels } from './z-score-models.ts';
export { zScoresOf } from './z-scores.ts';
