import { formatTag, type Tag } from './tag.ts';

/** What was wrong with the input; stable names, for logs and for choosing a protocol status. */
export type DicomErrorCode =
  | 'not-dicom'
  | 'truncated'
  | 'bad-length'
  | 'bad-vr'
  | 'bad-order'
  | 'bad-structure'
  | 'bad-file-meta'
  | 'bad-value'
  | 'unknown-transfer-syntax'
  | 'bad-deflate'
  | 'limit'
  | 'unsupported';

/** The only error the readers and writers throw on bad input. It never holds a value of the data set. */
export class DicomError extends Error {
  override readonly name = 'DicomError';
  readonly code: DicomErrorCode;
  /** Bytes from the start of the stream, where known. */
  readonly offset: number | undefined;
  /** The tags that lead to the place, outermost first. */
  readonly path: readonly Tag[];

  constructor(code: DicomErrorCode, message: string, where: { offset?: number; path?: readonly Tag[] } = {}) {
    const path = where.path ?? [];
    const at = where.offset === undefined ? '' : ` at byte ${where.offset}`;
    const inside = path.length === 0 ? '' : ` in ${path.slice(-8).map(formatTag).join('/')}`;
    super(`${message}${inside}${at}`);
    this.code = code;
    this.offset = where.offset;
    this.path = path;
  }
}
