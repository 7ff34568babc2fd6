import { Dataset } from '../dataset.ts';
import { tags, vrOf } from '../dictionary.ts';
import { DicomError, type DicomErrorCode } from '../errors.ts';
import { ITEM, ITEM_DELIMITER, isPrivate, SEQUENCE_DELIMITER, type Tag, UNDEFINED_LENGTH } from '../tag.ts';
import { type VR, vrInfo } from '../vr.ts';
import { Arena } from './arena.ts';
import type { Bounds } from './bounds.ts';
import { header, readHeader, readLength, readTag } from './element-header.ts';
import { type Frame, makeFrame } from './frame.ts';
import { Input } from './input.ts';

export interface Form {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

const PIXEL_DATA = 0x7fe00010;
const alwaysLeft: ReadonlySet<Tag> = new Set([PIXEL_DATA, 0x7fe00008, 0x7fe00009]);

type Step = 'again' | 'more' | 'stop';

/**
 * Reads a data set that is pushed in chunks of any size. Levels are on a stack of our own, so depth costs no call
 * stack; values that are not kept are counted past, never gathered.
 */
export class ElementParser {
  readonly dataset: Dataset;
  readonly #input: Input;
  readonly #bounds: Bounds;
  readonly #arena = new Arena();
  readonly #stack: Frame[] = [];
  readonly #stopBefore: ((tag: Tag) => boolean) | undefined;
  #skip = 0;
  #zerosOnly = false;

  /** @param base offset of the first byte within the whole stream */
  constructor(form: Form, bounds: Bounds, base: number, stopBefore?: (tag: Tag) => boolean) {
    this.dataset = new Dataset({ littleEndian: form.littleEndian });
    this.#bounds = bounds;
    this.#input = new Input(base);
    this.#stopBefore = stopBefore;
    const outermost = { kind: 'dataset', tag: 0, end: Number.POSITIVE_INFINITY, depth: 0, signed: false } as const;
    this.#stack.push(makeFrame({ ...outermost, ...form, dataset: this.dataset }));
  }

  get position(): number {
    return this.#input.position;
  }

  /** Bytes that come next and are of no interest. Whoever can seek may leave them out and say so with `skip`. */
  get skippable(): number {
    return this.#input.held === 0 ? this.#skip : 0;
  }

  /** Counts bytes that are left out; never more than `skippable`. */
  skip(bytes: number): void {
    this.#skip -= bytes;
    this.#input.base += bytes;
  }

  /** Takes the next bytes. Returns what it left when it stopped before an element, else undefined. */
  write(chunk: Uint8Array): readonly Uint8Array[] | undefined {
    return this.#input.offer(chunk, this.#drain);
  }

  /** Nothing more comes: everything that was begun must be complete. */
  end(): void {
    while (this.#stack.length > 1 && this.#top.end <= this.#input.base + this.#input.at && this.#skip === 0)
      this.#close();
    const whole = this.#skip === 0 && this.#input.held === 0;
    if (whole) this.#endDirectory();
    if (!whole || this.#stack.length > 1) throw this.#error('truncated', 'The data set ends before its end');
  }

  /** Writers of file sets count the Directory Record Sequence or its last item wrongly (PS3.3 F.3); elements are whole where the file ends. */
  #endDirectory(): void {
    const [, sequence, item] = this.#stack;
    if (sequence?.tag !== tags.DirectoryRecordSequence || this.#stack.length > 3) return;
    if (!Number.isFinite(sequence.end) || (item && !Number.isFinite(item.end))) return;
    this.#pass('item-lengths', 'truncated', 'The directory ends before its end', sequence.tag);
    this.#stack.length = 1;
  }

  get #top(): Frame {
    return this.#stack[this.#stack.length - 1] as Frame;
  }

  readonly #drain = (): boolean => {
    for (;;) {
      const step = this.#step();
      if (step === 'more') return true;
      if (step === 'stop') return false;
    }
  };

