export { type AdmittedCaller, admitCaller, domainOf as entityDomain, type OfferedIdentity } from './admit-caller.ts';
export {
  type EntityInput,
  findDestination,
  listEntities,
  registerEntity,
  removeEntity,
  services,
  type UserIdentityInput,
} from './application-entities.ts';
