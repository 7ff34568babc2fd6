/** The few calls of a file system that the blob store makes; the loss tests put a failing or forgetful disk behind it. */

/** A file of one object. What is appended before the last ends at a block (`BLOCK` of aligned-memory.ts), so that nothing is between. */
export interface OpenFile {
  /**
   * All of the bytes, in order, behind what was written before. Resolves to how much longer the file is for it: as many bytes, or some more
   * that mean nothing.
   */
  append(chunks: readonly Uint8Array[]): Promise<number>;
  /** Bytes and length on stable storage. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file on which every append is on stable storage when it resolves. */
export type SyncedFile = Omit<OpenFile, 'sync'>;

export interface Disk {
  /** Fails when the file exists. */
  createFile(path: string): Promise<OpenFile>;
  /** Fails when the file exists. */
  createSyncedFile(path: string): Promise<SyncedFile>;
  /** Makes a folder unless it is there; the folder above must be there. */
  makeFolder(path: string): Promise<void>;
  /** Names in the folder on stable storage. */
  syncFolder(path: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  freeBytes(path: string): Promise<number>;
}
