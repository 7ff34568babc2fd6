export { createFilesystemStore, type FilesystemOptions } from './filesystem.ts';
export { createMemoryStore } from './memory.ts';
export type { BlobWriter, ByteRange, ObjectStore, StoredBlob, StoreHealth } from './object-store.ts';
