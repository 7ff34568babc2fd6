/** Specific Character Set: the defined terms of PS3.3 C.12.1.1.2 and the examples of PS3.5 annexes H to K. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  Dataset,
  DicomError,
  decodeText,
  encodePart10,
  encodeText,
  parsePersonName,
  readPart10,
  tags,
  uids,
} from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'charsets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const esc = '\x1b';
const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const singleByte = [
  { terms: ['ISO_IR 100'], bytes: 'c4 e9', text: 'Äé' },
  { terms: ['ISO_IR 101'], bytes: 'a3 b3', text: 'Łł' },
  { terms: ['ISO_IR 109'], bytes: 'a6 a1', text: 'ĤĦ' },
  { terms: ['ISO_IR 110'], bytes: 'bd bf', text: 'Ŋŋ' },
  { terms: ['ISO_IR 144'], bytes: 'bb ee', text: 'Лю' },
  { terms: ['ISO_IR 127'], bytes: 'e2 c8', text: 'قب' },
  { terms: ['ISO_IR 126'], bytes: 'c4 e9', text: 'Δι' },
  { terms: ['ISO_IR 138'], bytes: 'f9 e0', text: 'שא' },
  { terms: ['ISO_IR 148'], bytes: 'd0 fe', text: 'Ğş' },
  { terms: ['ISO_IR 203'], bytes: 'a4 bd', text: '€œ' },
  { terms: ['ISO_IR 166'], bytes: 'a1 d2', text: 'กา' },
  { terms: ['ISO_IR 13'], bytes: 'd4 cf', text: 'ﾔﾏ' },
  { terms: ['ISO_IR 192'], bytes: 'c3 84 e5 b1 b1', text: 'Ä山' },
  { terms: ['GB18030'], bytes: 'cd f5 d0 a1', text: '王小' },
  { terms: ['GBK'], bytes: 'cd f5 d0 a1', text: '王小' },
] as const;

/** PS3.5 annexes H, I and J: the same persons as the standard prints them. */
const names = [
  {
    of: 'H.3.1, Yamada in ASCII, kanji and kana',
    terms: ['', 'ISO 2022 IR 87'],
    bytes: latin(
      `Yamada^Tarou=${esc}$B;3ED${esc}(B^${esc}$BB@O:${esc}(B=${esc}$B$d$^$@${esc}(B^${esc}$B$?$m$&${esc}(B`,
    ),
    text: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
  },
  {
    of: 'H.3.2, Yamada in half-width katakana first',
    terms: ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
    bytes: latin(
      `\xd4\xcf\xc0\xde^\xc0\xdb\xb3=${esc}$B;3ED${esc}(J^${esc}$BB@O:${esc}(J=${esc}$B$d$^$@${esc}(J^${esc}$B$?$m$&${esc}(J`,
    ),
    text: 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
  },
  {
    of: 'I.2, Hong in ASCII, hanja and hangul',
    terms: ['', 'ISO 2022 IR 149'],
    bytes: latin(
      `Hong^Gildong=${esc}$)C\xfb\xf3^${esc}$)C\xd1\xce\xd4\xd7=${esc}$)C\xc8\xab^${esc}$)C\xb1\xe6\xb5\xbf`,
    ),
    text: 'Hong^Gildong=洪^吉洞=홍^길동',
  },
  {
    of: 'K.2, Zhang in ASCII and hanzi',
    terms: ['', 'ISO 2022 IR 58'],
    bytes: latin(`Zhang^XiaoDong=${esc}$)A\xd5\xc5^${esc}$)A\xd0\xa1\xb6\xab=`),
    text: 'Zhang^XiaoDong=张^小东=',
  },
  {
    of: 'two halves changed in one name',
    terms: ['ISO 2022 IR 100', 'ISO 2022 IR 144', 'ISO 2022 IR 126'],
    bytes: latin(`Buc^J\xe9r\xf4me=${esc}-L\xbb\xee\xda\xe1=${esc}-F\xc4\xe9`),
    text: 'Buc^Jérôme=Люкс=Δι',
  },
] as const;

