import { z } from 'zod';

/** PUT /api/oauth-clients/{clientId}: an application that may ask for tokens (SMART App Launch 2.2). */
export const oauthClientInput = z.object({
  name: z.string(),
  /** Where users are sent back to; compared to the letter. */
  redirectUris: z.array(z.string()).optional(),
  launchUrl: z.string().nullable().optional(),
  /** Its public keys; without them it is a public client. */
  jwks: z
    .object({ keys: z.array(z.record(z.string(), z.unknown())) })
    .nullable()
    .optional(),
  /** The most that it is ever granted. */
  scopes: z.array(z.string()),
  enabled: z.boolean().optional(),
});
export const oauthClient = oauthClientInput.extend({ clientId: z.string() });

/** PUT /api/users/{username}: somebody who signs in here by name and passcode. */
export const hubUserInput = z.object({
  name: z.string(),
  passcode: z.string(),
  /** Such as imaging.read. */
  scopes: z.array(z.string()),
  fhirUser: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
});
export const hubUser = hubUserInput.omit({ passcode: true }).extend({ username: z.string() });

/** PUT /api/sign-in-providers/{name}: an OpenID provider, or an EHR that launches the reading page. */
export const signInProviderInput = z.object({
  kind: z.enum(['oidc', 'smart']),
  label: z.string(),
  /** Of an OpenID provider its issuer, of an EHR the address of its FHIR server. */
  issuer: z.string(),
  clientId: z.string(),
  authentication: z.enum(['none', 'private_key_jwt', 'client_secret_basic']).optional(),
  secret: z.string().optional(),
  scope: z.string().optional(),
  /** Scopes of the hub that its people get, such as imaging.read. */
  grants: z.array(z.string()),
  requiredClaim: z.object({ name: z.string(), value: z.string() }).nullable().optional(),
  /** The issuer of the patient identifiers that the EHR gives without a system that is known. */
  patientIssuer: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
});
export const signInProvider = signInProviderInput.omit({ secret: true }).extend({ name: z.string() });
