/** Data sets by hand, so that they can be wrong. Implicit VR little endian unless said otherwise (PS3.5 7.1). */
import { deflateRawSync } from 'node:zlib';

const element = (tag: number, value: Uint8Array, length = value.length): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.writeUInt32LE(length >>> 0, 4);
  return Buffer.concat([header, value]);
};

const even = (value: string, pad: string): Buffer =>
  Buffer.from(value.length % 2 === 0 ? value : value + pad, 'latin1');

const uid = (tag: number, value: string): Buffer => element(tag, even(value, '\0'));
const text = (tag: number, value: string): Buffer => element(tag, even(value, ' '));

export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
export const implicitLittleEndian = '1.2.840.10008.1.2';
export const deflatedExplicitLittleEndian = '1.2.840.10008.1.2.1.99';

export interface Uids {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

const root = '1.2.826.0.1.3680043.10.998.7';
let next = 0;

/** UIDs that nobody has used in this run. */
export const freshUids = (): Uids => {
  next += 1;
  const base = `${root}.${process.pid}.${Date.now()}.${next}`;
  return { study: `${base}.1`, series: `${base}.2`, instance: `${base}.3` };
};

/** The smallest storable header, then whatever `tail` is. */
export const objectWith = (uids: Uids, tail: Uint8Array): Buffer =>
  Buffer.concat([
    uid(0x00080016, ctImageStorage),
    uid(0x00080018, uids.instance),
    text(0x00080020, '20260101'),
    text(0x00080060, 'CT'),
    text(0x00100010, 'SYNTHETIC^HOSTILE'),
    text(0x00100020, 'H-1'),
    uid(0x0020000d, uids.study),
    uid(0x0020000e, uids.series),
    tail,
  ]);

/** H25: a value that claims almost 4 GB with 16 bytes behind it. */
export const lyingLength = (uids: Uids): Buffer => objectWith(uids, element(0x7fe00010, Buffer.alloc(16), 0xfffffffe));

const sequenceStart = element(0x00081115, Buffer.alloc(0), 0xffffffff);
const itemStart = element(0xfffee000, Buffer.alloc(0), 0xffffffff);

/** H26: sequences of undefined length, one in the other. */
export const nestedSequences = (uids: Uids, depth: number): Buffer =>
  objectWith(uids, Buffer.concat(Array.from({ length: depth }, () => Buffer.concat([sequenceStart, itemStart]))));

const explicit = (tag: number, vr: string, value: Uint8Array): Buffer => {
  const header = Buffer.alloc(12);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4, 'latin1');
  header.writeUInt32LE(value.length, 8);
  return Buffer.concat([header, value]);
};

/** H27: a deflated data set that grows about a thousandfold. */
export const deflateBomb = (inflatedBytes: number): Buffer =>
  deflateRawSync(explicit(0x00091010, 'OB', Buffer.alloc(inflatedBytes)), { level: 9 });
