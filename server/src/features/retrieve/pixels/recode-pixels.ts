/** Pixel Data in another transfer syntax, frame by frame: what the header then says, and the bytes. */
import {
  type Dataset,
  encodeElementHeader,
  encodeFragmentHeader,
  type Part10,
  tags,
  transferSyntax,
  type VR,
} from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { cellFormat, holdsOverlays, pixelElement, pixelFormat } from './format.ts';
import type { NativeFrame, PixelFormat } from './frame.ts';
import { decodeInWorker, encodeInWorker } from './pool.ts';
import { provenFrames } from './proven-frames.ts';
import type { StoredFrames } from './stored-frames.ts';
import { canEncode } from './syntaxes.ts';

export interface RecodedPixels {
  readonly vr: VR;
  /** Changes what the header says of the pixels. */
  describe(dataset: Dataset): void;
  /** The whole element, header included. */
  bytes(): AsyncGenerator<Uint8Array>;
}

const longestValue = 0xfffffffe;

/** One frame, in the target's form. */
const recodeFrame = (format: PixelFormat, bytes: Uint8Array, target: string): Promise<NativeFrame> =>
  transferSyntax(target)?.encapsulated
    ? encodeInWorker({ frame: { ...format, bytes }, target })
    : decodeInWorker({ ...format, bytes });

/** JPEG 2000 applies its reversible colour transform to RGB and says so in its COD segment (PS3.5 8.2.4). */
const usesColourTransform = (stream: Uint8Array): boolean => {
  const bytes = Buffer.from(stream.buffer, stream.byteOffset, Math.min(stream.length, 256));
  const at = bytes.indexOf(Uint8Array.of(0xff, 0x52));
  return at > 0 && bytes[at + 8] === 1;
};

const photometricOf = ({ bytes, photometric }: NativeFrame, target: string): string => {
  const jpeg2000 = /^1\.2\.840\.10008\.1\.2\.4\.(9|20)/.test(target);
  return jpeg2000 && photometric === 'RGB' && usesColourTransform(bytes) ? 'YBR_RCT' : photometric;
};

async function* encapsulated(frames: AsyncIterable<Uint8Array>, target: string): AsyncGenerator<Uint8Array> {
  yield encodeElementHeader(tags.PixelData, 'OB', undefined, target);
  // No offset table: it would have to be known before the first frame is encoded.
  yield encodeFragmentHeader(0);
  for await (const frame of frames) {
    yield encodeFragmentHeader(frame.length + (frame.length % 2));
    yield frame;
    if (frame.length % 2 > 0) yield new Uint8Array(1);
  }
  yield encodeFragmentHeader(undefined);
}

/** Frames of single bits follow each other without a gap (PS3.5 8.1.1). */
async function* packed(frames: AsyncIterable<Uint8Array>, bits: number): AsyncGenerator<Uint8Array> {
  let [held, count] = [0, 0];
  for await (const frame of frames) {
    const out: number[] = [];
    for (let at = 0; at * 8 < bits; at += 1) {
      const take = Math.min(8, bits - at * 8);
      held |= (frame[at] as number) << count;
      count += take;
      if (count < 8) continue;
      out.push(held & 0xff);
      [held, count] = [held >> 8, count - 8];
    }
    yield Uint8Array.from(out);
  }
  if (count > 0) yield Uint8Array.of(held);
}

async function* native(
  frames: AsyncIterable<Uint8Array>,
  length: number,
  vr: VR,
  target: string,
): AsyncGenerator<Uint8Array> {
  yield encodeElementHeader(tags.PixelData, vr, length + (length % 2), target);
  yield* frames;
  if (length % 2 > 0) yield new Uint8Array(1);
}

/**
 * Compressed pixels uncompressed, or any pixels compressed without loss. Every frame is made at once: whether the object
 * can be given whole is known before anything of it is.
 *
 * @param signal fires when nobody waits for it any more
 * @throws Failure not-acceptable if its pixels cannot be given so
 */
export const recodePixels = async (
  header: Part10,
  frames: StoredFrames,
  target: string,
  signal?: AbortSignal,
): Promise<RecodedPixels> => {
  const format = pixelFormat(header);
  const toNative = !transferSyntax(target)?.encapsulated;
  if (!toNative && (!canEncode(format, target) || holdsOverlays(header.dataset)))
    fail('not-acceptable', 'Pixels of this form cannot be compressed so.');
  const bits = format.rows * format.columns * format.samples * format.bitsAllocated;
  const length = Math.ceil((bits * frames.count) / 8);
  if (toNative && length > longestValue) fail('not-acceptable', 'Uncompressed it is larger than a value can be.');
  let photometric = format.photometric;
  const given = toNative ? cellFormat(header) : format;
  const make = async (number: number): Promise<Uint8Array> => {
    const frame = await recodeFrame(given, await frames.read(number), target);
    if (number === 1) photometric = photometricOf(frame, target);
    return frame.bytes;
  };
  const all = await provenFrames(frames.count, make, signal);
  const vr: VR = toNative && format.bitsAllocated > 8 ? 'OW' : 'OB';
  return {
    vr,
    describe: (dataset) => {
      dataset.set(tags.PhotometricInterpretation, photometric);
      dataset.set(tags.HighBit, toNative ? format.highBit : format.bitsStored - 1);
      if (format.samples > 1) dataset.set(tags.PlanarConfiguration, 0);
      if (transferSyntax(header.transferSyntaxUid)?.lossy && !dataset.has(tags.LossyImageCompression))
        dataset.set(tags.LossyImageCompression, '01');
      for (const tag of [tags.ExtendedOffsetTable, tags.ExtendedOffsetTableLengths]) dataset.delete(tag);
    },
    bytes: () => {
      if (!toNative) return encapsulated(all, target);
      const joined = format.bitsAllocated === 1 ? packed(all, bits) : all;
      return native(joined, length, vr, target);
    },
  };
};

/** Whether the pixels must be made anew: they are compressed now or are to be. */
export const mustRecode = ({ dataset, transferSyntaxUid }: Part10, target: string): boolean => {
  if (pixelElement(dataset) === undefined) return false;
  return [transferSyntaxUid, target].some((uid) => transferSyntax(uid)?.encapsulated);
};
