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
  /**
   * It answered about this person and answers nobody now: what came to be there since is not known. `since`: when it last answered anybody,
   * null when that is not known; the whole null of a source that can be reached.
   */
  away: z.object({ since: z.iso.datetime().nullable() }).nullable().default(null),
  /** How the last question for reports ended, of a source that is asked for them by FHIR; null of all others. */
  reports: z
    .object({
      outcome: z.enum(['answered', 'refused', 'unreachable', 'timed-out', 'not-asked']),
      lastAnsweredAt: z.iso.datetime().nullable(),
    })
    .nullable()
    .default(null),
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
        'source-away',
        'source-refused',
        'source-asking',
        'source-not-asked',
        'reports-unknown',
        'study-partial',
        'study-arriving',
        'study-failed',
        'study-remote',
        'study-left',
        'study-not-given',
        'study-count-unknown',
        'study-vanished',
        'report-mentions',
        'period-not-covered',
        'copies-differ',
        'witnesses-differ',
        'identity-review',
        'no-sources',
      ]),
      text: z.string(),
      sourceId: z.string().nullable(),
      studyInstanceUid: z.string().nullable(),
    }),
  ),
  /** How sure it is that all of it is of this person: how many records, and the least sure of their links. */
  identity: z.object({
    records: z.number().int(),
    /** 1 for a single record; null when a person decided. */
    leastSure: z.number().nullable(),
    text: z.string(),
  }),
  /** What may be this patient's and is not shown, and why. */
  hidden: z.array(z.object({ siteName: z.string(), studies: z.number().int(), text: z.string() })),
  sources: z.array(sourceStatement),
  studies: z.array(studyStatement),
});
export type CompletenessStatement = z.infer<typeof completenessStatement>;

/** What readers were shown of one study's completeness: GET /api/reading/{studyInstanceUid}/history?until=TIME, the newest first. */
export const statementHistory = z.object({
  studyInstanceUid: z.string(),
  shown: z.array(
    z.object({
      /** From then on it stood there, until the one before it in this list. */
      from: z.iso.datetime(),
      /** Who was shown it first. */
      subject: z.string(),
      statement: completenessStatement,
    }),
  ),
});
export type StatementHistory = z.infer<typeof statementHistory>;
