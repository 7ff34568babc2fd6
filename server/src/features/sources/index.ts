export { listApplicationEntities, putApplicationEntity, removeApplicationEntity } from './application-entities.ts';
export { listSources, putSource, removeSource } from './sources.ts';
