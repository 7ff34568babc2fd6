/** A film of one H.264 stream as an MP4 file (ISO/IEC 14496-12, -14 and -15), its index before its pictures. */
import { type FilmSize, pictureParameters, pictureUnit, profile, sequenceParameters, type YuvFrame } from './h264.ts';

const u8 = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const u16 = (value: number): Uint8Array => u8(value >> 8, value & 0xff);
const u32 = (...values: readonly number[]): Uint8Array => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
};

const box = (name: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(name, 'latin1'), body]);
};

const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const zeros = (count: number): Uint8Array => new Uint8Array(count);

const configuration = (size: FilmSize): Uint8Array => {
  const [sps, pps] = [sequenceParameters(size), pictureParameters()];
  return box(
    'avcC',
    u8(1, profile.idc, 0, profile.level, 0xff, 0xe1),
    u16(sps.length),
    sps,
    u8(1),
    u16(pps.length),
    pps,
    // 4:2:0, 8 bits each, no extensions
    u8(0xfd, 0xf8, 0xf8, 0),
  );
};

const sampleEntry = (size: FilmSize): Uint8Array =>
  box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(size.width),
    u16(size.height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    zeros(32),
    u16(24),
    u16(0xffff),
    configuration(size),
  );

/** Milliseconds are the unit of time throughout. */
const scale = 1000;

const movie = (size: FilmSize, frameMs: number, lengths: readonly number[], offset: number): Uint8Array => {
  const duration = Math.round(frameMs * lengths.length);
  const table = box(
    'stbl',
    box('stsd', u32(0, 1), sampleEntry(size)),
    box('stts', u32(0, 1, lengths.length, Math.round(frameMs))),
    box('stsc', u32(0, 1, 1, lengths.length, 1)),
    box('stsz', u32(0, 0, lengths.length, ...lengths)),
    box('stco', u32(0, 1, offset)),
  );
  const media = box(
    'mdia',
    box('mdhd', u32(0, 0, 0, scale, duration), u16(0x55c4), u16(0)),
    box('hdlr', u32(0, 0), Buffer.from('vide'), zeros(12), Buffer.from('SYNTHETIC\0')),
    box('minf', box('vmhd', u32(1), zeros(8)), box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))), table),
  );
  const header = box('tkhd', u32(3, 0, 0, 1, 0, duration), zeros(16), matrix, u32(size.width << 16, size.height << 16));
  return box(
    'moov',
    box('mvhd', u32(0, 0, 0, scale, duration, 0x10000), u16(0x100), zeros(10), matrix, zeros(24), u32(2)),
    box('trak', header, media),
  );
};

/** @param frameMs whole milliseconds from one picture to the next */
export const mp4Film = (frames: readonly YuvFrame[], size: FilmSize, frameMs: number): Uint8Array => {
  const samples = frames.map((frame, at) => {
    const picture = pictureUnit(frame, size, at);
    return Buffer.concat([u32(picture.length), picture]);
  });
  const lengths = samples.map(({ length }) => length);
  const type = box('ftyp', Buffer.from('isom'), u32(0x200), Buffer.from('isomiso2avc1mp41'));
  const before = type.length + movie(size, frameMs, lengths, 0).length + 8;
  return Buffer.concat([type, movie(size, frameMs, lengths, before), box('mdat', ...samples)]);
};
