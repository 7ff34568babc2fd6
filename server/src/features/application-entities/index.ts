export { type AdmittedCaller, admitCaller, type OfferedIdentity } from './admit-caller.ts';
export {
  type EntityInput,
  findDestination,
  listEntities,
  registerEntity,
  removeEntity,
  services,
  type UserIdentityInput,
} from './application-entities.ts';
