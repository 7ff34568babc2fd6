export { countExamsOf, walkExams } from './count-exams.ts';
export { exportCodeMap, type IncomingLine, importCodeMap, type MapLine } from './exchange.ts';
export { listCodeMap, listTermValues, previewMeaning } from './list.ts';
export { sayMeaning } from './say.ts';
export { listVersions, undoMeaning } from './undo.ts';
export { listUnmapped } from './unmapped.ts';
