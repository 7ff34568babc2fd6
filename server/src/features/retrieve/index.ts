export type { Selector, ServedInstance } from '../../db/index.ts';
export { type OpenFrames, openFrames } from './frames.ts';
export { bytesOf, keptHeader, readHeader } from './header.ts';
export { listInstances, openDataset, openInstance } from './instances.ts';
export { bySeries, rootMark, seriesMetadata } from './metadata.ts';
export { alternativeSyntaxes, openDatasetAs } from './native-syntax.ts';
export { closeWorkers } from './render/pool.ts';
export { decodeStoredFrame, type RenderInput, renderFrame, renderMiddleFrame, renderParts } from './rendered.ts';