  #step(): Step {
    if (this.#skip > 0) return this.#skipBytes();
    if (this.#zerosOnly) return this.#passZeros();
    const frame = this.#top;
    if (this.#input.position >= frame.end) {
      this.#close();
      return 'again';
    }
    if (!this.#have(8)) return 'more';
    return frame.kind === 'dataset' ? this.#element(frame) : this.#item(frame);
  }

  #have(bytes: number): boolean {
    if (this.#input.available >= bytes) return true;
    this.#input.need = bytes;
    return false;
  }

  #skipBytes(): Step {
    const taken = Math.min(this.#skip, this.#input.available);
    this.#input.at += taken;
    this.#skip -= taken;
    if (this.#skip === 0) return 'again';
    this.#input.need = 1;
    return 'more';
  }

  #passZeros(): Step {
    const { bytes, limit } = this.#input;
    for (let at = this.#input.at; at < limit; at += 1) {
      if (bytes[at] !== 0) throw this.#error('bad-structure', 'Bytes follow the data set');
    }
    this.#input.at = limit;
    this.#input.need = 1;
    return 'more';
  }

  #element(frame: Frame): Step {
    const { bytes, at, available } = this.#input;
    const needed = readHeader(bytes, at, available, frame);
    if (!this.#have(needed)) return 'more';
    const { tag } = header;
    if (tag >>> 16 === 0xfffe) return this.#delimiter(frame, tag);
    if (this.#stack.length === 1 && this.#stopBefore?.(tag)) return 'stop';
    if (tag === 0 && header.length === 0 && this.#stack.length === 1) return this.#beginZeros();
    if (header.fault) this.#pass(header.fault, 'bad-vr', 'An element has no VR that is known', tag);
    const vr = this.#vrOf(tag);
    if (header.length === UNDEFINED_LENGTH) return this.#undefinedLength(frame, tag, vr);
    return this.#definedLength(frame, tag, vr);
  }

  #vrOf(tag: Tag): VR {
    return header.vr ?? vrOf(tag);
  }

  #beginZeros(): Step {
    this.#pass('trailing-bytes', 'bad-structure', 'Bytes follow the data set', 0);
    this.#zerosOnly = true;
    return 'again';
  }

  /** Item and sequence delimiters, where an element belongs. */
  #delimiter(frame: Frame, tag: Tag): Step {
    const size = 8;
    if (tag === ITEM_DELIMITER && frame.end === Number.POSITIVE_INFINITY && this.#stack.length > 1) {
      this.#input.at += size;
      this.#close();
      return 'again';
    }
    this.#pass('stray-delimiters', 'bad-structure', 'A delimiter where nothing is open', tag);
    this.#input.at += size;
    return 'again';
  }

  #definedLength(frame: Frame, tag: Tag, vr: VR): Step {
    const { length, size } = header;
    const valueAt = this.#input.position + size;
    this.#checkEnd(frame, tag, valueAt + length);
    if (vr === 'SQ') {
      this.#noteElement(frame, tag);
      this.#input.at += size;
      this.#openSequence(frame, tag, vr, valueAt + length, false);
      return 'again';
    }
    if (length % 2 === 1) this.#pass('odd-lengths', 'bad-length', 'A value has an odd length', tag);
    const kept = this.#keeps(frame, tag);
    if (!kept || this.#isBulk(tag, vr, length)) {
      if (this.#noteElement(frame, tag) && kept) frame.dataset?.put({ kind: 'bulk', tag, vr, offset: valueAt, length });
      this.#input.at += size;
      this.#skip = length;
      return 'again';
    }
    if (!this.#have(size + length)) return 'more';
    const start = this.#input.at + size;
    if (this.#noteElement(frame, tag)) {
      this.#bounds.countMemory(length, valueAt);
      frame.dataset?.put({ kind: 'value', tag, vr, bytes: this.#arena.copy(this.#input.bytes, start, start + length) });
    }
    this.#input.at = start + length;
    return 'again';
  }

  #undefinedLength(frame: Frame, tag: Tag, vr: VR): Step {
    const { size } = header;
    const explicit = header.vr !== undefined;
    if (tag === PIXEL_DATA && vr !== 'SQ') {
      this.#noteElement(frame, tag);
      this.#input.at += size;
      this.#openFragments(frame, tag, vr === 'UN' ? 'OB' : vr);
      return 'again';
    }
    if (vr !== 'SQ' && vr !== 'UN')
      throw this.#error('bad-length', 'A value of undefined length that is no sequence', tag);
    this.#noteElement(frame, tag);
    this.#input.at += size;
    // UN of undefined length is a sequence in implicit VR little endian (PS3.5 6.2.2).
    this.#openSequence(frame, tag, vr, Number.POSITIVE_INFINITY, explicit && vr === 'UN');
    return 'again';
  }

  #openSequence(frame: Frame, tag: Tag, vr: VR, end: number, implicit: boolean): void {
    const depth = frame.depth + 1;
    if (depth > this.#bounds.limits.depth) throw this.#error('limit', 'Sequences are nested too deeply', tag);
    const items: Dataset[] = [];
    const kept = this.#keeps(frame, tag) ? frame.dataset : undefined;
    if (kept) {
      this.#bounds.countMemory(0, this.#input.position);
      kept.put({ kind: 'sequence', tag, vr, items, undefinedLength: end === Number.POSITIVE_INFINITY });
    }
    const form = implicit ? { explicit: false, littleEndian: true } : frame;
    const { explicit, littleEndian } = form;
    this.#stack.push(
      makeFrame({ kind: 'sequence', tag, end, explicit, littleEndian, depth, dataset: kept, signed: false }, { items }),
    );
  }

  #openFragments(frame: Frame, tag: Tag, vr: VR): void {
    const { explicit, littleEndian, depth } = frame;
    const end = Number.POSITIVE_INFINITY;
    const opened = {
      kind: 'fragments',
      tag,
      end,
      explicit,
      littleEndian,
      depth,
      dataset: frame.dataset,
      signed: false,
    } as const;
    this.#stack.push(makeFrame(opened, { fragments: [] }));
    this.#pixelVr = vr;
  }

  #pixelVr: VR = 'OB';

  /** An item of a sequence, a fragment of Pixel Data, or the end of either. */
  #item(frame: Frame): Step {
    const { bytes, at } = this.#input;
    const tag = readTag(bytes, at, frame.littleEndian);
    const length = readLength(bytes, at + 4, frame.littleEndian);
    if (tag === SEQUENCE_DELIMITER) {
      this.#input.at += 8;
      if (frame.end === Number.POSITIVE_INFINITY) this.#close();
      else this.#pass('stray-delimiters', 'bad-structure', 'A delimiter where nothing is open', frame.tag);
      return 'again';
    }
    if (tag !== ITEM) throw this.#error('bad-structure', 'Something that is no item in a sequence', frame.tag);
    frame.count += 1;
    if (frame.count > this.#bounds.limits.items) throw this.#error('limit', 'Too many items', frame.tag);
    this.#input.at += 8;
    if (frame.kind === 'fragments') this.#fragment(frame, length);
    else this.#openItem(frame, length);
    return 'again';
  }

  #fragment(frame: Frame, length: number): void {
    if (length === UNDEFINED_LENGTH) throw this.#error('bad-length', 'A fragment of undefined length', frame.tag);
    const range = { offset: this.#input.position, length };
    if (frame.offsetTable === undefined) frame.offsetTable = range;
    else {
      this.#bounds.countMemory(0, range.offset);
      frame.fragments?.push(range);
    }
    this.#skip = length;
  }

  #openItem(frame: Frame, length: number): void {
    const end = length === UNDEFINED_LENGTH ? Number.POSITIVE_INFINITY : this.#input.position + length;
    this.#checkEnd(frame, frame.tag, end);
    const { explicit, littleEndian, depth, tag } = frame;
    const kept = frame.dataset && new Dataset({ littleEndian, parent: frame.dataset });
    if (kept) {
      this.#bounds.countMemory(128, this.#input.position);
      if (length === UNDEFINED_LENGTH) kept.undefinedLength = true;
      frame.items?.push(kept);
    }
    this.#stack.push(
      makeFrame({ kind: 'dataset', tag, end, explicit, littleEndian, depth, dataset: kept, signed: false }),
    );
  }

