export { listConflicts, resolveConflict, undoResolution } from './manage-conflicts.ts';
