/** What an object holds that is no picture of ours to draw: a document, a film. Given as it was stored (PS3.18 8.7.4). */
import { type ByteRange, type Element, tags, uids } from '@throughline/dicom';
import { textOfCda } from '@throughline/dicomweb';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import { keptHeader, openValue } from './header.ts';
import { isVideoSyntax, videoType, videoTypes } from './video-type.ts';

export interface StoredStream {
  /** The first is given to who likes all of them equally. */
  readonly types: readonly string[];
  /** Bytes. */
  readonly length: number;
  readonly read: (range: ByteRange) => AsyncIterable<Uint8Array>;
}

/** The byte ranges of the object that hold a part of a value that lies in several. */
const within = (pieces: readonly ByteRange[], { offset, length }: ByteRange): readonly ByteRange[] => {
  const found: ByteRange[] = [];
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(offset, at);
    const to = Math.min(offset + length, at + piece.length);
    if (from < to) found.push({ offset: piece.offset + from - at, length: to - from });
    at += piece.length;
  }
  return found;
};

const reader = (context: Context, instance: ServedInstance, pieces: readonly ByteRange[]): StoredStream['read'] =>
  async function* read(range) {
    for (const piece of within(pieces, range)) yield* openValue(context.objects, instance, piece);
  };

const lengthOf = (pieces: readonly ByteRange[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** All that a stream begins with, as many bytes as there are. */
const beginning = async (stream: Omit<StoredStream, 'types'>, most: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.read({ offset: 0, length: Math.min(most, stream.length) })) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const documentTypes: Readonly<Record<string, readonly string[]>> = {
  [uids.EncapsulatedPDFStorage]: ['application/pdf'],
  [uids.EncapsulatedCDAStorage]: ['text/plain', 'text/xml'],
};

/** The value without what makes its length even, where the object says how long it is (PS3.3 C.24.2). */
const documentLength = (stored: number, said: number | undefined): number =>
  said !== undefined && said <= stored && stored - said <= 1 ? said : stored;

const documentOf = (
  context: Context,
  instance: ServedInstance,
  element: Element | undefined,
  said: number | undefined,
): Omit<StoredStream, 'types'> => {
  if (element?.kind === 'value') {
    const { bytes } = element;
    const length = documentLength(bytes.length, said);
    return { length, read: ({ offset, length: many }) => once(bytes.subarray(offset, offset + many)) };
  }
  if (element?.kind !== 'bulk') return fail('not-acceptable', 'The object holds no document.');
  return { length: documentLength(element.length, said), read: reader(context, instance, [element]) };
};

const openDocument = async (context: Context, instance: ServedInstance): Promise<StoredStream | undefined> => {
  const types = documentTypes[instance.sop_class_uid];
  if (types === undefined) return undefined;
  const { dataset } = await keptHeader(context.objects, instance);
  const said = dataset.number(tags.EncapsulatedDocumentLength);
  return { types, ...documentOf(context, instance, dataset.get(tags.EncapsulatedDocument), said) };
};

const sniffed = 4096;

const openVideo = async (context: Context, instance: ServedInstance): Promise<StoredStream | undefined> => {
  if (!isVideoSyntax(instance.transfer_syntax_uid)) return undefined;
  const { dataset } = await keptHeader(context.objects, instance);
  const pixels = dataset.get(tags.PixelData);
  if (pixels?.kind !== 'encapsulated') return fail('not-acceptable', 'The object holds no film.');
  const stream = { length: lengthOf(pixels.fragments), read: reader(context, instance, pixels.fragments) };
  const type = videoType(instance.transfer_syntax_uid, await beginning(stream, sniffed));
  return { types: [type], ...stream };
};

/** What the document or the film that an object is may be, before it is opened; none when it is neither. */
export const streamTypes = ({
  sop_class_uid: sopClass,
  transfer_syntax_uid: syntax,
}: ServedInstance): readonly string[] => documentTypes[sopClass] ?? (isVideoSyntax(syntax) ? videoTypes(syntax) : []);

/** The document or the film that an object is; undefined when it is neither. */
export const openStream = async (context: Context, instance: ServedInstance): Promise<StoredStream | undefined> =>
  (await openDocument(context, instance)) ?? (await openVideo(context, instance));

const mostText = 4 * 2 ** 20;

/** A stream as plain text: the words of a CDA document. */
export const streamText = async (stream: StoredStream): Promise<string> => {
  if (stream.length > mostText) return fail('payload-too-large', 'The document is too large to be given as text.');
  return textOfCda(await beginning(stream, mostText)) ?? fail('not-acceptable', 'The document is not well-formed.');
};
