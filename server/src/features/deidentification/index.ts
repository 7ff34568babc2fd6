export { type DeidentifiedExport, type ExportedObject, exportDeidentified } from './export.ts';
