/** Who is whom: decisions that can be taken back, and questions that wait for one. */
import { z } from 'zod';

export const patientKey = z.object({ issuer: z.string().max(64), id: z.string().min(1).max(64) });
const reason = z.string().min(1).max(1000);

export const mergeRequest = z.object({ survivor: patientKey, absorbed: patientKey, reason });
export const pairRequest = z.object({ one: patientKey, other: patientKey, reason });
export const recordMoveRequest = z.object({ moved: patientKey, to: patientKey, reason });
export const splitRequest = z.object({ records: z.array(patientKey).min(1).max(100), reason });
export const relationRequest = z.object({ mother: patientKey, child: patientKey, witness: z.string().min(1).max(200) });

/** `changeId` is what the change is taken back by; null when nothing had to change. */
export const identityChanged = z.object({
  changeId: z.uuid().nullable(),
  personId: z.string(),
  changed: z.array(z.string()),
});

export const identityChange = z.object({
  id: z.uuid(),
  kind: z.enum(['merge', 'link', 'unlink', 'move', 'split', 'remove']),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: z.string(),
  undoneBy: z.string().nullable(),
  undoneAt: z.string().nullable(),
});

const reviewedRecord = z.object({
  issuer: z.string(),
  id: z.string(),
  name: z.string().nullable(),
  birthDate: z.string().nullable(),
  sex: z.string().nullable(),
});

/** A question with both records side by side and what each field says. */
export const identityReview = z.object({
  id: z.uuid(),
  score: z.number(),
  rules: z.array(z.string()),
  raisedAt: z.string(),
  one: reviewedRecord,
  other: reviewedRecord,
  evidence: z.array(
    z.object({
      field: z.string(),
      a: z.string(),
      b: z.string(),
      level: z.string(),
      weight: z.number(),
      text: z.string(),
    }),
  ),
});

export type IdentityReview = z.infer<typeof identityReview>;

/** A study as a witness: who was examined, as far as the pictures and their header say. */
const witnessStudy = z.object({
  studyInstanceUid: z.string(),
  /** ISO date */
  date: z.string().nullable(),
  description: z.string().nullable(),
  modalities: z.array(z.string()),
  institution: z.string().nullable(),
  /** On that day by the birth date of the record, in words. */
  age: z.string().nullable(),
  /** As the study itself says (0010,1010), in words. */
  statedAge: z.string().nullable(),
  /** Metres (0010,1020). */
  size: z.number().nullable(),
  /** Kilograms (0010,1030). */
  weight: z.number().nullable(),
  /** Address of a small picture; null when nothing of it can be drawn. */
  thumbnail: z.string().nullable(),
});
export type WitnessStudy = z.infer<typeof witnessStudy>;

const comparedRecord = reviewedRecord.extend({ siteName: z.string().nullable(), studies: z.array(witnessStudy) });
export type ComparedRecord = z.infer<typeof comparedRecord>;

/** A question with all that helps to answer it: the evidence as the facts are now, and the latest studies of both. */
export const identityComparison = identityReview.extend({
  open: z.boolean(),
  one: comparedRecord,
  other: comparedRecord,
});
export type IdentityComparison = z.infer<typeof identityComparison>;

export const identityQueue = z.object({ reviews: z.array(identityReview), next: z.string().nullable() });
export const reviewAnswer = z.object({ answer: z.enum(['same', 'not-same']), reason });

export const identityWorkload = z.object({
  open: z.number(),
  oldest: z.string().nullable(),
  raisedInWeek: z.number(),
  decidedInWeek: z.number(),
  undoneInWeek: z.number(),
  /** Half of the open questions have waited longer, in hours; null when there is none. */
  medianHours: z.number().nullable(),
  /** Questions that people answered, day by day on the clock of the hub, today and the six before; days without one are left out. */
  answered: z.array(z.object({ day: z.string(), count: z.number() })),
  byRule: z.record(z.string(), z.number()),
});
export type IdentityWorkload = z.infer<typeof identityWorkload>;
