/** Look-up tables and palettes of an object (PS3.3 C.7.6.3.1.5, C.7.9, C.11.1, C.11.2). */
import type { Dataset, ReadBytes, Tag } from '@throughline/dicom';
import { tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { LookUpTable, Palette } from './render-task.ts';

const mostEntries = 65_536;

/** First stored value of a table: signed where the pixels are, whatever VR the descriptor came with. */
const firstMapped = (value: number, signed: boolean): number => (signed && value > 0x7fff ? value - 0x1_0000 : value);

const bytesOf = async (dataset: Dataset, tag: Tag, read: ReadBytes): Promise<Uint8Array | undefined> => {
  const element = dataset.get(tag);
  if (element?.kind === 'value') return element.bytes;
  return element?.kind === 'bulk' && element.length <= mostEntries * 4 ? read(element) : undefined;
};

const words = (bytes: Uint8Array, littleEndian: boolean): Uint16Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, at) => view.getUint16(at * 2, littleEndian));
};

/** The entries of a table; undefined where the descriptor promises more than there is. */
export const lookUpTable = async (
  dataset: Dataset,
  descriptor: Tag,
  data: Tag,
  signed: boolean,
  read: ReadBytes,
): Promise<LookUpTable | undefined> => {
  const [count, first = 0, bits = 16] = dataset.numbers(descriptor);
  const bytes = await bytesOf(dataset, data, read);
  if (count === undefined || bytes === undefined || bits < 1 || bits > 16) return undefined;
  const entries = count <= 0 ? mostEntries + (count === 0 ? 0 : count) : count;
  const mapped = firstMapped(first, signed);
  if (bytes.length >= entries * 2)
    return { first: mapped, bits, values: words(bytes.subarray(0, entries * 2), dataset.littleEndian) };
  // Two entries of 8 bits a word, or simply bytes.
  return bytes.length >= entries
    ? { first: mapped, bits: 8, values: Uint16Array.from(bytes.subarray(0, entries)) }
    : undefined;
};

/**
 * The table of an item of a Modality, VOI or Pixel Intensity Relationship LUT Sequence; undefined where the item is empty.
 *
 * @throws Failure not-acceptable where it has fewer entries than it says: without it the picture would have other greys, and nobody would know
 */
export const wholeTable = async (
  item: Dataset,
  signed: boolean,
  read: ReadBytes,
  name: string,
): Promise<LookUpTable | undefined> => {
  const table = await lookUpTable(item, tags.LUTDescriptor, tags.LUTData, signed, read);
  if (table !== undefined) return table;
  // Some writers fill in every sequence that there is, with an item of empty elements.
  const isEmpty = [tags.LUTDescriptor, tags.LUTData].every((tag) => {
    const element = item.get(tag);
    return element === undefined || (element.kind === 'value' && element.bytes.length === 0);
  });
  if (isEmpty) return undefined;
  return fail('not-acceptable', `The ${name} LUT of this picture has not the entries that its descriptor says.`);
};

/** Segments of PS3.3 C.7.9.2: 0 is discrete, 1 linear, 2 repeats earlier ones. */
const expandSegments = (data: Uint16Array, entries: number): Uint16Array | undefined => {
  const values: number[] = [];
  const starts: number[] = [];
  const one = (at: number): number => {
    const [kind, length = 0] = [data[at], data[at + 1]];
    if (kind === 0) {
      for (const value of data.subarray(at + 2, at + 2 + length)) values.push(value);
      return at + 2 + length;
    }
    const [from, to = 0] = [values.at(-1), data[at + 2]];
    if (kind !== 1 || from === undefined) return Number.NaN;
    for (let n = 1; n <= length; n += 1) values.push(Math.round(from + ((to - from) * n) / length));
    return at + 3;
  };
  for (let at = 0; at < data.length && values.length < entries; ) {
    if (data[at] !== 2) {
      starts.push(at);
      at = one(at);
    } else {
      const offset = (data[at + 2] ?? 0) + (data[at + 3] ?? 0) * 0x1_0000;
      const from = starts.indexOf(offset);
      const repeated = from < 0 ? [] : starts.slice(from, from + (data[at + 1] ?? 0));
      if (repeated.length === 0) return undefined;
      for (const start of repeated) if (values.length < entries) one(start);
      at += 4;
    }
    if (Number.isNaN(at)) return undefined;
  }
  return values.length >= entries ? Uint16Array.from(values.slice(0, entries)) : undefined;
};

const channels = [
  [
    tags.RedPaletteColorLookupTableDescriptor,
    tags.RedPaletteColorLookupTableData,
    tags.SegmentedRedPaletteColorLookupTableData,
  ],
  [
    tags.GreenPaletteColorLookupTableDescriptor,
    tags.GreenPaletteColorLookupTableData,
    tags.SegmentedGreenPaletteColorLookupTableData,
  ],
  [
    tags.BluePaletteColorLookupTableDescriptor,
    tags.BluePaletteColorLookupTableData,
    tags.SegmentedBluePaletteColorLookupTableData,
  ],
] as const;

const channelOf = async (
  dataset: Dataset,
  [descriptor, data, segmented]: (typeof channels)[number],
  signed: boolean,
  read: ReadBytes,
): Promise<LookUpTable | undefined> => {
  if (dataset.has(data)) return lookUpTable(dataset, descriptor, data, signed, read);
  const [count = 0, first = 0, bits = 16] = dataset.numbers(descriptor);
  if (bits < 1 || bits > 16) return undefined;
  const bytes = await bytesOf(dataset, segmented, read);
  const values = bytes && expandSegments(words(bytes, dataset.littleEndian), count === 0 ? mostEntries : count);
  return values && { first: firstMapped(first, signed), bits, values };
};

export const paletteOf = async (dataset: Dataset, signed: boolean, read: ReadBytes): Promise<Palette | undefined> => {
  const [red, green, blue] = await Promise.all(channels.map((channel) => channelOf(dataset, channel, signed, read)));
  return red && green && blue ? { red, green, blue } : undefined;
};
