export { domainOf, localIdentities } from './local-identities.ts';
