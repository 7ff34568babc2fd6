import { COMMAND_ELEMENTS, type Command, type CommandKeyword, HAS_DATA_SET, MESSAGES, NO_DATA_SET } from './command.ts';
import { invalidPdu } from './errors.ts';
import { isUidText, trimPadding } from './pdu-items.ts';

type Value = string | number | readonly number[];

const NUMBERS = Object.entries(COMMAND_ELEMENTS) as [CommandKeyword, readonly [number, string]][];
const BY_ELEMENT = new Map(NUMBERS.map(([keyword, [element, vr]]) => [element, { keyword, vr }]));
const IN_ORDER = NUMBERS.toSorted(([, a], [, b]) => a[0] - b[0]).map(([keyword, [element, vr]]) => ({
  keyword,
  element,
  vr,
}));

/** Command Fields of responses have the highest bit set (PS3.7 E.1-1). */
const FIRST_RESPONSE = 0x8000;

/**
 * Decodes a command set: implicit VR little endian, group 0000 only, in ascending order (PS3.7 6.3.1). Elements of other groups
 * are passed over in a response: some archives (Orthanc 1.10) put the list of failed objects there, behind the command.
 * @throws DimseError of kind `protocol` when it is malformed, repeats an element, or lacks what its Command Field needs
 */
export function decodeCommand(bytes: Buffer): Command {
  const command: Partial<Record<CommandKeyword, Value>> = {};
  let previous = -1;
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length) throw invalidPdu('A command element header passes the end of the command set');
    const group = bytes.readUInt16LE(at);
    const element = group * 0x10000 + bytes.readUInt16LE(at + 2);
    const end = at + 8 + bytes.readUInt32LE(at + 4);
    if (group !== 0 && ((command as Command).CommandField ?? 0) < FIRST_RESPONSE)
      throw invalidPdu('A command set holds an element outside group 0000');
    if (element <= previous) throw invalidPdu('Command elements repeat or are out of order');
    if (end > bytes.length) throw invalidPdu('A command element passes the end of the command set');
    const known = BY_ELEMENT.get(element);
    if (known) command[known.keyword] = decodeValue(known.vr, bytes.subarray(at + 8, end));
    previous = element;
    at = end;
  }
  const decoded = command as Command;
  checkMessage(decoded);
  return decoded;
}

function decodeValue(vr: string, value: Buffer): Value {
  if (vr === 'US') {
    if (value.length !== 2) throw invalidPdu('A numeric command element has a wrong length');
    return value.readUInt16LE(0);
  }
  if (vr === 'AT') {
    const tags: number[] = [];
    for (let at = 0; at + 4 <= value.length; at += 4) {
      tags.push(value.readUInt16LE(at) * 0x10000 + value.readUInt16LE(at + 2));
    }
    return tags;
  }
  const text = trimPadding(value);
  if (text.length > 64) throw invalidPdu('A command element is too long');
  return vr === 'UI' ? text : text.trimStart();
}

function checkMessage(command: Command): void {
  if (command.CommandField === undefined) throw invalidPdu('A command set has no Command Field');
  if (command.CommandDataSetType === undefined) throw invalidPdu('A command set has no Command Data Set Type');
  const rule = MESSAGES[command.CommandField];
  if (!rule) return;
  for (const keyword of rule.required) {
    if (command[keyword] === undefined) throw invalidPdu(`A ${rule.name} lacks ${keyword}`);
  }
  const follows = command.CommandDataSetType !== NO_DATA_SET;
  if (rule.dataSet === 'always' && !follows) throw invalidPdu(`A ${rule.name} comes without its data set`);
  if (rule.dataSet === 'never' && follows) throw invalidPdu(`A ${rule.name} announces a data set`);
}

/**
 * Encodes a command set with its group length; Command Data Set Type is set from `hasDataSet`.
 * @throws RangeError when a number does not fit its element
 */
export function encodeCommand(command: Command, hasDataSet: boolean): Buffer {
  const complete: Command = { ...command, CommandDataSetType: hasDataSet ? HAS_DATA_SET : NO_DATA_SET };
  const out = Buffer.allocUnsafe(12 + encodedSize(complete));
  let at = writeHeader(out, 0, 0x0000, 4);
  at = out.writeUInt32LE(out.length - 12, at);
  for (const { keyword, element, vr } of IN_ORDER) {
    const value = complete[keyword];
    if (value === undefined) continue;
    at = writeHeader(out, at, element, valueSize(vr, value));
    at = writeValue(out, at, vr, value);
  }
  return out;
}

function encodedSize(command: Command): number {
  let size = 0;
  for (const { keyword, vr } of IN_ORDER) {
    const value = command[keyword];
    if (value !== undefined) size += 8 + valueSize(vr, value);
  }
  return size;
}

function valueSize(vr: string, value: Value): number {
  if (typeof value === 'string') return value.length + (value.length % 2);
  if (typeof value === 'number') return vr === 'US' ? 2 : 4;
  return value.length * 4;
}

function writeHeader(out: Buffer, at: number, element: number, length: number): number {
  out.writeUInt16LE(0, at);
  out.writeUInt16LE(element, at + 2);
  return out.writeUInt32LE(length, at + 4);
}

function writeValue(out: Buffer, at: number, vr: string, value: Value): number {
  if (typeof value === 'number') return out.writeUInt16LE(value, at);
  if (typeof value !== 'string') {
    return value.reduce((to, tag) => out.writeUInt16LE(tag & 0xffff, out.writeUInt16LE(tag >>> 16, to)), at);
  }
  const end = at + out.write(value, at, 'latin1');
  if (value.length % 2 === 0) return end;
  return out.writeUInt8(vr === 'UI' ? 0 : 0x20, end);
}

/** The UID if it may be used as a key, else undefined: a peer's text is never trusted further (H20). */
export function safeUid(text: string | undefined): string | undefined {
  return text !== undefined && isUidText(text) ? text : undefined;
}
