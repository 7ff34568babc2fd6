/** ZIP archives by hand, so that they can also be wrong (APPNOTE 4.3). */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** claimed instead of the true inflated size */
  readonly claimedSize?: number;
  /** UNIX mode, e.g. of a link */
  readonly mode?: number;
}

const header = (size: number, write: (view: DataView) => void): Buffer => {
  const bytes = Buffer.alloc(size);
  write(new DataView(bytes.buffer, bytes.byteOffset, size));
  return bytes;
};

const common = (view: DataView, at: number, entry: ZipEntry, packed: Buffer): void => {
  view.setUint16(at, 20, true);
  view.setUint16(at + 4, 8, true);
  view.setUint32(at + 10, crc32(entry.bytes), true);
  view.setUint32(at + 14, packed.length, true);
  view.setUint32(at + 18, entry.claimedSize ?? entry.bytes.length, true);
  view.setUint16(at + 22, Buffer.byteLength(entry.name), true);
};

export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.bytes, { level: 9 });
    const name = Buffer.from(entry.name);
    const local = header(30, (view) => {
      view.setUint32(0, 0x04034b50, true);
      common(view, 4, entry, packed);
    });
    const central = header(46, (view) => {
      view.setUint32(0, 0x02014b50, true);
      view.setUint16(4, (3 << 8) | 20, true);
      common(view, 6, entry, packed);
      view.setUint32(38, ((entry.mode ?? 0o100644) << 16) >>> 0, true);
      view.setUint32(42, offset, true);
    });
    files.push(local, name, packed);
    directory.push(central, name);
    offset += local.length + name.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = header(22, (view) => {
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, entries.length, true);
    view.setUint16(10, entries.length, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
  return Buffer.concat([...files, ...directory, end]);
};
