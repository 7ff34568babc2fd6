import type { Dataset } from './dataset.ts';
import type { Tag } from './tag.ts';
import type { VR } from './vr.ts';

/** Bytes from the start of the stream or file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A value in memory: its bytes as they are in the data set, in its byte order, with their padding. */
export interface ValueElement {
  readonly kind: 'value';
  readonly tag: Tag;
  readonly vr: VR;
  readonly bytes: Uint8Array;
}

export interface SequenceElement {
  readonly kind: 'sequence';
  readonly tag: Tag;
  readonly vr: VR;
  readonly items: readonly Dataset[];
  /** How it was written, so that it is written the same again: undefined length or a counted one. */
  readonly undefinedLength?: boolean;
}

/** A value that was left in the source. */
export interface BulkElement extends ByteRange {
  readonly kind: 'bulk';
  readonly tag: Tag;
  readonly vr: VR;
}

/** Encapsulated Pixel Data (PS3.5 A.4), left in the source. */
export interface EncapsulatedElement {
  readonly kind: 'encapsulated';
  readonly tag: Tag;
  readonly vr: VR;
  /** The value of the first item, the Basic Offset Table; of length 0 if it is empty. */
  readonly offsetTable: ByteRange;
  /** The values of the other items, without their item headers. */
  readonly fragments: readonly ByteRange[];
}

/** Encapsulated Pixel Data to be written: the value that \`encapsulate\` makes. */
export interface FragmentsElement {
  readonly kind: 'fragments';
  readonly tag: Tag;
  readonly vr: VR;
  readonly offsetTable: Uint8Array;
  readonly fragments: readonly Uint8Array[];
}

export type Element = ValueElement | SequenceElement | BulkElement | EncapsulatedElement | FragmentsElement;
