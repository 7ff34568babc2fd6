import { AbortReason, invalidPdu } from './errors.ts';
import { DEFAULT_LIMITS, type DimseLimits } from './limits.ts';
import { type Pdu, PduType } from './pdu.ts';
import { decodePdu } from './pdu-decode.ts';

/** What the byte stream says, in order. A receiver may call `close()` on the reader from inside any of these. */
export interface PduSink {
  /** Any PDU but P-DATA-TF, whole. */
  pdu(pdu: Pdu): void;
  /** The header of a P-DATA-TF; its fragments follow. */
  dataPdu(): void;
  /**
   * A piece of a presentation data value, as it arrived and without copying.
   * @param control message control header: bit 0 command, bit 1 last fragment (PS3.8 Annex E.2)
   * @param endOfValue this piece ends the presentation data value
   */
  fragment(contextId: number, control: number, bytes: Buffer, endOfValue: boolean): void;
}

type Mode = 'header' | 'body' | 'value-header' | 'value' | 'closed';

const NOTHING = Buffer.alloc(0);
const HEADER_LENGTH = 6;

/**
 * Splits a byte stream into PDUs (PS3.8 9.3.1). Takes chunks of any size, holds at most one association PDU, and judges
 * a declared length before any byte of that PDU is kept. Any chunking of the same bytes gives the same events, but that
 * a presentation data value may come in more or fewer pieces.
 */
export class PduReader {
  readonly #sink: PduSink;
  readonly #limits: DimseLimits;
  readonly #header = Buffer.alloc(HEADER_LENGTH);
  #filled = 0;
  #mode: Mode = 'header';
  #type = 0;
  #pduLeft = 0;
  #body: Buffer = NOTHING;
  #bodyFilled = 0;
  #valueLeft = 0;
  #contextId = 0;
  #control = 0;

  constructor(sink: PduSink, limits: DimseLimits = DEFAULT_LIMITS) {
    this.#sink = sink;
    this.#limits = limits;
  }

  /** Everything from now on is ignored. */
  close(): void {
    this.#mode = 'closed';
    this.#body = NOTHING;
  }

  /** @throws DimseError of kind `protocol`; the reader is closed then */
  push(chunk: Buffer): void {
    let at = 0;
    try {
      while (at < chunk.length && this.#mode !== 'closed') at = this.#step(chunk, at);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #step(chunk: Buffer, at: number): number {
    switch (this.#mode) {
      case 'value':
        return this.#value(chunk, at);
      case 'value-header':
      case 'header':
        return this.#collectHeader(chunk, at);
      case 'body':
        return this.#collectBody(chunk, at);
      case 'closed':
        return chunk.length;
    }
  }

  #collectHeader(chunk: Buffer, at: number): number {
    // The usual case, a header inside one chunk, is read in place.
    if (this.#filled === 0 && chunk.length - at >= HEADER_LENGTH) {
      this.#headerRead(chunk, at);
      return at + HEADER_LENGTH;
    }
    const copied = chunk.copy(this.#header, this.#filled, at);
    this.#filled += copied;
    if (this.#mode === 'header') knownType(this.#header.readUInt8(0));
    if (this.#filled === HEADER_LENGTH) {
      this.#filled = 0;
      this.#headerRead(this.#header, 0);
    }
    return at + copied;
  }

  #headerRead(bytes: Buffer, at: number): void {
    if (this.#mode === 'header') this.#pduHeader(bytes, at);
    else this.#valueHeader(bytes, at);
  }

  #pduHeader(bytes: Buffer, at: number): void {
    const type = bytes.readUInt8(at);
    const length = bytes.readUInt32BE(at + 2);
    knownType(type);
    this.#type = type;
    this.#pduLeft = length;
    if (type === PduType.PDataTf) {
      if (length > this.#limits.maxPduLength) throw invalidPdu('A P-DATA-TF is longer than the negotiated maximum');
      if (length < HEADER_LENGTH) throw invalidPdu('A P-DATA-TF holds no presentation data value');
      this.#mode = 'value-header';
      this.#sink.dataPdu();
      return;
    }
    const association = type === PduType.AssociateRq || type === PduType.AssociateAc;
    if (association && length > this.#limits.associatePduBytes) throw invalidPdu('An association PDU is too long');
    if (!association && length !== 4) throw invalidPdu('A fixed-size PDU has another length');
    this.#bodyFilled = 0;
    this.#mode = 'body';
    if (length === 0) this.#bodyRead(NOTHING);
  }

  #collectBody(chunk: Buffer, at: number): number {
    const missing = this.#pduLeft - this.#bodyFilled;
    if (this.#bodyFilled === 0 && chunk.length - at >= missing) {
      this.#bodyRead(chunk.subarray(at, at + missing));
      return at + missing;
    }
    const end = Math.min(chunk.length, at + missing);
    this.#grow(end - at);
    chunk.copy(this.#body, this.#bodyFilled, at, end);
    this.#bodyFilled += end - at;
    if (this.#bodyFilled === this.#pduLeft) this.#bodyRead(this.#body.subarray(0, this.#bodyFilled));
    return end;
  }

  /** Memory follows what has arrived, never what was declared. */
  #grow(more: number): void {
    const needed = this.#bodyFilled + more;
    if (needed <= this.#body.length) return;
    const grown = Buffer.alloc(Math.min(this.#pduLeft, Math.max(needed, this.#body.length * 2, 1024)));
    this.#body.copy(grown, 0, 0, this.#bodyFilled);
    this.#body = grown;
  }

  #bodyRead(body: Buffer): void {
    this.#mode = 'header';
    this.#body = NOTHING;
    this.#sink.pdu(decodePdu(this.#type, body, this.#limits));
  }

  #valueHeader(bytes: Buffer, at: number): void {
    const length = bytes.readUInt32BE(at);
    if (length < 2) throw invalidPdu('A presentation data value is too short for its header');
    if (length > this.#pduLeft - 4) throw invalidPdu('A presentation data value passes the end of its PDU');
    this.#contextId = bytes.readUInt8(at + 4);
    this.#control = bytes.readUInt8(at + 5);
    this.#valueLeft = length - 2;
    this.#pduLeft -= HEADER_LENGTH;
    this.#mode = 'value';
    if (this.#valueLeft === 0) this.#valuePiece(NOTHING);
  }

  #value(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#valueLeft);
    this.#valuePiece(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
    return end;
  }

  #valuePiece(bytes: Buffer): void {
    this.#valueLeft -= bytes.length;
    this.#pduLeft -= bytes.length;
    const ends = this.#valueLeft === 0;
    if (ends) this.#valueEnds();
    this.#sink.fragment(this.#contextId, this.#control, bytes, ends);
  }

  #valueEnds(): void {
    if (this.#pduLeft === 0) this.#mode = 'header';
    else if (this.#pduLeft >= HEADER_LENGTH) this.#mode = 'value-header';
    else throw invalidPdu('Bytes are left over at the end of a P-DATA-TF');
  }
}

function knownType(type: number): void {
  if (type < PduType.AssociateRq || type > PduType.Abort) {
    throw invalidPdu('Not a PDU type', AbortReason.UnrecognizedPdu);
  }
}
