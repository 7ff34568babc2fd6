export { DEFAULT_TENANT_ID } from '../../db/index.ts';
export { hashPasscode, isPasscode } from './passcodes.ts';
export { recordsOfContext } from './patient-context.ts';
export {
  authorise,
  isWithin,
  type Principal,
  type Reach,
  type ReadableType,
  type Right,
  reach,
  reachOf,
  rights,
  wholeReach,
} from './principal.ts';
export { type Grant, parseScopes } from './scopes.ts';
export { type Bearer, createTokenVerifier, type TokenVerifier } from './tokens.ts';
