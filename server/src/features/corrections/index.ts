export { correctAttributes } from './correct.ts';
export { listCorrections } from './list-corrections.ts';
export { moveStudy } from './move-study.ts';
export { undoCorrection } from './undo-correction.ts';
