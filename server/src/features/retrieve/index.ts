export type { Selector, ServedInstance } from '../../db/index.ts';
export { asKnownIn } from './as-known-in.ts';
export { openParts } from './corrected.ts';
export { differencesOf } from './differences.ts';
export { openFileObject } from './file-object.ts';
export { openFrames, partsOf } from './frames.ts';
export {
  alternativeSyntaxes,
  defaultSyntax,
  givenSyntax,
  openDatasetAs,
  openFrameAs,
  openInstanceAs,
} from './given-syntaxes.ts';
export { isChanged, keptHeader, openValue, readHeader } from './header.ts';
export {
  digestOf,
  listInstances,
  openInstance,
  openInstanceRange,
  openInstances,
  openStored,
  servedLength,
} from './instances.ts';
export { orderTags } from './local-order.ts';
export { bySeries, packSettledSeries, seriesHeaders } from './metadata.ts';
export { listVersions, openOriginal } from './originals.ts';
export { closeWorkers } from './pixels/pool.ts';
export { provenFrames } from './pixels/proven-frames.ts';
export type { Memory } from './pixels/stored-frames.ts';
export {
  isPresentationState,
  type RenderOptions,
  renderFrame,
  renderMiddleFrame,
  renderParts,
  renderPresentation,
} from './rendered.ts';
export { openStream, type StoredStream, streamText, streamTypes } from './streams.ts';
export { isVideoSyntax } from './video-type.ts';
export { warm } from './warm.ts';
export { isEcgClass, isWaveformClass, type WaveformLook } from './waveform/look.ts';
export { isWaveform, renderWaveform, type WaveformOptions } from './waveform/render.ts';
