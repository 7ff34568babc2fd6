import { UNLIMITED_PDU_LENGTH } from './limits.ts';
import { PduType } from './pdu.ts';

const DATA = 0;
const COMMAND = 1;
const LAST = 2;
const VALUE_HEADER = 6;

/**
 * The largest fragment, in bytes, that a peer can take: the P-DATA-TF length it announced (0 is unlimited, PS3.8 D.1)
 * less one presentation data value header, and even.
 */
export function fragmentSize(peerMaxLength: number): number {
  const most = peerMaxLength === 0 ? UNLIMITED_PDU_LENGTH : Math.min(peerMaxLength, UNLIMITED_PDU_LENGTH);
  return (most - VALUE_HEADER) & ~1;
}

/** A command set as P-DATA-TF PDUs, ready to be written (PS3.8 9.3.5, Annex E). */
export function commandPdus(contextId: number, command: Buffer, fragment: number): Buffer[] {
  return wholeValue(contextId, COMMAND, command, fragment);
}

/** A data set that is whole in memory as P-DATA-TF PDUs; the bytes are not copied. */
export function dataPdus(contextId: number, data: Buffer, fragment: number): Buffer[] {
  return wholeValue(contextId, DATA, data, fragment);
}

function wholeValue(contextId: number, kind: number, value: Buffer, fragment: number): Buffer[] {
  const out: Buffer[] = [];
  let at = 0;
  do {
    const end = Math.min(value.length, at + fragment);
    const last = end === value.length ? LAST : 0;
    out.push(pduHeader(contextId, kind | last, end - at), value.subarray(at, end));
    at = end;
  } while (at < value.length);
  return out;
}

function pduHeader(contextId: number, control: number, length: number): Buffer {
  const header = Buffer.allocUnsafe(6 + VALUE_HEADER);
  header[0] = PduType.PDataTf;
  header[1] = 0;
  header.writeUInt32BE(length + VALUE_HEADER, 2);
  header.writeUInt32BE(length + 2, 6);
  header[10] = contextId;
  header[11] = control;
  return header;
}

/**
 * Cuts a data set that comes in chunks into P-DATA-TF PDUs of the full size, whatever the chunks are. What it holds back
 * is at most one fragment, since only the end tells which fragment is the last.
 */
export class DataFragmenter {
  readonly #contextId: number;
  readonly #fragment: number;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(contextId: number, fragment: number) {
    this.#contextId = contextId;
    this.#fragment = fragment;
  }

  /** Takes a chunk, returns buffers to write now (none, or whole PDUs). The chunk must not change until written. */
  add(chunk: Buffer): Buffer[] {
    const out: Buffer[] = [];
    let rest = chunk;
    while (this.#heldBytes + rest.length > this.#fragment) {
      const taken = this.#fragment - this.#heldBytes;
      this.#hold(rest.subarray(0, taken));
      this.#flush(out, 0);
      rest = rest.subarray(taken);
    }
    this.#hold(rest);
    return out;
  }

  /** The last PDU. */
  end(): Buffer[] {
    const out: Buffer[] = [];
    this.#flush(out, LAST);
    return out;
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #flush(out: Buffer[], last: number): void {
    out.push(pduHeader(this.#contextId, DATA | last, this.#heldBytes), ...this.#held);
    this.#held = [];
    this.#heldBytes = 0;
  }
}
