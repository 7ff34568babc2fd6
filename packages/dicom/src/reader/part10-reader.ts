import type { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import { DicomError } from '../errors.ts';
import type { ReadOptions } from '../options.ts';
import { type TransferSyntax, transferSyntax, uids } from '../uids.ts';
import { Bounds } from './bounds.ts';
import { ElementParser, type Form } from './element-parser.ts';
import { Inflater } from './inflater.ts';
import { judgedBytes, judgeForm } from './judge-form.ts';

/** A file as PS3.10 section 7 lays it out. */
export interface Part10 {
  readonly meta: Dataset;
  readonly dataset: Dataset;
  /** As the file meta information says, or as judged when it says none. */
  readonly transferSyntaxUid: string;
  /** Bytes before the data set. */
  readonly datasetOffset: number;
  /** Bytes of the file. */
  readonly length: number;
  /** Names of the leniencies that were needed. */
  readonly warnings: readonly string[];
  /** Elements read, those in items included. */
  readonly elements: number;
}

const prefixEnd = 132;
const metaForm: Form = { explicit: true, littleEndian: true };
const isMeta = (group: number): boolean => group === 0x0002;
const none = { offset: 0, path: [] };

const isPrefix = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;

const join = (chunks: readonly Uint8Array[]): Uint8Array =>
  chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);

/** The transfer syntax that a judged form is. */
const uidOf = ({ explicit, littleEndian }: Form): string => {
  if (!littleEndian) return uids.ExplicitVRBigEndian;
  return explicit ? uids.ExplicitVRLittleEndian : uids.ImplicitVRLittleEndian;
};

/** Reads a Part 10 file that is pushed in chunks of any size. */
export class Part10Reader {
  readonly #bounds: Bounds;
  #stage: 'start' | 'meta' | 'form' | 'dataset' = 'start';
  #pending: Uint8Array[] = [];
  #pendingLength = 0;
  #length = 0;
  #meta: ElementParser;
  #parser: ElementParser | undefined;
  #inflater: Inflater | undefined;
  #metaOffset = prefixEnd;
  #datasetOffset = 0;
  #transferSyntaxUid = '';

  constructor(options: ReadOptions = {}) {
    this.#bounds = new Bounds(options);
    this.#meta = new ElementParser(metaForm, this.#bounds, 0);
  }

  /** Takes the next bytes; a promise only when it has to be waited for (deflated data sets). */
  write(chunk: Uint8Array): void | Promise<void> {
    this.#length += chunk.length;
    if (this.#length > this.#bounds.limits.objectBytes) throw new DicomError('limit', 'The object is too large', none);
    return this.#take(chunk);
  }

  /** Bytes that come next and are of no interest: pixel data and what is not kept. A reader that can seek may leave them out. */
  get skippable(): number {
    return this.#inflater === undefined ? (this.#parser?.skippable ?? 0) : 0;
  }

  /** Counts bytes that are left out; never more than `skippable`. */
  skip(bytes: number): void {
    this.#length += bytes;
    this.#parser?.skip(bytes);
  }

  #take(chunk: Uint8Array): void | Promise<void> {
    if (this.#stage === 'dataset') return this.#intoDataset(chunk);
    if (this.#stage === 'meta') return this.#intoMeta(chunk);
    this.#pending.push(chunk);
    this.#pendingLength += chunk.length;
    if (this.#pendingLength < (this.#stage === 'start' ? prefixEnd + judgedBytes : judgedBytes)) return;
    return this.#stage === 'start' ? this.#begin(this.#takePending()) : this.#judge(this.#takePending());
  }

  #takePending(): Uint8Array {
    const bytes = join(this.#pending);
    this.#pending = [];
    this.#pendingLength = 0;
    return bytes;
  }

  /** The preamble and prefix, or what is there instead. */
  #begin(bytes: Uint8Array): void | Promise<void> {
    if (bytes.length >= prefixEnd && isPrefix(bytes, 128)) return this.#startMeta(bytes.subarray(prefixEnd), prefixEnd);
    const start = isPrefix(bytes, 0) ? 4 : 0;
    const rest = bytes.subarray(start);
    const form = judgeForm(rest);
    if (!form) throw new DicomError('not-dicom', 'There is no DICM prefix and no data set', none);
    if (start === 4 || rest[0] === 2) {
      this.#bounds.pass('missing-preamble', 'not-dicom', 'There is no preamble', none);
      return this.#startMeta(rest, start);
    }
    this.#bounds.pass('missing-file-meta', 'not-dicom', 'There is no file meta information', none);
    return this.#startDataset(form, uidOf(form), 0, rest);
  }

  #startMeta(rest: Uint8Array, offset: number): void | Promise<void> {
    this.#metaOffset = offset;
    const group = (tag: number): boolean => !isMeta(tag >>> 16);
    this.#meta = new ElementParser(metaForm, this.#bounds, offset, group);
    this.#stage = 'meta';
    if (rest.length > 0) return this.#intoMeta(rest);
  }

  #intoMeta(chunk: Uint8Array): void | Promise<void> {
    const left = this.#meta.write(chunk);
    if (!left) return;
    this.#datasetOffset = this.#meta.position;
    this.#checkMetaLength();
    this.#stage = 'form';
    return this.#take(join(left));
  }

