/** Discovery: SMART App Launch 2.2, 4.0 (`smart-configuration`), OpenID Connect Discovery 1.0, and our keys. */
import { castEvents } from '@throughline/fhir';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DEFAULT_TENANT_ID, publicKeys } from '../../../features/access/index.ts';
import { plainScopes } from '../../../features/authorization/index.ts';
import type { Context } from '../../../features/context.ts';
import { rootOf } from './where.ts';

const capabilities = [
  'launch-ehr',
  'launch-standalone',
  'client-public',
  'client-confidential-asymmetric',
  'sso-openid-connect',
  'context-ehr-patient',
  'context-standalone-patient',
  'context-banner',
  'permission-patient',
  'permission-user',
  'permission-offline',
  'permission-online',
  'permission-v1',
  'permission-v2',
];

const types = [
  '*',
  'Patient',
  'ImagingStudy',
  'DiagnosticReport',
  'ServiceRequest',
  'Endpoint',
  'Organization',
  'Location',
];
const scopes = [
  ...plainScopes,
  ...castEvents.flatMap(({ name }) => [`fhircast/${name}.read`, `fhircast/${name}.write`]),
  ...['patient', 'user', 'system'].flatMap((level) => types.map((type) => `${level}/${type}.rs`)),
];

const endpoints = (root: string) => ({
  issuer: root,
  jwks_uri: `${root}/oauth/jwks`,
  authorization_endpoint: `${root}/oauth/authorize`,
  token_endpoint: `${root}/oauth/token`,
  revocation_endpoint: `${root}/oauth/revoke`,
  token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384', 'RS256', 'ES256'],
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types_supported: ['code'],
  scopes_supported: scopes,
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
});

const open = { config: { open: true } } as const;

export const registerConfiguration = (app: FastifyInstance, context: Context): void => {
  const smart = async (request: FastifyRequest) => {
    const root = rootOf(context, request);
    return {
      ...endpoints(root),
      capabilities,
      // SMART Imaging Access: the same authorisation opens DICOMweb.
      associated_endpoints: [{ url: `${root}/dicom-web`, capabilities: ['smart-imaging-access'] }],
    };
  };
  // Below each base that a token opens, and at the root.
  for (const base of ['', '/fhir', '/dicom-web']) app.get(`${base}/.well-known/smart-configuration`, open, smart);
  app.get('/.well-known/openid-configuration', open, async (request) => ({
    ...endpoints(rootOf(context, request)),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'name', 'fhirUser'],
  }));
  app.get('/oauth/jwks', open, async () => publicKeys(context, DEFAULT_TENANT_ID));
};
