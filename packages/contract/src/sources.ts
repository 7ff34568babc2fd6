import { z } from 'zod';

const aeTitle = z
  .string()
  .regex(/^[\x21-\x5B\x5D-\x7E][\x20-\x5B\x5D-\x7E]{0,15}$/, 'an AE title has 1 to 16 characters, no backslash');

/** A source to register: PUT /api/sources/{name}. */
export const sourceInput = z.object({
  siteName: z.string().min(1).max(64),
  /** The assigning authority of its patient IDs. */
  issuer: z.string().min(1).max(64),
  dimse: z
    .object({
      aeTitle,
      host: z.string().min(1),
      port: z.number().int().min(1).max(65535),
      /** Associations to it go over TLS. */
      tls: z.boolean().optional(),
    })
    .optional(),
  dicomwebUrl: z.url({ protocol: /^https?$/ }).optional(),
  queryBy: z.enum(['qido', 'c-find']),
  retrieveBy: z.enum(['wado', 'c-get', 'c-move']),
  timeoutMs: z.number().int().min(100).max(600_000).default(10_000),
  concurrency: z.number().int().min(1).max(64).default(2),
  enabled: z.boolean().default(true),
});
export type SourceInput = z.infer<typeof sourceInput>;

export const source = sourceInput.extend({ id: z.string(), name: z.string() });
export type Source = z.infer<typeof source>;

/** An application entity that may call us: PUT /api/application-entities/{aeTitle}. */
export const applicationEntityInput = z.object({
  /** IP address or CIDR. */
  address: z.string(),
  services: z.array(z.enum(['echo', 'store', 'find', 'get', 'move', 'commit', 'worklist', 'performed'])).min(1),
  /** Where C-MOVE may send to. */
  destination: z
    .object({ host: z.string(), port: z.number().int().min(1).max(65535), tls: z.boolean().optional() })
    .optional(),
  /** SHA-256 fingerprint of the certificate that it must prove; without one its address says who it is. */
  certificate: z.string().max(95).optional(),
  issuer: z.string().min(1).max(64).optional(),
  sourceName: z.string().optional(),
  /** What its associations must prove about their user (PS3.7 D.3.3.7): nothing, a passcode, or a token of our issuer. */
  userIdentity: z
    .object({
      rule: z.enum(['none', 'passcode', 'token']),
      name: z.string().min(1).max(64).optional(),
      passcode: z.string().max(1024).optional(),
    })
    .optional(),
});
export type ApplicationEntityInput = z.infer<typeof applicationEntityInput>;

export const applicationEntity = applicationEntityInput.extend({
  aeTitle,
  /** The passcode is told to nobody. */
  userIdentity: z.object({ rule: z.enum(['none', 'passcode', 'token']), name: z.string().optional() }).optional(),
});
export type ApplicationEntity = z.infer<typeof applicationEntity>;
