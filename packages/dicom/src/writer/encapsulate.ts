import { tags } from '../dictionary.ts';
import type { FragmentsElement } from '../element.ts';

/**
 * Encapsulated Pixel Data with one fragment a frame and a Basic Offset Table (PS3.5 A.4), to be given to `Dataset.put`.
 * The table is left empty when an offset does not fit into 32 bits.
 */
export const encapsulate = (frames: readonly Uint8Array[]): FragmentsElement => {
  const table = new Uint8Array(frames.length * 4);
  const view = new DataView(table.buffer);
  let offset = 0;
  for (const [index, frame] of frames.entries()) {
    if (offset <= 0xffffffff) view.setUint32(index * 4, offset, true);
    offset += 8 + frame.length + (frame.length % 2);
  }
  const fits = offset <= 0xffffffff;
  return {
    kind: 'fragments',
    tag: tags.PixelData,
    vr: 'OB',
    offsetTable: fits ? table : new Uint8Array(),
    fragments: frames,
  };
};
