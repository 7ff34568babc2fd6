/** How messages to one receiver are written where it departs from what is usual: data, checked when it is set. */
import { z } from 'zod';
import { fail } from '../../errors.ts';

const short = z.string().min(1).max(64);

const outgoingMappingShape = z.strictObject({
  /** assigning authority as the receiver calls it (CX-4), and the issuer that it is here */
  authorities: z.record(short, short).default({}),
  /** how a report stands, and the code of HL7 table 0123 (OBR-25, OBX-11) that the receiver knows it by */
  reportStatus: z
    .partialRecord(
      z.enum(['preliminary', 'not verified', 'final', 'corrected', 'addended', 'cancelled']),
      z.string().regex(/^[A-Z]$/),
    )
    .default({}),
  /** how the status of an order is told; unless it is set, ORM before version 2.5 and OMG from then on */
  orderMessage: z.enum(['ORM', 'OMG', 'OMI']).optional(),
  /** issuers whose identifiers a consumer of identifiers is told of (ITI-10); none: all */
  domains: z.array(short).max(256).default([]),
  /** nothing is told of patients who have no identifier of the receiver's issuer */
  onlyKnown: z.boolean().default(false),
  /** encapsulated documents go along (OBX of type ED) */
  documents: z.boolean().default(true),
  /** what was measured goes along as coded results (OBX of type NM or SN) */
  measurements: z.boolean().default(true),
  /** how often a message that was answered AE is tried before somebody must look at it */
  triesOnError: z.number().int().min(1).max(20).default(3),
  /** hours after which a message that nobody answers is given up */
  giveUpHours: z.number().positive().max(720).default(72),
  /** seconds that an answer may take */
  answerSeconds: z.number().positive().max(120).default(30),
});
export type OutgoingMapping = z.infer<typeof outgoingMappingShape>;

/** Refuses with `bad-request`, naming the field and the rule. */
export const readOutgoingMapping = (value: unknown): OutgoingMapping => {
  const parsed = outgoingMappingShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `mapping.${issue.path.join('.')}: ${issue.message}`);
  return fail('bad-request', faults.slice(0, 5).join('; '));
};
