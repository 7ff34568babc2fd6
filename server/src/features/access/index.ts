export { DEFAULT_TENANT_ID } from '../../db/index.ts';
export { hashPasscode, isPasscode } from './passcodes.ts';
export { authorise, type Principal, type Right, rights } from './principal.ts';
export { createTokenVerifier, type TokenVerifier } from './tokens.ts';
