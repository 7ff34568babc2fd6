export { askExport, endExport, readExport, readExportFile } from './ask.ts';
export { exportKeptMs, forgetEndedExports, makeExportFile, type ReadPage } from './make.ts';
