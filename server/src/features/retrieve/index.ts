export type { Selector, ServedInstance } from '../../db/index.ts';
export { openFileObject } from './file-object.ts';
export { openFrames } from './frames.ts';
export { keptHeader, openValue, readHeader } from './header.ts';
export { digestOf, listInstances, openInstance, openInstanceRange, openInstances } from './instances.ts';
export { bySeries, rootMark, seriesMetadata } from './metadata.ts';
export { alternativeSyntaxes, openDatasetAs } from './native-syntax.ts';
export { closeWorkers } from './pixels/pool.ts';
export { decodeStoredFrame, type RenderInput, renderFrame, renderMiddleFrame, renderParts } from './rendered.ts';
