/** An object from its metadata and its bulk data (PS3.18 8.7.3, 10.5.1.4): the Part 10 bytes that it is stored as. */
import {
  type ByteRange,
  type Dataset,
  type DatasetPart,
  DicomError,
  type DicomJson,
  datasetParts,
  encodeFileMeta,
  fromJson,
  isVR,
  tags,
  tagToHex,
  transferSyntax,
  uids,
  vrOf,
} from '@throughline/dicom';
import { Failure, fail } from '../../errors.ts';
import type { Spooled } from './spool.ts';

/** One value of bulk data, with the transfer syntax that its media type means; several with one address are frames in order. */
export interface BulkValue extends Spooled {
  /** undefined: uncompressed, little endian */
  readonly transferSyntaxUid: string | undefined;
}

export type FindBulk = (uri: string) => readonly BulkValue[];

/** Bulk values as one run of bytes: each at its offset, padded to an even length (PS3.5 7.1.1). */
class VirtualSource {
  readonly #values: { readonly offset: number; readonly value: Spooled }[] = [];
  #end = 0;

  add(value: Spooled): ByteRange {
    const offset = this.#end;
    const length = value.length + (value.length % 2);
    this.#values.push({ offset, value });
    this.#end += length;
    return { offset, length };
  }

  /** The whole value that begins there: nothing else is ever asked for. */
  async *read({ offset, length }: ByteRange): AsyncGenerator<Uint8Array> {
    if (length === 0) return;
    const found = this.#values.find((each) => each.offset === offset && each.value.length > 0);
    if (found === undefined) return fail('processing-failure');
    yield* found.value.read();
    if (found.value.length < length) yield new Uint8Array(length - found.value.length);
  }
}

/** Told of an object by metadata, and no part of it (PS3.18 10.4.1.1.2): not stored. */
const notOfObject = [tags.AvailableTransferSyntaxUID, tags.RetrieveURL, tags.InstanceAvailability] as const;

interface Assembly {
  readonly source: VirtualSource;
  readonly find: FindBulk;
  syntax: string;
}

const putPixels = (dataset: Dataset, values: readonly BulkValue[], assembly: Assembly): void => {
  const [first, ...more] = values;
  if (first === undefined) return;
  const syntax = first.transferSyntaxUid;
  if (values.some((value) => value.transferSyntaxUid !== syntax))
    fail('cannot-understand', 'The frames of an object have several transfer syntaxes.');
  if (syntax === undefined || transferSyntax(syntax)?.encapsulated !== true) {
    if (more.length > 0) fail('cannot-understand', 'Uncompressed pixel data come as one value.');
    dataset.put({ kind: 'bulk', tag: tags.PixelData, vr: 'OW', ...assembly.source.add(first) });
    return;
  }
  const fragments = values.map((value) => assembly.source.add(value));
  const offsetTable = { offset: 0, length: 0 };
  dataset.put({ kind: 'encapsulated', tag: tags.PixelData, vr: 'OB', offsetTable, fragments });
  assembly.syntax = syntax;
};

const putBulk = (dataset: Dataset, json: DicomJson, assembly: Assembly): void => {
  for (const [key, element] of Object.entries(json)) {
    const tag = Number.parseInt(key, 16);
    const vr = isVR(element.vr) ? element.vr : vrOf(tag);
    if (vr === 'SQ') {
      for (const [at, item] of dataset.items(tag).entries())
        putBulk(item, (element.Value?.[at] ?? {}) as DicomJson, assembly);
    }
    if (element.BulkDataURI === undefined) continue;
    const values = assembly.find(element.BulkDataURI);
    // Nothing is ever fetched from anywhere: what is not in the request is not there.
    if (values.length === 0 || vr === 'SQ') fail('cannot-understand', 'Bulk data are not in the request.');
    if (tag === tags.PixelData) putPixels(dataset, values, assembly);
    else if (values[0] && values.length === 1)
      dataset.put({ kind: 'bulk', tag, vr, ...assembly.source.add(values[0]) });
    else fail('cannot-understand', 'A value comes in several parts.');
  }
};

/** Metadata say which syntax the bulk data are in when the media type does not (PS3.18 8.7.3.5.2). */
const statedSyntax = (json: DicomJson): string | undefined => {
  const stated = [tags.AvailableTransferSyntaxUID, tags.TransferSyntaxUID].map(
    (tag) => json[tagToHex(tag)]?.Value?.[0],
  );
  return stated.find((value) => typeof value === 'string');
};

const ofObject = (json: DicomJson): DicomJson => {
  const left = new Set(notOfObject.map(tagToHex));
  return Object.fromEntries(Object.entries(json).filter(([key]) => !left.has(key) && !key.startsWith('0002')));
};

/** What an object is called, as far as it says. */
export interface Identified {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
}

const textAt = (json: DicomJson, tag: number): string | undefined => {
  const value = json[tagToHex(tag)]?.Value?.[0];
  return typeof value === 'string' ? value : undefined;
};

export const identityIn = (json: DicomJson): Identified => {
  const [sopClassUid, sopInstanceUid] = [textAt(json, tags.SOPClassUID), textAt(json, tags.SOPInstanceUID)];
  return { ...(sopClassUid && { sopClassUid }), ...(sopInstanceUid && { sopInstanceUid }) };
};

async function* joined(
  meta: Uint8Array,
  parts: readonly DatasetPart[],
  source: VirtualSource,
): AsyncGenerator<Uint8Array> {
  yield meta;
  for (const part of parts) {
    if (part instanceof Uint8Array) yield part;
    else yield* source.read(part);
  }
}

const assembled = (json: DicomJson, identity: Required<Identified>, find: FindBulk): AsyncIterable<Uint8Array> => {
  const stated = statedSyntax(json);
  const assembly: Assembly = {
    source: new VirtualSource(),
    find: (uri) => find(uri).map((value) => ({ ...value, transferSyntaxUid: value.transferSyntaxUid ?? stated })),
    syntax: uids.ExplicitVRLittleEndian,
  };
  const own = ofObject(json);
  const dataset = fromJson(own);
  putBulk(dataset, own, assembly);
  const meta = encodeFileMeta({ ...identity, transferSyntaxUid: assembly.syntax });
  return joined(meta, datasetParts(dataset, assembly.syntax), assembly.source);
};

/** The bytes of the object as a Part 10 file. Refuses what is not DICOM or refers to what is not in the request. */
export const part10From = (json: DicomJson, find: FindBulk): AsyncIterable<Uint8Array> => {
  const { sopClassUid, sopInstanceUid } = identityIn(json);
  if (sopClassUid === undefined || sopInstanceUid === undefined) return fail('cannot-understand', 'A UID is absent.');
  try {
    return assembled(json, { sopClassUid, sopInstanceUid }, find);
  } catch (error) {
    if (error instanceof DicomError) throw new Failure('cannot-understand', error.message, error);
    throw error;
  }
};
