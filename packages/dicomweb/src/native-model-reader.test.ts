import { Dataset, type DicomJson, fromJson, tags, toJson } from '@throughline/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasets } from '../../dicom/test/arbitrary.ts';
import { DicomwebError } from './errors.ts';
import { toNativeModel } from './native-model.ts';
import { defaultXmlLimits, readNativeModel, type XmlLimits } from './native-model-reader.ts';

async function* chunked(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = (xml: string | Uint8Array, size?: number, limits?: Partial<XmlLimits>): Promise<DicomJson> => {
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml;
  return readNativeModel(chunked(bytes, size), { ...defaultXmlLimits, ...limits });
};

const model = (inner: string, before = ''): string =>
  `${before}<NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">${inner}</NativeDicomModel>`;
const label =
  '<DicomAttribute tag="00741204" vr="LO" keyword="ProcedureStepLabel"><Value number="1">x</Value></DicomAttribute>';

describe('reading the Native DICOM Model', () => {
  it.each([
    ['a value', label, { '00741204': { vr: 'LO', Value: ['x'] } }],
    ['nothing', '<DicomAttribute tag="00741204" vr="LO"/>', { '00741204': { vr: 'LO' } }],
    ['a VR that is the dictionary’s', '<DicomAttribute tag="00080060"/>', { '00080060': { vr: 'CS' } }],
    [
      'values with a gap',
      '<DicomAttribute tag="00200037" vr="DS"><Value number="3">0.5</Value><Value number="1">1</Value></DicomAttribute>',
      { '00200037': { vr: 'DS', Value: ['1', null, '0.5'] } },
    ],
    [
      'numbers',
      '<DicomAttribute tag="00280010" vr="US"><Value number="1">512</Value></DicomAttribute>',
      { '00280010': { vr: 'US', Value: [512] } },
    ],
    [
      'a name of three groups',
      '<DicomAttribute tag="00100010" vr="PN"><PersonName number="1"><Alphabetic><FamilyName>A</FamilyName><NameSuffix>III</NameSuffix></Alphabetic><Ideographic><FamilyName>山田</FamilyName></Ideographic></PersonName></DicomAttribute>',
      { '00100010': { vr: 'PN', Value: [{ Alphabetic: 'A^^^^III', Ideographic: '山田' }] } },
    ],
    [
      'items in items',
      `<DicomAttribute tag="00404018" vr="SQ"><Item number="1"><DicomAttribute tag="00404018" vr="SQ"><Item number="1">${label}</Item></DicomAttribute></Item><Item number="2"/></DicomAttribute>`,
      {
        '00404018': {
          vr: 'SQ',
          Value: [{ '00404018': { vr: 'SQ', Value: [{ '00741204': { vr: 'LO', Value: ['x'] } }] } }, {}],
        },
      },
    ],
    [
      'bulk data',
      '<DicomAttribute tag="7FE00010" vr="OW"><BulkData uri="cid:1"/></DicomAttribute>',
      { '7FE00010': { vr: 'OW', BulkDataURI: 'cid:1' } },
    ],
    [
      'binary values',
      '<DicomAttribute tag="00420011" vr="OB"><InlineBinary>AA\n EC</InlineBinary></DicomAttribute>',
      { '00420011': { vr: 'OB', InlineBinary: 'AAEC' } },
    ],
    [
      'the five entities, characters by number and CDATA',
      '<DicomAttribute tag="00741204" vr="LO"><Value number="1">&lt;&amp;&gt;&quot;&apos;&#233;&#x5C71;<![CDATA[<x>]]></Value></DicomAttribute>',
      { '00741204': { vr: 'LO', Value: ['<&>"\'é山<x>'] } },
    ],
  ])('has %s', async (_, inner, expected) => {
    expect(await read(model(inner))).toEqual(expected);
    expect(await read(model(inner), 1)).toEqual(expected);
  });

  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, at) => `<!ENTITY a${at} "${`&a${at ? at - 1 : ''};`.repeat(10)}">`).join('')}]>`;

  it.each([
    ['a document type', model(label, '<!DOCTYPE NativeDicomModel>')],
    ['billion laughs', model('&a8;', bomb)],
    ['an external entity', model('&x;', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')],
    ['a parameter entity', model('', '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://169.254.169.254/"> %p;]>')],
    ['a document type in small letters', model(label, '<!doctype x>')],
    [
      'an undeclared entity',
      model('<DicomAttribute tag="00741204" vr="LO"><Value number="1">&x;</Value></DicomAttribute>'),
    ],
    ['XInclude', model('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')],
    ['a style sheet', model(label, '<?xml-stylesheet href="http://x/"?>')],
    ['UTF-16', Buffer.from(`\ufeff${model(label)}`, 'utf16le')],
    ['UTF-7 by declaration', model('+ADw-', '<?xml version="1.0" encoding="UTF-7"?>')],
    ['bytes that are no UTF-8', Buffer.from(model(label).replace('>x<', '>\xe9<'), 'latin1')],
    ['another root', '<html/>'],
    ['text between elements', model(`${label}x`)],
    ['an attribute twice', model(label + label)],
    ['no tag', model('<DicomAttribute vr="LO"/>')],
    ['a keyword for a tag', model('<DicomAttribute tag="PatientName" vr="PN"/>')],
    ['a value without a number', model('<DicomAttribute tag="00741204" vr="LO"><Value>x</Value></DicomAttribute>')],
    ['a value far away', model('<DicomAttribute tag="00741204" vr="LO"><Value number="4000000000"/></DicomAttribute>')],
    ['an end that is missing', model(label).slice(0, -5)],
    ['nothing', ''],
    ['two roots', model('') + model('')],
  ])('refuses %s', async (_, xml) => {
    await expect(read(xml)).rejects.toThrow(DicomwebError);
  });

  it.each([
    ['bytes', model(label.repeat(10)), { bytes: 100 }],
    [
      'elements',
      model(`<DicomAttribute tag="00741204" vr="LO">${'<Value number="1"/>'.repeat(50)}</DicomAttribute>`),
      { elements: 20 },
    ],
    [
      'attributes of one element',
      model(`<DicomAttribute ${Array.from({ length: 1000 }, (_, at) => `a${at}="1"`).join(' ')}/>`),
      {},
    ],
    ['depth', model('<DicomAttribute tag="00404018" vr="SQ"><Item number="1">'.repeat(100)), {}],
  ])('is bounded in %s', async (_, xml, limits) => {
    await expect(read(xml, undefined, limits)).rejects.toMatchObject({ kind: 'too-large' });
  });

  it('gives back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(datasets(), fc.integer({ min: 1, max: 999 }), async (dataset, size) => {
        const json = toJson(dataset, { inlineBytes: 1e6 });
        const xml = toNativeModel(json);
        // What XML cannot hold is lost in writing; the rest is there again, and the same as an object.
        const back = await read(xml, size);
        expect(toNativeModel(back)).toBe(xml);
        expect(fromJson(back)).toBeInstanceOf(Dataset);
      }),
      { numRuns: 200, seed: 20261125 },
    );
  });

  it('ends with a result or an error of its own whatever it is given', async () => {
    const whole = model(label.repeat(1));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.nat(20), fc.string({ unit: 'binary' }), async (at, cut, put) => {
        const xml = whole.slice(0, at) + put + whole.slice(at + cut);
        const result = await read(xml).catch((error: unknown) => error);
        expect(result instanceof DicomwebError || typeof result === 'object').toBe(true);
        if (result instanceof Error) expect(result).toBeInstanceOf(DicomwebError);
      }),
      { numRuns: 500, seed: 20261125 },
    );
  });

  it('keeps the encoding of text', async () => {
    const dataset = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192').set(tags.PatientName, 'ÉLODIE^Ж=山田');
    expect(await read(toNativeModel(toJson(dataset)))).toEqual(toJson(dataset));
  });
});
