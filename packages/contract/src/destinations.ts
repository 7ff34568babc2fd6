import { z } from 'zod';

const pem = z.string().min(1).max(32_768);

export const destinationEvents = ['report', 'order-status', 'identifiers', 'patient', 'merge', 'document'] as const;

/** A system that is sent HL7 v2 messages: PUT /api/hl7/destinations/{name}. */
export const destinationInput = z.object({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  /** Absent: without TLS. The key goes in and never comes out; left out, it stays with its certificate. */
  tls: z
    .object({
      ca: pem.optional(),
      certificate: pem.optional(),
      key: pem.optional(),
      serverName: z.string().min(1).max(255).optional(),
    })
    .optional(),
  /** MSH-12: 2.3 to 2.8 */
  version: z.string().max(8),
  /** MSH-18, HL7 table 0211 */
  charset: z.string().max(32).optional(),
  /** MSH-3 to MSH-6 */
  sendingApplication: z.string().min(1).max(227),
  sendingFacility: z.string().max(227).optional(),
  receivingApplication: z.string().max(227).optional(),
  receivingFacility: z.string().max(227).optional(),
  events: z.array(z.enum(destinationEvents)).min(1),
  /** the assigning authority whose identifiers it knows */
  issuer: z.string().min(1).max(64).optional(),
  /** the source of messages that is the same system: what it told is not told to it */
  sourceName: z.string().min(1).max(64).optional(),
  /** how messages are written where that departs from what is usual; checked when it is set */
  mapping: z.record(z.string(), z.unknown()).optional(),
  enabled: z.boolean().optional(),
});
export type DestinationInput = z.infer<typeof destinationInput>;

/** GET /api/hl7/destinations. */
export const destination = destinationInput.extend({
  name: z.string(),
  enabled: z.boolean(),
  /** what it is to be told waits */
  paused: z.boolean(),
  /** messages that are not sent yet */
  waiting: z.number().int(),
  /** failures to reach it in a row, and when it is tried again */
  failures: z.number().int(),
  nextAt: z.iso.datetime(),
});
export type Destination = z.infer<typeof destination>;

/** PUT /api/hl7/destinations/{name}/pause. */
export const destinationPause = z.object({ paused: z.boolean() });

export const destinationTestStep = z.object({
  step: z.enum(['connection', 'answer']),
  outcome: z.enum(['passed', 'warned', 'failed']),
  tookMs: z.number().int(),
  text: z.string(),
  next: z.string().nullable(),
});
export type DestinationTestStep = z.infer<typeof destinationTestStep>;

/** POST /api/hl7/destinations/{name}/test. */
export const destinationTest = z.object({ passed: z.boolean(), steps: z.array(destinationTestStep) });
export type DestinationTest = z.infer<typeof destinationTest>;

/** A message to others and how it fared: GET /api/hl7/outgoing. */
export const outgoingMessage = z.object({
  id: z.string(),
  destination: z.string(),
  event: z.string(),
  type: z.string(),
  controlId: z.string(),
  madeAt: z.iso.datetime(),
  state: z.enum(['waiting', 'sent', 'refused', 'failed']),
  attempts: z.number().int(),
  nextAt: z.iso.datetime().nullable(),
  /** MSA-1, a condition of HL7 table 0357 and a place; never a value */
  answerCode: z.string().nullable(),
  condition: z.string().nullable(),
  location: z.string().nullable(),
  cause: z.string().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
