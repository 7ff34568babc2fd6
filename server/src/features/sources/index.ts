export { listSources, putSource, removeSource } from './sources.ts';
