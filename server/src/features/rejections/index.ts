export { applyRejectionNote, rejectionTitles } from './apply-note.ts';
export { listRejections, undoRejection } from './manage-rejections.ts';
