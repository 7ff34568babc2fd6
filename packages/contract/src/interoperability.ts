import { z } from 'zod';

/** The last mile, step by step; each needs the one before. */
export const interoperabilityStep = z.object({
  step: z.enum(['asked', 'found', 'fetched', 'matched', 'understood', 'shown', 'delivered']),
  /** `unknown`: there was no occasion. */
  state: z.enum(['works', 'partly', 'fails', 'unknown']),
  /** So many of so many. */
  done: z.number().int(),
  of: z.number().int(),
  /** In plain words. */
  text: z.string(),
});

/** What works with a source today, from what happened in the last days: GET /api/interoperability. Nothing of a patient is in it. */
export const interoperabilityStatement = z.object({
  sourceName: z.string(),
  siteName: z.string(),
  since: z.iso.datetime(),
  steps: z.array(interoperabilityStep),
  /** The specialties of the studies that it told of, most first, and how many of their names were understood. */
  specialties: z.array(z.object({ specialty: z.string(), studies: z.number().int() })),
  /** All of it in one sentence. */
  text: z.string(),
});
export type InteroperabilityStatement = z.infer<typeof interoperabilityStatement>;
export type InteroperabilityStep = z.infer<typeof interoperabilityStep>;
