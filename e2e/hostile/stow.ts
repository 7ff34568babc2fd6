import type { Hub } from '../harness/hub.ts';
import { ctImageStorage } from './objects.ts';

const shortElement = (tag: number, vr: string, value: string): Buffer => {
  const padded = value.length % 2 === 0 ? value : `${value}\0`;
  const header = Buffer.alloc(8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4, 'latin1');
  header.writeUInt16LE(padded.length, 6);
  return Buffer.concat([header, Buffer.from(padded, 'latin1')]);
};

/** A Part 10 file around bytes that may be anything (PS3.10 7.1). */
export const partTen = (instance: string, transferSyntaxUid: string, dataset: Uint8Array): Buffer => {
  const meta = Buffer.concat([
    shortElement(0x00020002, 'UI', ctImageStorage),
    shortElement(0x00020003, 'UI', instance),
    shortElement(0x00020010, 'UI', transferSyntaxUid),
    shortElement(0x00020012, 'UI', '1.2.826.0.1.3680043.10.998.9'),
  ]);
  const length = Buffer.alloc(12);
  length.writeUInt16LE(0x0002, 0);
  length.writeUInt16LE(0x0000, 2);
  length.write('UL', 4, 'latin1');
  length.writeUInt16LE(4, 6);
  length.writeUInt32LE(meta.length, 8);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, dataset]);
};

export const boundary = 'hostile-boundary';
export const stowType = `multipart/related; type="application/dicom"; boundary=${boundary}`;

const multipart = (parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap((part) => [
      Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
      part,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

export const stow = (hub: Hub, parts: readonly Uint8Array[]): Promise<Response> =>
  hub.request('/dicom-web/studies', {
    method: 'POST',
    headers: { 'content-type': stowType, accept: 'application/dicom+json' },
    body: new Uint8Array(multipart(parts)),
  });
