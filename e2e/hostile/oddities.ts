/** H33-H44: data sets that keep PS3.5 in part or not at all, or say what nobody should take for true. Explicit VR little endian. */
import { ctImageStorage, type Uids } from './objects.ts';

type Value = string | Uint8Array;
const bytesOf = (value: Value): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value);
const longForm = new Set(['OB', 'OW', 'SQ', 'UN', 'UT', 'UC', 'UR']);

/** An element whose VR may be anything; `length` when it lies. */
export const element = (tag: number, vr: string, value: Value, length?: number): Buffer => {
  const body = bytesOf(value);
  const header = Buffer.alloc(longForm.has(vr) ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4, 'latin1');
  if (longForm.has(vr)) header.writeUInt32LE((length ?? body.length) >>> 0, 8);
  else header.writeUInt16LE((length ?? body.length) & 0xffff, 6);
  return Buffer.concat([header, body]);
};
const text = (tag: number, vr: string, value: string, pad = ' '): Buffer =>
  element(tag, vr, value.length % 2 === 0 ? value : value + pad);

export interface Header {
  readonly charset?: string;
  readonly name?: Value;
  readonly patientId?: string;
  readonly description?: Value;
  readonly sopClass?: string;
  /** between the identifying groups and the UIDs of study and series */
  readonly middle?: Uint8Array;
}

/** A whole data set: header, then whatever follows it. */
export const oddDataset = (uids: Uids, header: Header = {}, tail: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.concat([
    ...(header.charset === undefined ? [] : [text(0x00080005, 'CS', header.charset)]),
    text(0x00080016, 'UI', header.sopClass ?? ctImageStorage, '\0'),
    text(0x00080018, 'UI', uids.instance, '\0'),
    text(0x00080020, 'DA', '20260101'),
    text(0x00080060, 'CS', 'CT'),
    element(0x00081030, 'LO', header.description ?? 'ODD '),
    element(0x00100010, 'PN', header.name ?? 'SYNTHETIC^HOSTILE '),
    text(0x00100020, 'LO', header.patientId ?? 'H-2'),
    header.middle ?? Buffer.alloc(0),
    text(0x0020000d, 'UI', uids.study, '\0'),
    text(0x0020000e, 'UI', uids.series, '\0'),
    tail,
  ]);

const sequence = (tag: number, ...items: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(
    items.flatMap((item) => {
      const header = Buffer.from('feff00e000000000', 'hex');
      header.writeUInt32LE(item.length, 4);
      return [header, item];
    }),
  );
  return element(tag, 'SQ', body);
};

/** H43: content items one in the other, each naming the root as what it is about (PS3.3 C.17.3.2.4). */
const cyclicReport = (depth: number): Buffer => {
  const reference = element(0x0040db73, 'UL', Buffer.from([1, 0, 0, 0]));
  let content: Buffer = Buffer.concat([text(0x0040a010, 'CS', 'CONTAINS'), reference]);
  for (let level = 0; level < depth; level += 1)
    content = Buffer.concat([
      text(0x0040a010, 'CS', 'CONTAINS'),
      text(0x0040a040, 'CS', 'CONTAINER'),
      sequence(0x0040a730, content, Buffer.concat([text(0x0040a010, 'CS', 'INFERRED FROM'), reference])),
    ]);
  return Buffer.concat([text(0x0040a040, 'CS', 'CONTAINER'), sequence(0x0040a730, content)]);
};

const references = (count: number): Buffer => {
  const item = Buffer.concat([
    text(0x00081150, 'UI', ctImageStorage, '\0'),
    text(0x00081155, 'UI', '1.2.826.0.1.3680043.10.998.1', '\0'),
  ]);
  return sequence(0x0040a375, ...Array.from({ length: count }, () => item));
};

const zip = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(26), Buffer.from('evil.dcm')]);
const pixels = element(0x7fe00010, 'OW', Buffer.alloc(32));
const escapes = Buffer.alloc(60_000, Buffer.from('\x1b$B', 'latin1'));
const inert = "<script>alert(1)</script>;=cmd|' /C calc'!A0;\"; drop table x;--;%_\\;\r\n\x1b[31m";

export interface Odd {
  readonly id: string;
  readonly title: string;
  /** `kept`: it is archived byte for byte, and whatever is said of it is bounded and harmless */
  readonly outcome: 'kept' | 'refused';
  readonly make: (uids: Uids) => Buffer;
}

const odd = (id: string, title: string, outcome: Odd['outcome'], make: Odd['make']): Odd => ({
  id,
  title,
  outcome,
  make,
});
const tail = (bytes: Uint8Array) => (uids: Uids) => oddDataset(uids, {}, bytes);
const middle = (bytes: Uint8Array) => (uids: Uids) => oddDataset(uids, { middle: bytes });