describe('Specific Character Set', () => {
  it.each(singleByte)('reads $terms', ({ terms, bytes, text }) => {
    expect(decodeText(hex(bytes), terms, 'LO')).toBe(text);
  });

  it.each(singleByte.filter(({ terms }) => /IR (1\d\d|203)$/.test(terms[0]) && terms[0] !== 'ISO_IR 192'))(
    'reads the same set by ISO 2022 and its escape sequence: $terms',
    ({ terms, bytes, text }) => {
      const term = terms[0].replace('ISO_IR', 'ISO 2022 IR');
      expect(decodeText(hex(bytes), [term, 'ISO 2022 IR 87'], 'LO')).toBe(text);
    },
  );

  it.each(singleByte.filter(({ terms }) => /^ISO_IR/.test(terms[0])))(
    'writes what it reads: $terms',
    ({ terms, text }) => {
      expect(decodeText(encodeText(text, terms, 'LO'), terms, 'LO')).toBe(text);
    },
  );

  it.each(names)('reads $of', ({ terms, bytes, text }) => {
    expect(decodeText(bytes, terms, 'PN')).toBe(text);
  });

  it('brings the first set back at a delimiter, which a backslash in text without values is not', () => {
    const bytes = latin(`${esc}-L\xbb\\\xe9`);
    expect(decodeText(bytes, ['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'LO')).toBe('Л\\é');
    expect(decodeText(bytes, ['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'LT')).toBe('Л\\щ');
  });

  it('takes the spellings of the field', () => {
    for (const term of ['ISO-IR 144', 'iso_ir 144', 'ISO IR 144', 'ISO_IR144']) {
      expect(decodeText(hex('bb ee'), [term], 'LO')).toBe('Лю');
    }
  });

  it('counts in items, unless they declare their own', () => {
    const root = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 144');
    const item = new Dataset({ parent: root }).set(tags.PatientName, latin('\xbb\xee'), 'PN');
    const own = new Dataset({ parent: root })
      .set(tags.SpecificCharacterSet, 'ISO_IR 126')
      .set(tags.PatientName, latin('\xc4\xe9'), 'PN');
    root.set(tags.ReferencedPatientSequence, [item, own]);
    expect(root.items(tags.ReferencedPatientSequence).map((one) => one.string(tags.PatientName))).toEqual(['Лю', 'Δι']);
  });

  it('takes names apart in three groups of five', () => {
    expect(parsePersonName('Yamada^Tarou=山田^太郎=やまだ^たろう')).toMatchObject({
      alphabetic: { family: 'Yamada', given: 'Tarou' },
      ideographic: { family: '山田', given: '太郎' },
      phonetic: { family: 'やまだ', given: 'たろう' },
    });
  });

  it('never fails on any bytes and any terms, and is done soon', () => {
    const term = fc.oneof(
      fc.constantFrom('', 'ISO 2022 IR 87', 'ISO 2022 IR 149', 'ISO 2022 IR 100', 'GB18030'),
      fc.string(),
    );
    const vr = fc.constantFrom('PN', 'LO', 'LT', 'UT', 'SH');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(term, { maxLength: 5 }), vr, (bytes, terms, name) => {
        expect(typeof decodeText(bytes, terms, name)).toBe('string');
      }),
      { numRuns: 2000 },
    );
    const long = new Uint8Array(1_000_000).fill(0x1b);
    // Of this thread alone, which a busy machine does not lengthen.
    const before = process.threadCpuUsage();
    decodeText(long, ['ISO 2022 IR 100', 'ISO 2022 IR 87'], 'LO');
    expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(3000);
  });

  it('refuses to write what the set has not', () => {
    expect(() => encodeText('山', ['ISO_IR 100'], 'LO')).toThrow(DicomError);
    expect(() => encodeText('山', ['', 'ISO 2022 IR 144'], 'LO')).toThrow(DicomError);
  });
});

describe('against DCMTK', () => {
  /** What DCMTK converts to UTF-8 where it is built with the C library's iconv; that lacks some sets. */
  const converted = [
    ...singleByte.filter(({ terms }) => !['ISO_IR 13', 'GBK', 'ISO_IR 203'].includes(terms[0])),
    ...names.filter(({ of }) => !of.startsWith('H.3')),
  ];

  it.each(converted)('reads the same name: $terms', async ({ terms, bytes, text }) => {
    const dataset = new Dataset()
      .set(tags.SpecificCharacterSet, [...terms])
      .set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage)
      .set(tags.SOPInstanceUID, '1.2.3.4')
      .set(tags.PatientName, typeof bytes === 'string' ? hex(bytes) : bytes, 'PN');
    const [from, to] = [join(folder, 'from.dcm'), join(folder, 'to.dcm')];
    writeFileSync(from, encodePart10(dataset, uids.ExplicitVRLittleEndian));
    const run = spawnSync('dcmconv', ['+U8', from, to]);
    expect(run.stderr.toString()).toBe('');
    const { createReadStream } = await import('node:fs');
    const [ours, theirs] = [await readPart10(createReadStream(from)), await readPart10(createReadStream(to))];
    expect(ours.dataset.string(tags.PatientName)).toBe(text);
    expect(theirs.dataset.string(tags.PatientName)).toBe(text);
  });
});
