/** Where bytes are kept: write-once blobs with random names, read whole or in ranges. */
export interface StoredBlob {
  readonly blob: string;
  readonly length: number;
}

/** A blob in the making: nobody sees it before `commit` has returned and a row tells of it. */
export interface BlobWriter {
  /** The bytes are copied or written before the promise settles; the caller may use its buffer again. */
  write(chunk: Uint8Array): Promise<void>;
  /** Settles when bytes and name are on stable storage. A failure is final: the blob is gone. */
  commit(): Promise<StoredBlob>;
  /** Drops what was written. Only for a blob that no row refers to. */
  discard(): Promise<void>;
}

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface StoreHealth {
  /** `low`: warn; `full`: takes nothing new; `failed`: a write was lost, takes nothing new until a probe passes */
  readonly state: 'ok' | 'low' | 'full' | 'failed';
  readonly freeBytes: number;
}

export interface ObjectStore {
  /** Refuses with `out-of-resources` or `storage-unhealthy`. */
  create(tenantId: string): Promise<BlobWriter>;
  /** Refuses with `bytes-missing` when the blob is absent or shorter than the range. */
  read(blob: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  readBytes(blob: string, range?: ByteRange): Promise<Uint8Array>;
  /** undefined: there is no such blob */
  lengthOf(blob: string): Promise<number | undefined>;
  /** Blobs whose names say that they were made before that time. */
  madeBefore(time: Date): AsyncIterable<string>;
  /** Takes a blob that no row refers to out of the way without destroying it. */
  quarantine(blob: string): Promise<void>;
  /** Removes a blob that was never committed to a row, or whose row is gone. */
  remove(blob: string): Promise<void>;
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}
