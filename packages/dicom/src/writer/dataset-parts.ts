import type { Dataset } from '../dataset.ts';
import type { ByteRange, Element } from '../element.ts';
import { DicomError } from '../errors.ts';
import { ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER, UNDEFINED_LENGTH } from '../tag.ts';
import { transferSyntax } from '../uids.ts';
import { ByteSink } from './byte-sink.ts';
import { type Form, writeElement, writeHeader, writeMark } from './encode-dataset.ts';

/** Bytes that were encoded, or a range of the source to be copied as it is. */
export type DatasetPart = Uint8Array | ByteRange;

const isInSource = (element: Element): boolean =>
  element.kind === 'bulk' ||
  element.kind === 'encapsulated' ||
  (element.kind === 'sequence' && element.items.some((item) => [...item.elements()].some(isInSource)));

const encoded = (write: (sink: ByteSink) => void): Uint8Array => {
  const sink = new ByteSink();
  write(sink);
  return sink.take();
};

const lengthOf = (parts: readonly DatasetPart[]): number => parts.reduce((sum, part) => sum + part.length, 0);

const itemParts = (item: Dataset, form: Form): DatasetPart[] => {
  const body = partsOf(item, form);
  if (!item.undefinedLength) return [encoded((sink) => writeMark(sink, ITEM, lengthOf(body), form)), ...body];
  return [
    encoded((sink) => writeMark(sink, ITEM, UNDEFINED_LENGTH, form)),
    ...body,
    encoded((sink) => writeMark(sink, ITEM_DELIMITER, 0, form)),
  ];
};

const sequenceParts = (element: Extract<Element, { kind: 'sequence' }>, form: Form): DatasetPart[] => {
  const { tag, vr, items } = element;
  // UN of undefined length holds implicit VR little endian (PS3.5 6.2.2).
  const inner = vr === 'UN' ? { explicit: false, littleEndian: true } : form;
  const body = items.flatMap((item) => itemParts(item, inner));
  const length = element.undefinedLength ? UNDEFINED_LENGTH : lengthOf(body);
  const header = encoded((sink) => writeHeader(sink, tag, vr, length, form));
  if (!element.undefinedLength) return [header, ...body];
  return [header, ...body, encoded((sink) => writeMark(sink, SEQUENCE_DELIMITER, 0, inner))];
};

const encapsulatedParts = (element: Extract<Element, { kind: 'encapsulated' }>, form: Form): DatasetPart[] => [
  encoded((sink) => writeHeader(sink, element.tag, element.vr, UNDEFINED_LENGTH, form)),
  ...[element.offsetTable, ...element.fragments].flatMap((range): DatasetPart[] => [
    encoded((sink) => writeMark(sink, ITEM, range.length, form)),
    range,
  ]),
  encoded((sink) => writeMark(sink, SEQUENCE_DELIMITER, 0, form)),
];

const elementParts = (element: Element, littleEndian: boolean, form: Form): DatasetPart[] => {
  if (!isInSource(element)) return [encoded((sink) => writeElement(sink, element, littleEndian, form))];
  if (element.kind === 'sequence') return sequenceParts(element, form);
  if (element.kind === 'encapsulated') return encapsulatedParts(element, form);
  if (element.kind !== 'bulk') return [];
  return [encoded((sink) => writeHeader(sink, element.tag, element.vr, element.length, form)), element];
};

const partsOf = (dataset: Dataset, form: Form): DatasetPart[] =>
  [...dataset.elements()].flatMap((element) => elementParts(element, dataset.littleEndian, form));

/**
 * A data set whose large values were left in their source, as the bytes around them and the ranges that they are: written in
 * the byte order that it was read in, and not deflated, since the ranges are copied as they are.
 *
 * @throws DicomError unknown-transfer-syntax; unsupported if the byte order is another
 */
export const datasetParts = (dataset: Dataset, transferSyntaxUid: string): readonly DatasetPart[] => {
  const syntax = transferSyntax(transferSyntaxUid);
  if (!syntax) throw new DicomError('unknown-transfer-syntax', 'The transfer syntax is not known');
  if (syntax.littleEndian !== dataset.littleEndian)
    throw new DicomError('unsupported', 'Values in their source keep their byte order');
  return partsOf(dataset, syntax);
};
