import { z } from 'zod';

/** One thing that somebody who runs the system has to decide or mend. Nothing of a patient is in it. */
export const exceptionItem = z.object({
  kind: z.enum([
    'uid-conflict',
    'unmatched-order',
    'identity-review',
    'dead-letter',
    'unsent-message',
    'failing-destination',
    'damaged-study',
    'partial-study',
    'failing-source',
    'refusing-source',
    'recalled-delivery',
    'recalled-reading',
    'recalled-manifest',
    'late-prior',
    'emergency-access',
  ]),
  /** What it is about: a conflict, an order step, a review, a message, a study, a source, a destination. */
  id: z.string(),
  since: z.iso.datetime(),
  text: z.string(),
  /** What to do next. */
  next: z.string(),
  sourceName: z.string().nullable(),
  studyInstanceUid: z.string().nullable(),
});
export type ExceptionItem = z.infer<typeof exceptionItem>;

export const exceptionList = z.object({
  items: z.array(exceptionItem),
  /** How many there are of each kind, also of those that are not listed. */
  counts: z.record(exceptionItem.shape.kind, z.number().int()),
});
export type ExceptionList = z.infer<typeof exceptionList>;
