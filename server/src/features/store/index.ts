export { fillSomeHeaders } from './fill-headers.ts';
export { type BulkValue, type Identified, identityIn, part10From } from './from-json.ts';
export { startMaintenance } from './maintenance.ts';
export type { ByteSource } from './receive.ts';
export { Spool } from './spool.ts';
export { type StoreResult, storeInstance } from './store-instance.ts';
export { findMissingBlobs, listOrphans, sweepOrphans } from './sweep.ts';
