/** MLLP (release 1): a block is 0x0B, the message, 0x1C 0x0D. Bytes in, frames and faults out; never more kept than the limit. */
const START = 0x0b;
const END = 0x1c;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/**
 * - `outside`: bytes between blocks
 * - `restarted`: a message began inside another, which is lost; whoever owns the connection ends it
 * - `bad-end`: 0x1C without 0x0D; the block is dropped
 * - `too-long`: more bytes than the limit; dropped until the next block begins, and whoever owns the connection ends it
 */
export type FrameFault = 'outside' | 'restarted' | 'bad-end' | 'too-long';

export type FrameEvent =
  | { readonly type: 'frame'; readonly bytes: Uint8Array }
  | { readonly type: 'fault'; readonly fault: FrameFault };

/**
 * What a start block inside a block has to be followed by to be one. Any other is text: word processors end lines with that byte, and what is
 * copied from them is sent as it is. The mark is that of UTF-8 (EF BB BF).
 */
const beginnings: readonly Buffer[] = ['MSH', 'FHS', 'BHS'].flatMap((name) => [
  Buffer.from(name),
  Buffer.from(`\ufeff${name}`),
]);

export const blockStart = Uint8Array.of(START);
export const blockEnd = Uint8Array.of(END, CARRIAGE_RETURN);

export const frame = (message: Uint8Array): Uint8Array => Buffer.concat([blockStart, message, blockEnd]);

export class MllpFramer {
  readonly #most: number;
  #kept = Buffer.alloc(0);
  #length = 0;
  #state: 'outside' | 'inside' | 'doubting' | 'ending' | 'skipping' = 'outside';
  /** What came behind a start block inside a block, as far as it may be the beginning of a message. */
  #doubted = Buffer.alloc(0);
  #toldOutside = false;

  /** @param mostBytes of one message */
  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** A block has begun and not ended. */
  get isOpen(): boolean {
    return this.#state === 'inside' || this.#state === 'doubting' || this.#state === 'ending';
  }

  /** Gives what the bytes complete, in order. The chunk is not kept beyond the frame it is part of. */
  push(chunk: Uint8Array): readonly FrameEvent[] {
    const events: FrameEvent[] = [];
    let at = 0;
    while (at < chunk.length) at = this.#step(chunk, at, events);
    return events;
  }

  #step(chunk: Uint8Array, at: number, events: FrameEvent[]): number {
    switch (this.#state) {
      case 'outside':
      case 'skipping':
        return this.#seek(chunk, at, events);
      case 'ending':
        return this.#finish(chunk, at, events);
      case 'doubting':
        return this.#doubt(chunk, at, events);
      case 'inside':
        return this.#collect(chunk, at, events);
    }
  }

  #seek(chunk: Uint8Array, at: number, events: FrameEvent[]): number {
    const start = chunk.indexOf(START, at);
    const end = start < 0 ? chunk.length : start;
    // Line ends between blocks are harmless; anything else is told once until a block begins.
    if (this.#state === 'outside' && !this.#toldOutside && hasMore(chunk, at, end)) {
      this.#toldOutside = true;
      events.push({ type: 'fault', fault: 'outside' });
    }
    if (start < 0) return chunk.length;
    this.#begin();
    return start + 1;
  }

  #begin(): void {
    this.#state = 'inside';
    this.#length = 0;
    this.#toldOutside = false;
  }

  #collect(chunk: Uint8Array, at: number, events: FrameEvent[]): number {
    const end = firstOf(chunk, at);
    const stop = end < 0 ? chunk.length : end;
    if (!this.#keepOrDrop(chunk.subarray(at, stop), events)) return stop;
    if (end < 0) return chunk.length;
    // A start block that is sent twice begins one message all the same.
    if (chunk[end] === END) this.#state = 'ending';
    else if (this.#length > 0) this.#state = 'doubting';
    return end + 1;
  }

  /** One byte behind a start block inside a block: a message begins, may begin, or it was text. */
  #doubt(chunk: Uint8Array, at: number, events: FrameEvent[]): number {
    const doubted = Buffer.concat([this.#doubted, chunk.subarray(at, at + 1)]);
    const possible = beginnings.filter((beginning) => beginning.subarray(0, doubted.length).equals(doubted));
    if (possible.some((beginning) => beginning.length === doubted.length)) {
      this.#doubted = Buffer.alloc(0);
      this.#drop('restarted', events);
      this.#begin();
      this.#keepOrDrop(doubted, events);
      return at + 1;
    }
    if (possible.length > 0) {
      this.#doubted = doubted;
      return at + 1;
    }
    this.#state = 'inside';
    this.#keepOrDrop(Buffer.concat([Uint8Array.of(START), this.#doubted]), events);
    this.#doubted = Buffer.alloc(0);
    return at;
  }

  #finish(chunk: Uint8Array, at: number, events: FrameEvent[]): number {
    this.#state = 'outside';
    if (chunk[at] !== CARRIAGE_RETURN) {
      this.#drop('bad-end', events);
      this.#state = 'skipping';
      return at;
    }
    const bytes = this.#kept.subarray(0, this.#length);
    this.#kept = Buffer.alloc(0);
    this.#length = 0;
    events.push({ type: 'frame', bytes });
    return at + 1;
  }

  #drop(fault: FrameFault, events: FrameEvent[]): void {
    this.#kept = Buffer.alloc(0);
    this.#length = 0;
    events.push({ type: 'fault', fault });
  }

  /** False when the message is longer than it may be: it is dropped, with what is left of it. */
  #keepOrDrop(bytes: Uint8Array, events: FrameEvent[]): boolean {
    if (this.#length + bytes.length <= this.#most) {
      this.#keep(bytes);
      return true;
    }
    this.#drop('too-long', events);
    this.#state = 'skipping';
    return false;
  }

  /** Copied into one buffer that doubles: a drip of single bytes costs no more than the bytes. */
  #keep(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#kept.length) {
      const grown = Buffer.allocUnsafe(Math.max(4096, needed, this.#kept.length * 2));
      grown.set(this.#kept.subarray(0, this.#length));
      this.#kept = grown;
    }
    this.#kept.set(bytes, this.#length);
    this.#length = needed;
  }
}

/**
 * Where the next start or end block stands. The start is looked for first: whatever ends the block before it, what is between is then passed
 * over to that start, so that no byte is looked at more than a few times however many of either a chunk has.
 */
const firstOf = (chunk: Uint8Array, from: number): number => {
  const start = chunk.indexOf(START, from);
  const end = (start < 0 ? chunk : chunk.subarray(0, start)).indexOf(END, from);
  return end < 0 ? start : end;
};

const hasMore = (chunk: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (chunk[at] !== CARRIAGE_RETURN && chunk[at] !== LINE_FEED) return true;
  return false;
};
