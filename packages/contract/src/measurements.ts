import { z } from 'zod';

const point = z.object({ x: z.number(), y: z.number() });

/** One measurement on one frame, in image coordinates (column, row; 0-based, pixel centres at .5). */
export const measurement = z.object({
  kind: z.enum(['length', 'angle']),
  /** Length: 2 points. Angle: 3 points with the vertex second, or 4 for two lines (Cobb). */
  points: z.array(point).min(2).max(4),
  /** mm or degrees, as shown to the reader. */
  value: z.number(),
  unit: z.enum(['mm', 'deg']),
  /** Where the calibration came from. */
  calibration: z.enum(['pixel-spacing', 'imager-pixel-spacing', 'ultrasound-region', 'none-needed']),
  label: z.string().max(64),
});

/** POST /api/studies/{studyInstanceUid}/measurements: saved as a DICOM SR (TID 1500) in the same study. */
export const measurementsRequest = z.object({
  seriesInstanceUid: z.string(),
  sopInstanceUid: z.string(),
  frame: z.number().int().min(1),
  measurements: z.array(measurement).min(1).max(100),
});
export type MeasurementsRequest = z.infer<typeof measurementsRequest>;
export const measurementsAnswer = z.object({ sopInstanceUid: z.string(), seriesInstanceUid: z.string() });
