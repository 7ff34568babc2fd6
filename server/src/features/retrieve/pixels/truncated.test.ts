/** A stream that ends before its pixels do is no frame: nothing is made up for what is missing. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { type Dataset, encodePart10, tags, uids } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { greyPicture } from '../../../../test/grey-picture.ts';
import { openFileObject } from '../file-object.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { PixelFormat } from './frame.ts';
import { fromNative } from './native.ts';

const run = promisify(execFile);
const side = 64;

const formatOf = (bitsStored: 8 | 12): PixelFormat => ({
  ...{ transferSyntaxUid: uids.ExplicitVRLittleEndian, rows: side, columns: side, samples: 1 },
  ...{ bitsAllocated: bitsStored === 8 ? 8 : 16, bitsStored, highBit: bitsStored - 1, signed: false },
  ...{ float: false, planar: false, photometric: 'MONOCHROME2' },
});

const nativeOf = ({ bitsStored }: PixelFormat): Uint8Array<ArrayBuffer> => {
  const values = Array.from({ length: side * side }, (_, at) => ((at * at) >> 5) & (2 ** bitsStored - 1));
  return bitsStored === 8 ? Uint8Array.from(values) : new Uint8Array(Uint16Array.from(values).buffer);
};

const objectOf = (format: PixelFormat): Dataset =>
  greyPicture(format).set(tags.PixelData, nativeOf(format), format.bitsAllocated === 8 ? 'OB' : 'OW');

/** The frame as a tool of DCMTK compresses it. */
const compressedBy = async (tool: string, options: readonly string[], format: PixelFormat): Promise<Uint8Array> => {
  const directory = await mkdtemp(join(tmpdir(), 'truncated-'));
  try {
    const [from, to] = [join(directory, 'from.dcm'), join(directory, 'to.dcm')];
    await writeFile(from, encodePart10(objectOf(format), uids.ExplicitVRLittleEndian));
    await run(tool, [...options, from, to]);
    const { frames } = await openFileObject(await readFile(to));
    return (await frames()).read(1);
  } finally {
    await rm(directory, { recursive: true });
  }
};

const encoded = (format: PixelFormat, syntax: string) =>
  encodeFrame(fromNative(nativeOf(format), format), format, syntax);

const streams: readonly (readonly [
  string,
  8 | 12,
  string,
  (format: PixelFormat) => Promise<Uint8Array> | Uint8Array,
])[] = [
  ['native', 12, uids.ExplicitVRLittleEndian, nativeOf],
  ['deflated', 12, uids.DeflatedImageFrameCompression, (format) => deflateRawSync(nativeOf(format))],
  ['RLE of one segment', 8, uids.RLELossless, (format) => compressedBy('dcmcrle', [], format)],
  ['RLE of two segments', 12, uids.RLELossless, (format) => compressedBy('dcmcrle', [], format)],
  ['JPEG baseline', 8, uids.JPEGBaseline8Bit, (format) => compressedBy('dcmcjpeg', ['+eb'], format)],
  ['JPEG extended', 12, uids.JPEGExtended12Bit, (format) => compressedBy('dcmcjpeg', ['+ee'], format)],
  [
    'JPEG progressive',
    8,
    uids.JPEGFullProgressionNonHierarchical1012,
    (format) => compressedBy('dcmcjpeg', ['+ep'], format),
  ],
  [
    'JPEG progressive',
    12,
    uids.JPEGFullProgressionNonHierarchical1012,
    (format) => compressedBy('dcmcjpeg', ['+ep'], format),
  ],
  [
    'JPEG by spectral selection',
    12,
    uids.JPEGSpectralSelectionNonHierarchical68,
    (format) => compressedBy('dcmcjpeg', ['+es'], format),
  ],
  ['JPEG lossless', 12, uids.JPEGLosslessSV1, (format) => compressedBy('dcmcjpeg', ['+e1'], format)],
  ['JPEG-LS', 12, uids.JPEGLSLossless, (format) => encoded(format, uids.JPEGLSLossless)],
  ['JPEG 2000', 12, uids.JPEG2000Lossless, (format) => encoded(format, uids.JPEG2000Lossless)],
  ['HTJ2K', 12, uids.HTJ2KLossless, (format) => encoded(format, uids.HTJ2KLossless)],
];

const outcome = (frame: Parameters<typeof decodeFrame>[0]): Promise<string> =>
  decodeFrame(frame).then(
    () => 'decoded',
    () => 'refused',
  );

describe('a frame cut short', () => {
  it.each(streams)('%s (%i bits)', async (_name, bits, transferSyntaxUid, make) => {
    const format = formatOf(bits);
    const whole = await make(format);
    const shares = [1, 0.98, 0.9, 0.5, 0.2];
    const outcomes: string[] = [];
    for (const share of shares) {
      const bytes = whole.subarray(0, Math.floor(whole.length * share));
      outcomes.push(await outcome({ ...format, transferSyntaxUid, bytes }));
    }
    expect(outcomes).toEqual(['decoded', 'refused', 'refused', 'refused', 'refused']);
  });

  it('JPEG-LS cut anywhere, with or without the start of another behind it: at once', async () => {
    // 16 bits, and a cut at which the decoder reads for a minute in what is not there.
    const format = { ...formatOf(12), bitsStored: 16, highBit: 15 };
    const native = new Uint8Array(Uint16Array.from({ length: side * side }, (_, at) => (at * at) >> 3).buffer);
    const whole = await encodeFrame(fromNative(native, format), format, uids.JPEGLSLossless);
    const began = performance.now();
    const cuts = Array.from({ length: 60 }, (_, at) => whole.subarray(0, Math.floor((whole.length * at) / 60)));
    const ends = Array.from({ length: 2 }, (_, at) => whole.subarray(0, whole.length - 1 - at));
    for (const cut of [...cuts, ...ends])
      for (const bytes of [cut, Buffer.concat([cut, whole])].filter(({ length }) => length !== whole.length))
        expect(await outcome({ ...format, transferSyntaxUid: uids.JPEGLSLossless, bytes })).toBe('refused');
    expect(performance.now() - began).toBeLessThan(5000);
    const padded = Buffer.concat([whole, Buffer.alloc(3)]);
    expect(await outcome({ ...format, transferSyntaxUid: uids.JPEGLSLossless, bytes: padded })).toBe('decoded');
  });

  it('a first RLE segment that is short, with the second whole', async () => {
    const format = formatOf(12);
    const whole = Buffer.from(await compressedBy('dcmcrle', [], format));
    const [first, second] = [whole.readUInt32LE(4), whole.readUInt32LE(8)];
    const cut = Buffer.concat([whole.subarray(0, first + 20), whole.subarray(second)]);
    cut.writeUInt32LE(first + 20, 8);
    expect(await outcome({ ...format, transferSyntaxUid: uids.RLELossless, bytes: cut })).toBe('refused');
  });
});
