export { startMaintenance } from './maintenance.ts';
export type { ByteSource } from './receive.ts';
export { type StoreResult, storeInstance } from './store-instance.ts';
export { findMissingBlobs, listOrphans, sweepOrphans } from './sweep.ts';
