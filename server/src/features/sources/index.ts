export { listApplicationEntities, putApplicationEntity, removeApplicationEntity } from './application-entities.ts';
export { peerOfSource } from './peer-of-source.ts';
export { listSources, putSource, removeSource } from './sources.ts';
