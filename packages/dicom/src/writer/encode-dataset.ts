import { deflateRawSync } from 'node:zlib';
import type { Dataset } from '../dataset.ts';
import type { Element, ValueElement } from '../element.ts';
import { DicomError } from '../errors.ts';
import { ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER, type Tag, UNDEFINED_LENGTH } from '../tag.ts';
import { transferSyntax } from '../uids.ts';
import { pad } from '../values.ts';
import { type VR, vrInfo } from '../vr.ts';
import { ByteSink } from './byte-sink.ts';

export interface Form {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

const longestShortForm = 0xfffe;

const swapped = (bytes: Uint8Array, unit: number): Uint8Array => {
  const turned = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += unit) {
    for (let byte = 0; byte < unit; byte += 1) turned[at + byte] = bytes[at + unit - 1 - byte] as number;
  }
  return turned;
};

const writeTag = (sink: ByteSink, tag: Tag, form: Form): void => {
  sink.u16(tag >>> 16, form.littleEndian);
  sink.u16(tag & 0xffff, form.littleEndian);
};

/** Tag and length of an item or a delimiter, which have no VR in any form (PS3.5 7.5). */
export const writeMark = (sink: ByteSink, tag: Tag, length: number, form: Form): void => {
  writeTag(sink, tag, form);
  sink.u32(length, form.littleEndian);
};

export const writeHeader = (sink: ByteSink, tag: Tag, vr: VR, length: number, form: Form): void => {
  writeTag(sink, tag, form);
  if (!form.explicit) {
    sink.u32(length, form.littleEndian);
    return;
  }
  // A short form that cannot hold the length is written as UN (PS3.5 6.2.2).
  const written: VR = !vrInfo(vr).longForm && length > longestShortForm ? 'UN' : vr;
  sink.bytes(Buffer.from(written, 'latin1'));
  if (vrInfo(written).longForm) {
    sink.u16(0, form.littleEndian);
    sink.u32(length, form.littleEndian);
  } else sink.u16(length, form.littleEndian);
};

const writeItems = (sink: ByteSink, items: readonly Dataset[], form: Form): void => {
  for (const item of items) {
    if (item.undefinedLength) {
      writeMark(sink, ITEM, UNDEFINED_LENGTH, form);
      writeElements(sink, item, form);
      writeMark(sink, ITEM_DELIMITER, 0, form);
      continue;
    }
    const body = new ByteSink();
    writeElements(body, item, form);
    writeMark(sink, ITEM, body.length, form);
    sink.bytes(body.take());
  }
};

const writeSequence = (sink: ByteSink, element: Extract<Element, { kind: 'sequence' }>, form: Form): void => {
  const { tag, vr, items } = element;
  // UN of undefined length holds implicit VR little endian (PS3.5 6.2.2).
  const inner = vr === 'UN' ? { explicit: false, littleEndian: true } : form;
  if (element.undefinedLength) {
    writeHeader(sink, tag, vr, UNDEFINED_LENGTH, form);
    writeItems(sink, items, inner);
    writeMark(sink, SEQUENCE_DELIMITER, 0, inner);
    return;
  }
  const body = new ByteSink();
  writeItems(body, items, inner);
  writeHeader(sink, tag, vr, body.length, form);
  sink.bytes(body.take());
};

const writeFragments = (sink: ByteSink, element: Extract<Element, { kind: 'fragments' }>, form: Form): void => {
  writeHeader(sink, element.tag, element.vr, UNDEFINED_LENGTH, form);
  for (const value of [element.offsetTable, ...element.fragments]) {
    const even = pad(value, 'OB');
    writeMark(sink, ITEM, even.length, form);
    sink.bytes(even);
  }
  writeMark(sink, SEQUENCE_DELIMITER, 0, form);
};

const writeValue = (sink: ByteSink, element: ValueElement, from: boolean, form: Form): void => {
  const { unit } = vrInfo(element.vr);
  const bytes = from === form.littleEndian || unit === 1 ? element.bytes : swapped(element.bytes, unit);
  writeHeader(sink, element.tag, element.vr, bytes.length, form);
  sink.bytes(bytes);
};

export const writeElement = (sink: ByteSink, element: Element, from: boolean, form: Form): void => {
  if (element.kind === 'value') writeValue(sink, element, from, form);
  else if (element.kind === 'sequence') writeSequence(sink, element, form);
  else if (element.kind === 'fragments') writeFragments(sink, element, form);
  else {
    const path = [element.tag];
    throw new DicomError('unsupported', 'A value that was left in its source cannot be written', { path });
  }
};

const writeElements = (sink: ByteSink, dataset: Dataset, form: Form): void => {
  for (const element of dataset.elements()) writeElement(sink, element, dataset.littleEndian, form);
};

const formOf = (transferSyntaxUid: string) => {
  const syntax = transferSyntax(transferSyntaxUid);
  if (!syntax) throw new DicomError('unknown-transfer-syntax', 'The transfer syntax is not known');
  return syntax;
};

/** What stands before a value that is streamed behind it; no length means an undefined one, for fragments. */
export const encodeElementHeader = (
  tag: Tag,
  vr: VR,
  length: number | undefined,
  transferSyntaxUid: string,
): Uint8Array => {
  const sink = new ByteSink();
  writeHeader(sink, tag, vr, length ?? UNDEFINED_LENGTH, formOf(transferSyntaxUid));
  return sink.take();
};

/** The mark before a fragment of that length, or without one that which ends the fragments (PS3.5 A.4). */
export const encodeFragmentHeader = (length: number | undefined): Uint8Array => {
  const sink = new ByteSink();
  writeMark(sink, length === undefined ? SEQUENCE_DELIMITER : ITEM, length ?? 0, {
    explicit: true,
    littleEndian: true,
  });
  return sink.take();
};

/**
 * The bytes of a data set in that transfer syntax, deflated where it says so.
 *
 * @throws DicomError unknown-transfer-syntax; unsupported if a value was left in its source
 */
export const encodeDataset = (dataset: Dataset, transferSyntaxUid: string): Uint8Array => {
  const syntax = formOf(transferSyntaxUid);
  const sink = new ByteSink();
  writeElements(sink, dataset, syntax);
  const bytes = sink.take();
  return syntax.deflated ? pad(deflateRawSync(bytes), 'OB') : bytes;
};
