export { listWorklist } from './list-worklist.ts';
