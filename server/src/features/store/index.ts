export { startMaintenance } from './maintenance.ts';
export type { ByteSource, Expectation } from './receive.ts';
export { type StoreInput, type StoreResult, storeInstance } from './store-instance.ts';
export { findMissingBlobs, sweepOrphans } from './sweep.ts';
