import { z } from 'zod';

/** How one enquiry ended. A source that failed is never a source that had nothing. */
export const enquiryOutcome = z.enum(['found', 'none', 'refused', 'unreachable', 'timed-out', 'asking', 'not-asked']);
export type EnquiryOutcome = z.infer<typeof enquiryOutcome>;

export const sourceStatement = z.object({
  sourceId: z.string(),
  siteName: z.string(),
  sourceName: z.string(),
  outcome: enquiryOutcome,
  /** Studies that the source listed at its last answer. */
  found: z.number().int().nullable(),
  askedAt: z.iso.datetime().nullable(),
  answeredAt: z.iso.datetime().nullable(),
  /** When the source last answered about this person; while it is silent, since when is counted from here. */
  lastAnsweredAt: z.iso.datetime().nullable(),
  durationMs: z.number().int().nullable(),
  /** The whole thing in one plain sentence. */
  text: z.string(),
});
export type SourceStatement = z.infer<typeof sourceStatement>;

export const studyStatement = z.object({
  studyInstanceUid: z.string(),
  label: z.string(),
  siteName: z.string(),
  /** Instances that we hold, and that the best witness says exist; null when no witness gave a count. */
  received: z.number().int(),
  expected: z.number().int().nullable(),
  state: z.enum(['whole', 'partial', 'arriving', 'remote', 'unreachable', 'failed', 'unknown']),
  series: z.array(
    z.object({
      seriesInstanceUid: z.string(),
      label: z.string(),
      received: z.number().int(),
      expected: z.number().int().nullable(),
    }),
  ),
  text: z.string(),
});
export type StudyStatement = z.infer<typeof studyStatement>;

export const completenessStatement = z.object({
  verdict: z.enum(['complete', 'incomplete', 'unknown']),
  /** The time that the statement is true for. */
  asOf: z.iso.datetime(),
  /** The line as it is shown, in pieces, most important first. */
  headline: z.string(),
  reasons: z.array(
    z.object({
      code: z.enum([
        'source-silent',
        'source-refused',
        'source-asking',
        'source-not-asked',
        'study-partial',
        'study-arriving',
        'study-failed',
        'study-remote',
        'study-count-unknown',
        'copies-differ',
        'identity-review',
        'no-sources',
      ]),
      text: z.string(),
      sourceId: z.string().nullable(),
      studyInstanceUid: z.string().nullable(),
    }),
  ),
  sources: z.array(sourceStatement),
  studies: z.array(studyStatement),
});
export type CompletenessStatement = z.infer<typeof completenessStatement>;
