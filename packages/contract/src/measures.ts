import { z } from 'zod';

/** What readers met when they opened studies. Counts only: nothing of a patient or a reader. */
export const openingCounts = z.object({
  name: z.string(),
  /** Studies opened: each once for a reader and day. */
  opened: z.number().int(),
  /** Of them those with priors that mattered, and those where all of these were whole before anybody asked. */
  withPriors: z.number().int(),
  ready: z.number().int(),
  /** Those that could be told to be complete when opened. */
  complete: z.number().int(),
  /** Seconds from opening until all priors that mattered were there; null when none came to it. */
  medianWait: z.number().nullable(),
  p95Wait: z.number().nullable(),
  /** Priors that mattered and were shown, in all, and of them those that were looked at. */
  priors: z.number().int(),
  seen: z.number().int(),
  /** Sign-ins that readers had to make on the way to them. */
  logins: z.number().int(),
  /** Studies of which a prior was looked at, those of them where it hung without a click, and the clicks until the first, half of them less. */
  looked: z.number().int(),
  withoutClick: z.number().int(),
  medianClicks: z.number().nullable(),
  /** Seconds from the beginning of a gathering until its first prior was whole, half of them less; null when nothing was fetched. */
  medianFirstPrior: z.number().nullable(),
});
export type OpeningCounts = z.infer<typeof openingCounts>;

/** What one source gave, in the same days. */
export const sourceCounts = z.object({
  name: z.string(),
  /** Questions about a person, and those that were answered. */
  asked: z.number().int(),
  answered: z.number().int(),
  /** Studies that came whole, and those that did not. */
  whole: z.number().int(),
  notWhole: z.number().int(),
  bytes: z.number().int(),
  /** Seconds from when a study was wanted until it was whole, half of them less; null when none came. */
  medianFetch: z.number().nullable(),
  /** Priors that mattered and were shown, those of them that were looked at, and the clicks until then, half of them less. */
  shown: z.number().int(),
  seen: z.number().int(),
  medianClicks: z.number().nullable(),
});
export type SourceCounts = z.infer<typeof sourceCounts>;

/** Orders of which who orders was told that an exam there is answers the question, and those where it was taken instead. */
export const repeatCounts = z.object({ name: z.string(), warned: z.number().int(), avoided: z.number().int() });
export type RepeatCounts = z.infer<typeof repeatCounts>;

/** GET /api/measures */
export const experienceMeasures = z.object({
  since: z.iso.date(),
  all: openingCounts,
  days: z.array(openingCounts),
  sites: z.array(openingCounts),
  specialties: z.array(openingCounts),
  sources: z.array(sourceCounts),
  /** Priors that were sent here, of no source that is asked. */
  sentHere: z.object({ shown: z.number().int(), seen: z.number().int(), medianClicks: z.number().nullable() }),
  /** How often readers hung a prior themselves, and took in one that was not offered. */
  hung: z.number().int(),
  pulledIn: z.number().int(),
  /** How often who orders was told that an exam there is answers the question, and how often it was taken instead. */
  repeatsWarned: z.number().int(),
  repeatsAvoided: z.number().int(),
  /** The same by the study that answers, where it is, who reads it and which source has it (empty: sent here), and by the system that ordered. */
  repeats: z.object({
    sites: z.array(repeatCounts),
    specialties: z.array(repeatCounts),
    sources: z.array(repeatCounts),
    systems: z.array(repeatCounts),
  }),
});
export type ExperienceMeasures = z.infer<typeof experienceMeasures>;
