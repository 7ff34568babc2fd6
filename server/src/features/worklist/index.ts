export { findStudies } from './find-studies.ts';
export { listWorklist } from './list-worklist.ts';
