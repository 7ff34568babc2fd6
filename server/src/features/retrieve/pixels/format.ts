/** What an object says of its pixels (PS3.3 C.7.6.3). Every size is checked before anything is allocated for it. */
import { type Dataset, type Part10, type Tag, tags, transferSyntax } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { PixelFormat } from './frame.ts';
import { canDecode } from './syntaxes.ts';

const mostSamples = 256n * 1024n * 1024n;
const mostBytes = 512n * 1024n * 1024n;
const allocatedBits: ReadonlySet<number> = new Set([1, 8, 16, 32]);

const whole = (dataset: Dataset, tag: Tag, fallback?: number): number => {
  const value = dataset.number(tag) ?? fallback;
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= 0xffff
    ? value
    : fail('not-acceptable', 'The description of the picture is incomplete.');
};

export const pixelElement = (dataset: Dataset) =>
  dataset.get(tags.PixelData) ?? dataset.get(tags.FloatPixelData) ?? dataset.get(tags.DoubleFloatPixelData);

const floatBits = (dataset: Dataset): number | undefined => {
  if (dataset.has(tags.PixelData)) return undefined;
  if (dataset.has(tags.FloatPixelData)) return 32;
  return dataset.has(tags.DoubleFloatPixelData) ? 64 : undefined;
};

const check = ({ rows, columns, samples, bitsAllocated, bitsStored, highBit, float }: PixelFormat): void => {
  const count = BigInt(rows) * BigInt(columns) * BigInt(samples);
  const tooLarge = count > mostSamples || (count * BigInt(bitsAllocated)) / 8n > mostBytes;
  const bits = float || (allocatedBits.has(bitsAllocated) && bitsStored <= bitsAllocated && highBit < bitsAllocated);
  if (tooLarge || !bits || ![1, 3].includes(samples) || highBit + 1 < bitsStored)
    fail('not-acceptable', 'A picture of this form cannot be drawn.');
};

/** Overlay planes in bits of the pixel cells that no value uses (PS3.5 8.1.2, retired). */
export const holdsOverlays = (dataset: Dataset): boolean =>
  [...dataset.elements()].some(({ tag }) => (tag & 0xff01ffff) >>> 0 === 0x60000102 && (dataset.number(tag) ?? 0) > 0);

/** For who passes pixels on uncompressed: the cells are whole where overlays are in them, or these would be lost. */
export const cellFormat = (header: Part10): PixelFormat => {
  const format = pixelFormat(header);
  if (!holdsOverlays(header.dataset) || transferSyntax(header.transferSyntaxUid)?.lossy) return format;
  const { bitsAllocated } = format;
  return { ...format, bitsStored: bitsAllocated, highBit: bitsAllocated - 1, signed: false };
};

/** @throws Failure not-acceptable if there is no such picture that we could decode */
export const pixelFormat = ({ dataset, transferSyntaxUid }: Part10): PixelFormat => {
  if (!canDecode(transferSyntaxUid)) fail('not-acceptable', 'Frames of this transfer syntax cannot be drawn.');
  const floating = floatBits(dataset);
  const samples = whole(dataset, tags.SamplesPerPixel, 1);
  const bitsAllocated = floating ?? whole(dataset, tags.BitsAllocated);
  const bitsStored = floating ?? whole(dataset, tags.BitsStored, bitsAllocated);
  const highBit = floating ? bitsStored - 1 : (dataset.number(tags.HighBit) ?? bitsStored - 1);
  const format: PixelFormat = {
    transferSyntaxUid,
    rows: whole(dataset, tags.Rows),
    columns: whole(dataset, tags.Columns),
    samples,
    bitsAllocated,
    bitsStored,
    highBit: Number.isInteger(highBit) && highBit >= 0 ? highBit : bitsStored - 1,
    signed: dataset.number(tags.PixelRepresentation) === 1,
    float: floating !== undefined,
    planar: dataset.number(tags.PlanarConfiguration) === 1,
    photometric: dataset.string(tags.PhotometricInterpretation) ?? (samples === 3 ? 'RGB' : 'MONOCHROME2'),
  };
  check(format);
  return format;
};
