export { listApplicationEntities, putApplicationEntity, removeApplicationEntity } from './application-entities.ts';
export { listSourcesWithHealth } from './health.ts';
export { isOpenAt } from './hours.ts';
export { peerOfSource, settingsOfSource } from './peer-of-source.ts';
export { listSources, putSource, removeSource } from './sources.ts';
export { testSource } from './test-source.ts';