  /** File Meta Information Group Length counts what follows it (PS3.10 7.1). */
  #checkMetaLength(): void {
    const stated = this.#meta.dataset.number(tags.FileMetaInformationGroupLength);
    const start = this.#metaOffset + 12;
    if (stated !== undefined && start + stated === this.#datasetOffset) return;
    this.#bounds.pass('file-meta-length', 'bad-file-meta', 'The length of the file meta information is wrong', {
      offset: this.#metaOffset,
      path: [tags.FileMetaInformationGroupLength],
    });
  }

  /** Which form the data set has: what the file meta information says, unless it plainly has another. */
  #judge(bytes: Uint8Array): void | Promise<void> {
    const stated = this.#meta.dataset.string(tags.TransferSyntaxUID);
    const where = { offset: this.#datasetOffset, path: [tags.TransferSyntaxUID] };
    const plain = judgeForm(bytes);
    if (stated === undefined) {
      this.#bounds.pass('missing-transfer-syntax', 'bad-file-meta', 'No transfer syntax is named', where);
      const form = plain ?? { explicit: false, littleEndian: true };
      return this.#startDataset(form, uidOf(form), this.#datasetOffset, bytes);
    }
    const syntax = transferSyntax(stated) ?? this.#unknownSyntax(stated, where);
    if (syntax.deflated) return this.#startDeflated(stated, bytes);
    const contradicted = plain && (plain.explicit !== syntax.explicit || plain.littleEndian !== syntax.littleEndian);
    if (contradicted) this.#passContradiction(syntax, where);
    return this.#startDataset(contradicted ? plain : syntax, stated, this.#datasetOffset, bytes);
  }

  /** Native forms are told apart by their bytes; encapsulated Pixel Data in another form cannot be trusted to be what they say. */
  #passContradiction(syntax: TransferSyntax, where: { offset: number; path: readonly number[] }): void {
    if (syntax.encapsulated)
      throw new DicomError('bad-file-meta', 'The data set has another form than its transfer syntax', where);
    this.#bounds.pass('wrong-transfer-syntax', 'bad-file-meta', 'The data set has another form', where);
  }

  #unknownSyntax(uid: string, where: { offset: number; path: readonly number[] }): TransferSyntax {
    this.#bounds.pass('unknown-transfer-syntax', 'unknown-transfer-syntax', 'The transfer syntax is not known', where);
    return { uid, name: uid, explicit: true, littleEndian: true, encapsulated: true, deflated: false, lossy: true };
  }

  #startDataset(form: Form, uid: string, offset: number, rest: Uint8Array): void {
    this.#transferSyntaxUid = uid;
    this.#datasetOffset = offset;
    this.#parser = new ElementParser(form, this.#bounds, offset);
    this.#stage = 'dataset';
    this.#parser.write(rest);
  }

  /** Offsets of values left in the source are those of the inflated data set, behind the file meta information. */
  #startDeflated(uid: string, rest: Uint8Array): Promise<void> {
    this.#transferSyntaxUid = uid;
    const parser = new ElementParser(metaForm, this.#bounds, this.#datasetOffset);
    this.#parser = parser;
    this.#inflater = new Inflater(this.#bounds, (chunk) => void parser.write(chunk));
    this.#stage = 'dataset';
    return this.#inflater.write(rest);
  }

  #intoDataset(chunk: Uint8Array): void | Promise<void> {
    if (this.#inflater) return this.#inflater.write(chunk);
    this.#parser?.write(chunk);
  }

  /** The file, when all of it was there. */
  end(): Part10 | Promise<Part10> {
    if (this.#length === 0) throw new DicomError('not-dicom', 'The file is empty', none);
    if (this.#pendingLength > 0) {
      const bytes = this.#takePending();
      const wait = this.#stage === 'start' ? this.#begin(bytes) : this.#judge(bytes);
      if (wait) return wait.then(() => this.#finish());
    }
    return this.#finish();
  }

  #finish(): Part10 | Promise<Part10> {
    return this.#inflater ? this.#inflater.end().then(() => this.#result()) : this.#result();
  }

  #result(): Part10 {
    const parser = this.#parser ?? this.#withoutDataset();
    parser.end();
    return {
      meta: this.#meta.dataset,
      dataset: parser.dataset,
      transferSyntaxUid: this.#transferSyntaxUid,
      datasetOffset: this.#datasetOffset,
      length: this.#length,
      warnings: [...this.#bounds.warnings],
      elements: this.#bounds.elements,
    };
  }

  /** The file ended with its meta information. */
  #withoutDataset(): ElementParser {
    this.#meta.end();
    throw new DicomError('truncated', 'There is no data set', { offset: this.#length });
  }
}

/** Reads a Part 10 file from a stream. */
export const readPart10 = async (source: AsyncIterable<Uint8Array>, options?: ReadOptions): Promise<Part10> => {
  const reader = new Part10Reader(options);
  for await (const chunk of source) {
    const wait = reader.write(chunk);
    if (wait) await wait;
  }
  return reader.end();
};
