import { z } from 'zod';

/** A system that may send HL7 v2 messages: PUT /api/hl7/sources/{name}. */
export const messageSourceInput = z.object({
  /** MSH-3 */
  sendingApplication: z.string().min(1).max(227),
  /** MSH-4; any when absent */
  sendingFacility: z.string().min(1).max(227).optional(),
  /** an address or a network in CIDR form */
  address: z.string().min(1).max(64),
  /** SHA-256 fingerprint of the certificate that it must prove */
  certificate: z.string().max(128).optional(),
  /** the assigning authority of identifiers that come without one */
  issuer: z.string().min(1).max(64),
  /** how its fields are read where that departs from what is usual; checked when it is set */
  mapping: z.record(z.string(), z.unknown()).optional(),
  enabled: z.boolean().optional(),
});
export type MessageSourceInput = z.infer<typeof messageSourceInput>;

export const messageSource = messageSourceInput.extend({ name: z.string() });
export type MessageSource = z.infer<typeof messageSource>;

export const messageState = z.enum(['waiting', 'done', 'ignored', 'refused', 'failed']);

/** A message that was received: GET /api/hl7/messages. */
export const receivedMessage = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  sourceName: z.string(),
  controlId: z.string(),
  type: z.string(),
  version: z.string(),
  state: messageState,
  /** of HL7 table 0357 */
  condition: z.string().nullable(),
  location: z.string().nullable(),
  cause: z.string().nullable(),
  flags: z.array(z.string()),
  effects: z.unknown(),
  attempts: z.number().int(),
  processedAt: z.iso.datetime().nullable(),
});

/** POST /api/hl7/test: what a message would become. */
export const messageTest = z.object({
  message: z.string().min(1).max(4_000_000),
  sourceName: z.string().min(1).max(64),
  /** read it by this instead of what is kept of the source: a mapping that is being written */
  mapping: z.record(z.string(), z.unknown()).optional(),
});

export const messageTested = z.object({
  type: z.string(),
  controlId: z.string(),
  charset: z.string(),
  segments: z.array(z.string()),
  outcome: z.enum(['applied', 'ignored', 'refused']),
  condition: z.string().nullable(),
  location: z.string().nullable(),
  cause: z.string().nullable(),
  flags: z.array(z.string()),
  intents: z.array(z.unknown()),
});
export type MessageTested = z.infer<typeof messageTested>;