export const oddities: readonly Odd[] = [
  odd('H33', 'an unknown VR of question marks', 'kept', middle(element(0x00101010, '??', '1234'))),
  odd(
    'H33',
    'a VR of NULs that claims 4 GB',
    'refused',
    middle(element(0x00101010, '\0\0', Buffer.from('00feffffff', 'hex'), 0xffff)),
  ),
  odd('H33', 'a VR in lower case', 'kept', middle(element(0x00101010, 'lo', '1234'))),
  odd('H35', 'a value of an odd length', 'kept', middle(element(0x00101010, 'AS', '045'))),
  odd('H35', 'tags out of order', 'kept', tail(text(0x00081090, 'LO', 'LATE'))),
  odd('H35', 'a tag twice', 'kept', tail(Buffer.concat([text(0x00200011, 'IS', '1'), text(0x00200011, 'IS', '2')]))),
  odd('H35', 'a second patient behind the first', 'kept', tail(text(0x00100020, 'LO', 'OTHER'))),
  odd(
    'H35',
    'file meta information within the data set',
    'kept',
    tail(text(0x00020010, 'UI', '1.2.840.10008.1.2', '\0')),
  ),
  odd('H35', 'a command group within the data set', 'kept', tail(element(0x00000100, 'US', Buffer.from([1, 0])))),
  odd('H35', 'a delimiter where nothing is open', 'kept', tail(Buffer.from('feff0de000000000', 'hex'))),
  odd(
    'H35',
    'a sequence that is never closed',
    'refused',
    tail(Buffer.concat([element(0x00400275, 'SQ', '', 0xffffffff), Buffer.from('feff00e0ffffffff', 'hex')])),
  ),
  odd('H36', 'an escape to a set that was not declared', 'kept', (uids) =>
    oddDataset(uids, { name: Buffer.from('A\x1b$BB^C ', 'latin1') }),
  ),
  odd('H36', 'an escape that never ends', 'kept', (uids) =>
    oddDataset(uids, { charset: 'ISO 2022 IR 6\\ISO 2022 IR 87', name: 'DOE\x1b' }),
  ),
  odd('H36', 'escapes and nothing else', 'kept', (uids) =>
    oddDataset(uids, { charset: '\\ISO 2022 IR 87', description: escapes }),
  ),
  odd('H36', 'fifty character sets', 'kept', (uids) =>
    oddDataset(uids, { charset: Array.from({ length: 50 }, () => 'ISO 2022 IR 13').join('\\') }),
  ),
  odd('H36', 'UTF-8 that is none', 'kept', (uids) =>
    oddDataset(uids, { charset: 'ISO_IR 192', name: Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xf0, 0x9f]) }),
  ),
  odd('H36', 'GB18030 that is none', 'kept', (uids) =>
    oddDataset(uids, { charset: 'GB18030', name: Buffer.from([0x81, 0x81, 0xff, 0xff, 0x84, 0x31]) }),
  ),
  odd('H36', 'a character set that does not exist', 'kept', (uids) => oddDataset(uids, { charset: 'ISO_IR 999' })),
  odd('H37', 'a name of 60,000 letters', 'kept', (uids) => oddDataset(uids, { name: 'N'.repeat(60_000) })),
  odd('H37', 'a name of 500 carets', 'kept', (uids) => oddDataset(uids, { name: '^'.repeat(500) })),
  odd('H37', 'a name with control characters', 'kept', (uids) => oddDataset(uids, { name: 'A\x00\x07\x08\x7f^B ' })),
  odd('H37', 'a name that turns the direction of writing', 'kept', (uids) =>
    oddDataset(uids, { charset: 'ISO_IR 192', name: Buffer.from('\u202eEOD^ENAJ ', 'utf8') }),
  ),
  odd('H38', 'text that other programs would run', 'kept', (uids) =>
    oddDataset(uids, { description: inert.length % 2 ? `${inert} ` : inert }),
  ),
  odd('H38', 'an identifier that other programs would run', 'kept', (uids) =>
    oddDataset(uids, { patientId: `'; delete from studies; --<img src=x>` }),
  ),
  odd(
    'H40',
    'a megabyte of something behind the end',
    'refused',
    tail(Buffer.concat([pixels, Buffer.alloc(2 ** 20, 0x5a)])),
  ),
  odd('H40', 'a megabyte of nothing behind the end', 'kept', tail(Buffer.concat([pixels, Buffer.alloc(2 ** 20)]))),
  odd('H40', 'an archive behind the end', 'refused', tail(Buffer.concat([pixels, zip]))),
  odd(
    'H41',
    'private creators with names of the language',
    'kept',
    tail(
      Buffer.concat([
        text(0x00290010, 'LO', '__proto__'),
        text(0x00290011, 'LO', 'constructor'),
        text(0x00291001, 'LO', 'polluted'),
        text(0x00291101, 'LO', 'prototype'),
      ]),
    ),
  ),
  odd('H43', 'a report that refers to itself at every level', 'kept', (uids) =>
    oddDataset(uids, { sopClass: '1.2.840.10008.5.1.4.1.1.88.33' }, cyclicReport(50)),
  ),
  odd('H43', 'a report of 200 levels', 'refused', (uids) =>
    oddDataset(uids, { sopClass: '1.2.840.10008.5.1.4.1.1.88.33' }, cyclicReport(200)),
  ),
  odd('H43', 'a selection of 150,000 objects', 'kept', (uids) =>
    oddDataset(uids, { sopClass: '1.2.840.10008.5.1.4.1.1.88.59' }, references(150_000)),
  ),
  odd('H44', 'a PDF with a script, under the name of a web page', 'kept', (uids) =>
    oddDataset(
      uids,
      { sopClass: '1.2.840.10008.5.1.4.1.1.104.1' },
      Buffer.concat([
        element(0x00420011, 'OB', '%PDF-1.7 /OpenAction << /S /JavaScript >> '),
        text(0x00420012, 'LO', 'text/html'),
      ]),
    ),
  ),
  odd('H44', 'a video whose length lies', 'refused', tail(element(0x7fe00010, 'OB', Buffer.alloc(64), 0x7ffffffe))),
];
