import type { Tag } from '../tag.ts';
import type { VR } from '../vr.ts';
import { vrInfoByCode } from '../vr.ts';

/** What stands before a value. */
export interface ElementHeader {
  tag: Tag;
  vr: VR | undefined;
  /** Bytes of the header itself: 8 or 12. */
  size: number;
  length: number;
  /** A VR that is none was found where one belongs. */
  fault: 'unknown-vr' | 'implicit-elements' | undefined;
}

const u16 = (bytes: Uint8Array, at: number, little: boolean): number => {
  const [a, b] = [bytes[at] as number, bytes[at + 1] as number];
  return little ? a | (b << 8) : (a << 8) | b;
};

const u32 = (bytes: Uint8Array, at: number, little: boolean): number =>
  little
    ? (u16(bytes, at, true) | (u16(bytes, at + 2, true) << 16)) >>> 0
    : ((u16(bytes, at, false) << 16) | u16(bytes, at + 2, false)) >>> 0;

export const readTag = (bytes: Uint8Array, at: number, little: boolean): Tag =>
  ((u16(bytes, at, little) << 16) | u16(bytes, at + 2, little)) >>> 0;

export const readLength = u32;

const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** Two characters that writers put where they know no VR. */
const isPlaceholder = (code: number): boolean =>
  code === 0x3f3f || code === 0x2d2d || code === 0x2020 || code === 0x2d20;

export const header: ElementHeader = { tag: 0, vr: undefined, size: 8, length: 0, fault: undefined };

const fill = (vr: VR | undefined, size: number, length: number, fault: ElementHeader['fault']): void => {
  header.vr = vr;
  header.size = size;
  header.length = length;
  header.fault = fault;
};

/**
 * Reads an element's header into `header`, which every call overwrites; at least 8 bytes are there. Returns how many
 * bytes must be there, more than are when the call has to be made again.
 */
export const readHeader = (
  bytes: Uint8Array,
  at: number,
  available: number,
  form: { readonly explicit: boolean; readonly littleEndian: boolean },
): number => {
  const little = form.littleEndian;
  header.tag = readTag(bytes, at, little);
  if (!form.explicit || header.tag >>> 16 === 0xfffe) {
    fill(undefined, 8, u32(bytes, at + 4, little), undefined);
    return 8;
  }
  const [first, second] = [bytes[at + 4] as number, bytes[at + 5] as number];
  const code = (first << 8) | second;
  const info = vrInfoByCode(code);
  const capitals = isCapital(first) && isCapital(second);
  if (info?.longForm || (info === undefined && capitals)) {
    // A VR that is not known has the form of those added later: 32-bit length (PS3.5 7.1.2).
    if (available < 12) return 12;
    fill(info?.vr ?? 'UN', 12, u32(bytes, at + 8, little), info === undefined ? 'unknown-vr' : undefined);
    return 12;
  }
  if (info !== undefined) fill(info.vr, 8, u16(bytes, at + 6, little), undefined);
  else if (isPlaceholder(code)) fill('UN', 8, u16(bytes, at + 6, little), 'unknown-vr');
  else fill(undefined, 8, u32(bytes, at + 4, little), 'implicit-elements');
  return 8;
};
