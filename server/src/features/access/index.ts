export { DEFAULT_TENANT_ID } from '../../db/index.ts';
export { authorise, type Principal, type Right, rights } from './principal.ts';
