export {
  type AdmittedCaller,
  admitCaller,
  type EntityInput,
  findDestination,
  listEntities,
  registerEntity,
  removeEntity,
  services,
} from './application-entities.ts';
