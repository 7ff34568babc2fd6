import { invalidPdu } from './errors.ts';

export interface Item {
  readonly type: number;
  readonly value: Buffer;
}

/** Walks the items of a PDU body: type, a reserved byte, a 16-bit length, the value (PS3.8 9.3.2). */
export function* items(body: Buffer, start: number): Generator<Item> {
  let at = start;
  while (at < body.length) {
    if (at + 4 > body.length) throw invalidPdu('An item header passes the end of its PDU');
    const end = at + 4 + body.readUInt16BE(at + 2);
    if (end > body.length) throw invalidPdu('An item passes the end of its PDU');
    yield { type: body.readUInt8(at), value: body.subarray(at + 4, end) };
    at = end;
  }
}

/** A UID of an association item: digits and dots, at most 64, without padding (PS3.8 Annex F; some peers pad with NUL or space). */
export function uidText(value: Buffer): string {
  const text = trimPadding(value);
  if (!isUidText(text)) throw invalidPdu('A UID is malformed');
  return text;
}

/** True for 1 to 64 digits and dots: safe as a key, though leading zeros are tolerated because they occur in the field. */
export function isUidText(text: string): boolean {
  return text.length <= 64 && /^[0-9]+(?:\.[0-9]+)*$/.test(text);
}

export function trimPadding(value: Buffer): string {
  let end = value.length;
  while (end > 0 && (value[end - 1] === 0 || value[end - 1] === 0x20)) end -= 1;
  return value.toString('latin1', 0, end);
}
