export {
  type AdmittedCaller,
  admitCaller,
  type EntityInput,
  findMoveDestination,
  listEntities,
  registerEntity,
  removeEntity,
  services,
} from './application-entities.ts';
