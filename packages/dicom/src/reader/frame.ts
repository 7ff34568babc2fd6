import type { Dataset } from '../dataset.ts';
import type { ByteRange } from '../element.ts';
import type { Tag } from '../tag.ts';

/** One level of what is being read: a data set or item, a sequence of items, or the fragments of Pixel Data. */
export interface Frame {
  readonly kind: 'dataset' | 'sequence' | 'fragments';
  /** The sequence, or the sequence that holds this item; 0 for the outermost data set. */
  readonly tag: Tag;
  /** Where it ends; Infinity if a delimiter ends it. */
  readonly end: number;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  /** Sequences around it. */
  readonly depth: number;
  /** The data set that is filled, or that holds the sequence; undefined if its elements are not kept. */
  readonly dataset: Dataset | undefined;
  readonly items: Dataset[] | undefined;
  readonly fragments: ByteRange[] | undefined;
  offsetTable: ByteRange | undefined;
  count: number;
  lastTag: number;
  /** Pixel Representation in force. */
  signed: boolean;
}

type Essential = 'kind' | 'tag' | 'end' | 'explicit' | 'littleEndian' | 'depth' | 'dataset' | 'signed';

/** All frames have one shape: the reader's loop looks at them for every element. */
export const makeFrame = (
  from: Pick<Frame, Essential>,
  parts: { items?: Dataset[]; fragments?: ByteRange[] } = {},
): Frame => ({
  kind: from.kind,
  tag: from.tag,
  end: from.end,
  explicit: from.explicit,
  littleEndian: from.littleEndian,
  depth: from.depth,
  dataset: from.dataset,
  items: parts.items,
  fragments: parts.fragments,
  offsetTable: undefined,
  count: 0,
  lastTag: -1,
  signed: from.signed,
});
