export {
  type AdmittedCaller,
  admitCaller,
  type Destination,
  type EntityInput,
  findDestination,
  listEntities,
  registerEntity,
  removeEntity,
  services,
} from './application-entities.ts';
