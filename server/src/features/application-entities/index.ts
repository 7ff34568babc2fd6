export { type AdmittedCaller, admitCaller, domainOf as entityDomain, type OfferedIdentity } from './admit-caller.ts';
export {
  type EntityInput,
  findDestination,
  type ListedEntity,
  listEntities,
  registerEntity,
  removeEntity,
  services,
} from './application-entities.ts';
export { testEntity } from './test-entity.ts';
export type { SaidOfUser } from './user-of-entity.ts';
