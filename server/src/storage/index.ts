export { createFilesystemStore } from './filesystem.ts';
export { createMemoryStore } from './memory.ts';
export type { BlobWriter, ByteRange, ObjectStore, StoredBlob } from './object-store.ts';
export { openStore } from './open.ts';
