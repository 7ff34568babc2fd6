import { z } from 'zod';
import { aeTitle } from './sources.ts';

export const applicationEntityServices = [
  'echo',
  'store',
  'find',
  'get',
  'move',
  'commit',
  'worklist',
  'performed',
] as const;

const userIdentityRule = z.enum(['none', 'passcode', 'token']);

const portRange = 'is a number from 1 to 65535';

/** Where it takes associations: what C-MOVE, storage commitment and deliveries by C-STORE go to. */
const address = z.object({
  host: z.string().min(1, 'is a name or an address').max(255),
  port: z.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange),
  tls: z.boolean().optional(),
});

/** An application entity that may call us, or is sent to: PUT /api/application-entities/{aeTitle}. */
export const applicationEntityInput = z.object({
  /** IP address or CIDR. */
  address: z.string().max(64),
  services: z.array(z.enum(applicationEntityServices)).max(64),
  destination: address.optional(),
  /** SHA-256 fingerprint of the certificate that it must prove; without one its address says who it is. */
  certificate: z.string().max(95).optional(),
  issuer: z.string().min(1).max(64).optional(),
  /** It wants the records of its issuer only, not what other issuers know of the same persons. */
  oneIssuer: z.boolean().optional(),
  sourceName: z.string().max(64).optional(),
  /**
   * `stow`: what is delivered to it goes by STOW-RS to the DICOMweb service of its source; `mhd`: it is given manifests only, by IHE MHD
   * (ITI-105) at the FHIR service of its source; absent: by C-STORE.
   */
  deliverBy: z.enum(['c-store', 'stow', 'mhd']).optional(),
  /**
   * What its associations must prove about their user (PS3.7 D.3.3.7): nothing, a passcode, or a token of our issuer. Left out, all of it
   * stays as it is; null takes it away. Within it a name or a passcode that is left out stays, and a passcode of null takes the user away.
   */
  userIdentity: z
    .object({
      rule: userIdentityRule,
      name: z.string().min(1).max(64).optional(),
      passcode: z.string().max(1024).nullable().optional(),
    })
    .nullable()
    .optional(),
});
export type ApplicationEntityInput = z.infer<typeof applicationEntityInput>;

/** GET /api/application-entities. */
export const applicationEntity = applicationEntityInput.extend({
  aeTitle,
  /** The passcode is told to nobody, only that there is one. */
  userIdentity: z.object({ rule: userIdentityRule, name: z.string().optional(), hasPasscode: z.boolean() }).optional(),
});
export type ApplicationEntity = z.infer<typeof applicationEntity>;
