export { DEFAULT_TENANT_ID } from '../../db/index.ts';
export {
  type AdmittedCaller,
  admitCaller,
  type EntityInput,
  findMoveDestination,
  listEntities,
  type MoveDestination,
  registerEntity,
  removeEntity,
  services,
} from './application-entities.ts';
export { authorise, type DoorName, type Principal, type Right, rights } from './principal.ts';