  #close(): void {
    const frame = this.#stack.pop() as Frame;
    if (this.#input.position > frame.end)
      this.#pass('item-lengths', 'bad-length', 'Content passes the end of its item', frame.tag);
    if (frame.kind !== 'fragments') return;
    const none = { offset: this.#input.position, length: 0 };
    const { tag, fragments = [], offsetTable = none } = frame;
    frame.dataset?.put({ kind: 'encapsulated', tag, vr: this.#pixelVr, offsetTable, fragments });
  }

  #checkEnd(frame: Frame, tag: Tag, end: number): void {
    if (end > frame.end && end !== Number.POSITIVE_INFINITY) {
      this.#pass('item-lengths', 'bad-length', 'A length passes the end of what holds it', tag);
    }
    const whole = end === Number.POSITIVE_INFINITY ? this.#input.position : end;
    if (whole > this.#bounds.limits.objectBytes) throw this.#error('limit', 'The object is too large', tag);
  }

  #isBulk(tag: Tag, vr: VR, length: number): boolean {
    if (alwaysLeft.has(tag)) return true;
    const limit = vrInfo(vr).kind === 'bytes' ? this.#bounds.bulkThreshold : this.#bounds.limits.valueBytes;
    return length > Math.min(limit, this.#bounds.limits.valueBytes);
  }

  #keeps(frame: Frame, tag: Tag): boolean {
    if (frame.dataset === undefined) return false;
    if (this.#bounds.keepAll || alwaysLeft.has(tag)) return true;
    return tag >>> 16 <= 0x0040 && !isPrivate(tag) && frame.depth <= 3;
  }

  /** Counts an element and checks its place; false for a duplicate, of which the first is kept. */
  #noteElement(frame: Frame, tag: Tag): boolean {
    this.#bounds.countElement(this.#input.position);
    const previous = frame.lastTag;
    frame.lastTag = tag;
    if (tag > previous) return true;
    if (!frame.dataset?.has(tag)) {
      this.#pass('unordered-elements', 'bad-order', 'Tags are not in ascending order', tag);
      return true;
    }
    this.#pass('duplicate-elements', 'bad-order', 'A tag comes twice', tag);
    return false;
  }

  #path(tag: Tag): readonly Tag[] {
    const around = this.#stack.filter((frame) => frame.kind === 'sequence').map((frame) => frame.tag);
    return [...around, tag];
  }

  #pass(leniency: Parameters<Bounds['pass']>[0], code: DicomErrorCode, message: string, tag: Tag): void {
    if (this.#bounds.allows(leniency)) this.#bounds.warnings.add(leniency);
    else throw this.#error(code, message, tag);
  }

  #error(code: DicomErrorCode, message: string, tag?: Tag): DicomError {
    const path = tag === undefined ? [] : this.#path(tag);
    return new DicomError(code, message, { offset: this.#input.position, path });
  }
}
