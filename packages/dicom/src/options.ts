/** Bounds on what a reader accepts and holds in memory. */
export interface Limits {
  /** Bytes of one object, after inflating. */
  readonly objectBytes: number;
  /** Bytes of one value that is held in memory; larger ones are left in the source. */
  readonly valueBytes: number;
  /** Estimated bytes of memory that all values and elements together may take. */
  readonly memoryBytes: number;
  /** Sequences within sequences. */
  readonly depth: number;
  /** Elements of an object, those in items included. */
  readonly elements: number;
  /** Items of one sequence, fragments of Pixel Data included. */
  readonly items: number;
  /** How much larger than its input an inflated data set may be, once it is past \`inflateFreeBytes\`. */
  readonly inflateRatio: number;
  readonly inflateFreeBytes: number;
}

export const defaultLimits: Limits = {
  objectBytes: 4 * 1024 ** 3,
  valueBytes: 1024 ** 2,
  memoryBytes: 64 * 1024 ** 2,
  depth: 64,
  elements: 2_000_000,
  items: 200_000,
  inflateRatio: 200,
  inflateFreeBytes: 16 * 1024 ** 2,
};

/**
 * Faults of real files that a reader may be told to pass over. Each one that was met is named in the warnings.
 *
 * - missing-preamble: no 128 bytes and DICM before the file meta information
 * - missing-file-meta: a data set alone; its transfer syntax is judged from its first element
 * - file-meta-length: File Meta Information Group Length is absent or wrong
 * - missing-transfer-syntax: the file meta information does not name one; judged from the first element
 * - unknown-transfer-syntax: a private or unknown one is read as explicit VR little endian (PS3.5 10, A.4)
 * - wrong-transfer-syntax: the data set is plainly encoded otherwise than the file meta information says
 * - unordered-elements: tags not in ascending order
 * - duplicate-elements: a tag twice in one data set; the first is kept
 * - misplaced-groups: groups 0000 to 0007 other than 0004 within the data set
 * - odd-lengths: values of an odd length
 * - unknown-vr: a VR that is not two capital letters; its form is judged from the bytes after it
 * - implicit-elements: elements without a VR in a sequence of an explicit VR data set
 * - item-lengths: items and sequences whose content ends at another place than their length says
 * - stray-delimiters: item or sequence delimiters where nothing is open
 * - trailing-bytes: zero bytes after the data set
 */
export type Leniency =
  | 'missing-preamble'
  | 'missing-file-meta'
  | 'file-meta-length'
  | 'missing-transfer-syntax'
  | 'unknown-transfer-syntax'
  | 'wrong-transfer-syntax'
  | 'unordered-elements'
  | 'duplicate-elements'
  | 'misplaced-groups'
  | 'odd-lengths'
  | 'unknown-vr'
  | 'implicit-elements'
  | 'item-lengths'
  | 'stray-delimiters'
  | 'trailing-bytes';

export interface ReadOptions {
  readonly limits?: Partial<Limits>;
  /** Strict when absent or empty. */
  readonly leniency?: readonly Leniency[];
  /**
   * 'all' keeps every element. 'header' keeps what identifies and describes an object: standard elements of the
   * groups up to 0040 and their sequences to a depth of 3, and checks and counts the rest.
   */
  readonly keep?: 'header' | 'all';
  /** Values of binary VRs with more bytes than this are left in the source. 64 KiB when absent. */
  readonly bulkThreshold?: number;
}

/** What objects of the field need: every leniency there is. An archive keeps the bytes as they are and only reads past the fault. */
export const fieldLeniency: readonly Leniency[] = [
  'missing-preamble',
  'missing-file-meta',
  'file-meta-length',
  'missing-transfer-syntax',
  'unknown-transfer-syntax',
  'wrong-transfer-syntax',
  'unordered-elements',
  'duplicate-elements',
  'misplaced-groups',
  'odd-lengths',
  'unknown-vr',
  'implicit-elements',
  'item-lengths',
  'stray-delimiters',
  'trailing-bytes',
];
