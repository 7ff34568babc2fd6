/** Where bytes are kept: write-once blobs with random names, read whole or in ranges. */
export interface StoredBlob {
  readonly blob: string;
  /** where the bytes begin in the blob: small ones share a blob with others of their group */
  readonly offset: number;
  readonly length: number;
}

/** A blob in the making: nobody sees it before `commit` has returned and a row tells of it. */
export interface BlobWriter {
  /** The chunk may be kept until `commit`: whoever gives it does not change it afterwards. */
  write(chunk: Uint8Array): Promise<void> | void;
  /**
   * Settles when bytes and name are on stable storage. A failure is final: the bytes are gone.
   * @param group small objects of one group may share a blob, since they will be removed together
   */
  commit(group?: string): Promise<StoredBlob>;
  /** Drops what was written and not committed. */
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
  /** @param into read into this memory when it is large enough: fresh memory costs more than the bytes */
  readBytes(blob: string, range?: ByteRange, into?: Uint8Array): Promise<Uint8Array>;
  /** undefined: there is no such blob */
  lengthOf(blob: string): Promise<number | undefined>;
  /** Blobs whose names say that they were made before that time. */
  madeBefore(time: Date): AsyncIterable<string>;
  /** Takes a blob that no row refers to out of the way without destroying it; one that is gone is no error. */
  quarantine(blob: string): Promise<void>;
  /** Removes a blob that no row refers to. */
  remove(blob: string): Promise<void>;
  /** Gives up committed bytes that got no row: their room is free again when the last of their blob are given up. */
  release(stored: StoredBlob): Promise<void>;
  /** Gives up what was begun before that time and never committed, where listings do not show it; says how many. */
  abortUnfinished(before: Date): Promise<number>;
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}
