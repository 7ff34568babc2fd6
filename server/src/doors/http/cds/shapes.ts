/** What CDS clients send (CDS Hooks 2.0), as far as we read it; the rest is passed over. */
import { z } from 'zod';

const text = z.string().max(2000);
const concept = z.object({
  text: text.optional(),
  coding: z
    .array(z.object({ system: text.optional(), code: text.optional(), display: text.optional() }))
    .max(20)
    .optional(),
});

const order = z.object({
  resourceType: text,
  id: text.optional(),
  subject: z.object({ reference: text.optional() }).optional(),
  code: concept.optional(),
  reasonCode: z.array(concept).max(20).optional(),
});

const patient = z.object({
  resourceType: z.literal('Patient'),
  id: text.optional(),
  identifier: z
    .array(z.object({ system: text.optional(), value: text.optional() }))
    .max(50)
    .optional(),
});

export const hookRequest = z.object({
  hook: text,
  hookInstance: text,
  fhirServer: text.optional(),
  context: z.object({
    patientId: text,
    draftOrders: z
      .object({
        entry: z
          .array(z.object({ resource: order }))
          .max(100)
          .optional(),
      })
      .optional(),
    selections: z.array(text).max(100).optional(),
  }),
  prefetch: z.object({ patient: patient.nullish() }).nullish(),
});
export type HookRequest = z.infer<typeof hookRequest>;
export type OrderGiven = z.infer<typeof order>;

export const feedbackRequest = z.object({
  feedback: z
    .array(
      z.object({
        card: z.uuid(),
        outcome: z.enum(['accepted', 'overridden']),
        overrideReason: z
          .object({ reason: z.object({ code: text }).optional(), userComment: text.optional() })
          .optional(),
      }),
    )
    .max(100),
});

export const clientInput = z.object({
  issuer: z.string().min(1).max(500),
  name: z.string().min(1).max(200),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(20) }),
  jwksUrl: z.url().nullable().default(null),
  fhirServer: z.url().nullable().default(null),
  patientIssuer: z.string().max(200).nullable().default(null),
  enabled: z.boolean().default(true),
});
