export { DEFAULT_TENANT_ID } from '../../db/index.ts';
export { actingFor, authorityOf, keepAuthority } from './kept-authority.ts';
export { keyAlgorithms, publicKeys, signingKey } from './own-keys.ts';
export { checkOwnToken, signAccessToken } from './own-tokens.ts';
export { hashPasscode, isPasscode } from './passcodes.ts';
export { recordsOfContext } from './patient-context.ts';
export {
  asWriter,
  authorise,
  isWithin,
  type PatientIdDomain,
  type Principal,
  type Reach,
  type ReadableType,
  type Right,
  reach,
  reachOf,
  rights,
  wholeReach,
} from './principal.ts';
export { type Grant, grantOf, isVersion1 } from './scopes.ts';

export { createTokenVerifier, hubScopes, type TokenVerifier } from './tokens.ts';
export { forgetWithheld, withConsents } from './withheld.ts';
