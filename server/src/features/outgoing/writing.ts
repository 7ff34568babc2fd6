/** A message to one receiver as bytes: its header, its version's names, its character set. */
import { type FieldInput, type SegmentInput, timestamp, writeMessage } from '@throughline/hl7';
import { bodyDigest, type Hl7DestinationRow } from '../../db/index.ts';
import { controlId } from '../messages/index.ts';

/** HL7 table 0211: what we write, with how many of Unicode's characters each has from the first on. */
const reach: Readonly<Record<string, number>> = { ASCII: 0x80, '8859/1': 0x100, 'UNICODE UTF-8': 0x110000 };
export const charsets: readonly string[] = Object.keys(reach);
export const isCharset = (text: string): boolean => Object.hasOwn(reach, text);

/** A value has a character that the receiver's character set has not: it is not sent with another in its place. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable';
}

const encoded = (message: Uint8Array, charset: string): Buffer => {
  const text = Buffer.from(message).toString('utf8');
  const most = reach[charset] ?? 0x80;
  for (const character of text) if ((character.codePointAt(0) ?? 0) >= most) throw new Unwritable();
  return Buffer.from(text, charset === '8859/1' ? 'latin1' : 'utf8');
};

/** A segment by the numbers of its fields. */
export const segmentOf = (name: string, fields: Readonly<Record<number, FieldInput>>): SegmentInput => {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_none, at) => fields[at + 1])];
};

export const isFrom = (version: string, least: number): boolean => Number.parseFloat(version) >= least;

export interface Written {
  readonly control_id: string;
  /** MSH-9 */
  readonly message_type: string;
  readonly raw: Buffer;
  readonly body_digest: Buffer;
}

/**
 * `type` is MSH-9: code, event, structure. The structure is told from version 2.3.1 on. `processing` is MSH-11: of production, or for debugging.
 * @throws Unwritable when the receiver's character set has not all of its characters
 */
export const writeFor = (
  to: Hl7DestinationRow,
  type: readonly [code: string, event: string, structure: string],
  segments: readonly SegmentInput[],
  at: Date,
  processing: 'P' | 'D' = 'P',
): Written => {
  const control_id = controlId();
  const named = to.version === '2.3' ? type.slice(0, 2) : type;
  const header: SegmentInput = [
    'MSH',
    to.sending_application,
    to.sending_facility,
    to.receiving_application,
    to.receiving_facility,
    timestamp(at),
    undefined,
    named,
    control_id,
    processing,
    to.version,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    to.charset,
  ];
  const raw = encoded(writeMessage([header, ...segments]), to.charset);
  return { control_id, message_type: `${type[0]}^${type[1]}`, raw, body_digest: bodyDigest(raw) };
};
