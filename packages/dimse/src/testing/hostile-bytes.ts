import type { Pdu } from '../pdu.ts';

/** Bytes that a peer says, and what it is to hear. */
export interface Case {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: readonly Pdu[];
}

const abort = (source: number, reason: number): Pdu => ({ type: 'abort', source, reason });
/** A-ABORT by AA-1, as service user: what the Standard wants before an association is open. */
export const USER_ABORT = abort(0, 0);
export const UNRECOGNIZED = abort(2, 1);
export const UNEXPECTED = abort(2, 2);
export const UNEXPECTED_PARAMETER = abort(2, 5);
export const INVALID = abort(2, 6);
export const TIMED_OUT = abort(0, 0);

export function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

/** A P-DATA-TF around one presentation data value that may lie about its length. */
export function value(declared: number, content: Buffer): Buffer {
  const pdu = Buffer.alloc(10);
  pdu[0] = 4;
  pdu.writeUInt32BE(4 + content.length, 2);
  pdu.writeUInt32BE(declared, 6);
  return Buffer.concat([pdu, content]);
}

/** A command set of raw elements, as one P-DATA-TF on the storage context. */
export function rawCommand(...elements: readonly (readonly [group: number, element: number, hex: string])[]): Buffer {
  const set = elements.map(([group, element, hex]) => {
    const content = bytes(hex);
    const header = Buffer.alloc(8);
    header.writeUInt16LE(group, 0);
    header.writeUInt16LE(element, 2);
    header.writeUInt32LE(content.length, 4);
    return Buffer.concat([header, content]);
  });
  const content = Buffer.concat([Buffer.from([3, 3]), ...set]);
  return value(content.length, content);
}
