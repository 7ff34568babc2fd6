/** A data set in another transfer syntax (PS3.5 10), streamed: large values are never whole in memory. */
import {
  type ByteRange,
  Dataset,
  type Element,
  encodeDataset,
  encodeElementHeader,
  type Part10,
  type ReadBytes,
  tags,
  vrInfo,
} from '@throughline/dicom';
import { fail } from '../../errors.ts';
import { mustRecode, type RecodedPixels, recodePixels } from './pixels/recode-pixels.ts';
import { framesToGive } from './pixels/stored-frames.ts';
import { turned } from './pixels/turned.ts';

const chunkBytes = 2 ** 20;

const isPixels = (tag: number): boolean =>
  tag === tags.PixelData || tag === tags.FloatPixelData || tag === tags.DoubleFloatPixelData;

/** Compressed values beside the pixels, as icons in sequences are, have no other form. */
const isCompressed = (element: Element): boolean =>
  element.kind === 'encapsulated' ||
  (element.kind === 'sequence' && element.items.some((item) => [...item.elements()].some(isCompressed)));

/** Elements of items, with the values that were left in the source. */
const inMemory = async (element: Element, read: ReadBytes): Promise<Element> => {
  if (element.kind === 'bulk') return { kind: 'value', tag: element.tag, vr: element.vr, bytes: await read(element) };
  if (element.kind !== 'sequence') return element;
  const items: Dataset[] = [];
  for (const item of element.items) {
    const copy = new Dataset({ littleEndian: item.littleEndian });
    copy.undefinedLength = item.undefinedLength;
    for (const inner of item.elements()) copy.put(await inMemory(inner, read));
    items.push(copy);
  }
  return { ...element, items };
};

/** Big endian turns units of the VR around; a pixel that is wider is turned as a whole. */
const unitOf = (dataset: Dataset, { tag, vr }: Element): number =>
  Math.max(vrInfo(vr).unit, isPixels(tag) ? (dataset.number(tags.BitsAllocated) ?? 8) / 8 : 1);

async function* streamed(
  dataset: Dataset,
  element: Element & ByteRange,
  read: ReadBytes,
  target: string,
): AsyncGenerator<Uint8Array> {
  const { tag, vr, offset, length } = element;
  const unit = dataset.littleEndian ? 1 : unitOf(dataset, element);
  yield encodeElementHeader(tag, vr, length + (length % 2), target);
  for (let at = 0; at < length; at += chunkBytes) {
    const bytes = await read({ offset: offset + at, length: Math.min(chunkBytes, length - at) });
    yield unit > 1 ? turned(bytes, unit) : bytes;
  }
  if (length % 2 > 0) yield new Uint8Array(1);
}

async function* elements(
  dataset: Dataset,
  pixels: RecodedPixels | undefined,
  read: ReadBytes,
  target: string,
): AsyncGenerator<Uint8Array> {
  let run = new Dataset({ littleEndian: dataset.littleEndian });
  const flush = (): Uint8Array => {
    const bytes = encodeDataset(run, target);
    run = new Dataset({ littleEndian: dataset.littleEndian });
    return bytes;
  };
  for (const element of dataset.elements()) {
    // A group length counts the bytes of another encoding (PS3.5 7.2).
    if ((element.tag & 0xffff) === 0) continue;
    if (pixels && isPixels(element.tag)) {
      yield flush();
      yield* pixels.bytes();
    } else if (element.kind === 'bulk') {
      yield flush();
      yield* streamed(dataset, element, read, target);
    } else run.put(await inMemory(element, read));
  }
  yield flush();
}

/** An icon that is compressed is left out; any other such value refuses the whole, before the first byte of it leaves. */
const isLeftOut = (element: Element, pixels: RecodedPixels | undefined): boolean => {
  if ((pixels && isPixels(element.tag)) || !isCompressed(element)) return false;
  if (element.tag === tags.IconImageSequence) return true;
  return fail('not-acceptable', 'It holds compressed values that have no other form.');
};

/**
 * The same object in another transfer syntax: uncompressed little endian, or compressed without loss.
 *
 * @param signal fires when nobody waits for it any more; heeded until the first bytes of it are given
 */
export async function* recode(
  header: Part10,
  read: ReadBytes,
  target: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { dataset } = header;
  const pixels = mustRecode(header, target)
    ? await recodePixels(header, await framesToGive(header, read), target, signal)
    : undefined;
  const copy = new Dataset({ littleEndian: dataset.littleEndian });
  for (const element of dataset.elements()) if (!isLeftOut(element, pixels)) copy.put(element);
  pixels?.describe(copy);
  yield* elements(copy, pixels, read, target);
}
