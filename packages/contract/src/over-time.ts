import { z } from 'zod';

const side = z.enum(['L', 'R', 'B']).nullable();

/** What says that something was measured: an object of a study, or a report that came as a message. */
const origin = z.object({
  kind: z.enum(['object', 'message', 'observation']),
  studyInstanceUid: z.string().nullable(),
  seriesInstanceUid: z.string().nullable(),
  sopInstanceUid: z.string().nullable(),
});

const measurementPoint = z.object({
  date: z.iso.date(),
  /** In the unit of its series. */
  value: z.number(),
  /** `<` and the like where the value is a limit. */
  comparator: z.string().nullable(),
  /** Every site that has it, the one that measured first. */
  sites: z.array(z.string()),
  /** How it was measured; empty when nothing is said. */
  method: z.string(),
  /** How many standard deviations from healthy children of the same size; null where no model says. */
  z: z.number().nullable(),
  /** The model that it is by. */
  zBy: z.string().nullable(),
  /** By other models, which differ: never mixed. */
  zAlso: z.array(z.object({ model: z.string(), z: z.number() })),
  /** Why a thing that a model speaks of has none here. */
  whyNoZ: z.string().nullable(),
  /** As it was sent. */
  sent: z.object({
    value: z.number(),
    unit: z.string(),
    code: z.object({ value: z.string(), scheme: z.string(), meaning: z.string() }),
  }),
  origins: z.array(origin),
});

export const measurementSeries = z.object({
  /** The entry of the table of things that are followed; null for what is known by its own name only. */
  thing: z.string().nullable(),
  words: z.string(),
  /** UCUM */
  unit: z.string(),
  side,
  /** A fetus, where it is not the patient. */
  subject: z.string().nullable(),
  points: z.array(measurementPoint),
  /** Kept, and not on the axis: a unit that cannot be read is never guessed. */
  unread: z.array(
    z.object({
      date: z.string().nullable(),
      value: z.number(),
      unit: z.string(),
      why: z.string(),
      sites: z.array(z.string()),
    }),
  ),
  /** Where sites do not agree, in words. */
  differences: z.array(z.string()),
});
export type MeasurementSeries = z.infer<typeof measurementSeries>;

/** CT: dose length product (mGy.cm), CTDIvol (mGy). Projection: area product (Gy.cm2), air kerma at the reference point, glandular dose (mGy). Nuclear: activity given (MBq). */
const doseKind = z.enum(['dlp', 'ctdi-vol', 'area-product', 'air-kerma', 'glandular', 'activity']);
const doseGroup = z.enum(['CT', 'projection', 'nuclear']);
const amount = { kind: doseKind, region: z.string().nullable(), side, value: z.number(), unit: z.string() };

/** GET /api/reading/{studyInstanceUid}/measurements: of the person, at all sites. */
export const measurementsOverTime = z.object({
  series: z.array(measurementSeries),
  /** Series beyond those that are given. */
  leftOut: z.number().int(),
  /** Body surface area where height and weight of one day are known. */
  surfaces: z.array(z.object({ date: z.string(), squareMetres: z.number(), formula: z.string() })),
  /** The models that z-scores here are by. */
  models: z.array(z.object({ name: z.string(), citation: z.string() })),
  dose: z.object({
    /** Every study with radiation, also those whose dose nobody says. */
    studies: z.array(
      z.object({
        studyInstanceUid: z.string(),
        date: z.string().nullable(),
        siteName: z.string(),
        exam: z.string(),
        group: doseGroup,
        state: z.enum(['known', 'not-known', 'counted-elsewhere']),
        why: z.string().nullable(),
        origin: z.enum(['report', 'images']).nullable(),
        doses: z.array(z.object(amount)),
      }),
    ),
    /** Sums of one kind and region; nothing is added over regions, and no effective dose is made of it. */
    totals: z.array(z.object({ group: doseGroup, ...amount, studies: z.number().int() })),
    known: z.array(z.object({ group: doseGroup, known: z.number().int(), of: z.number().int() })),
  }),
});
export type MeasurementsOverTime = z.infer<typeof measurementsOverTime>;
