import { Dataset, tags, toJson } from '@throughline/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toNativeModel } from './native-model.ts';

const utf8 = () => new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
const xmlOf = (dataset: Dataset): string => toNativeModel(toJson(dataset));

describe('the Native DICOM Model', () => {
  it.each([
    [
      'a value with its keyword',
      utf8().set(tags.StudyDescription, 'CT <Thorax> & "Abdomen"'),
      '<DicomAttribute tag="00081030" vr="LO" keyword="StudyDescription"><Value number="1">CT &lt;Thorax&gt; &amp; &quot;Abdomen&quot;</Value></DicomAttribute>',
    ],
    [
      'several values',
      utf8().set(tags.PixelSpacing, ['0.5', '0.7']),
      '<Value number="1">0.5</Value><Value number="2">0.7</Value>',
    ],
    [
      'a person name by group and component',
      utf8().set(tags.PatientName, 'Yamada^Tarou=山田^太郎=やまだ^たろう'),
      '<PersonName number="1"><Alphabetic><FamilyName>Yamada</FamilyName><GivenName>Tarou</GivenName></Alphabetic><Ideographic><FamilyName>山田</FamilyName><GivenName>太郎</GivenName></Ideographic><Phonetic><FamilyName>やまだ</FamilyName><GivenName>たろう</GivenName></Phonetic></PersonName>',
    ],
    [
      'items',
      utf8().set(tags.ProcedureCodeSequence, [new Dataset().set(tags.CodeValue, 'A'), new Dataset()]),
      '<Item number="1"><DicomAttribute tag="00080100" vr="SH" keyword="CodeValue"><Value number="1">A</Value></DicomAttribute></Item><Item number="2"></Item>',
    ],
    [
      'nothing',
      utf8().set(tags.AccessionNumber, []),
      '<DicomAttribute tag="00080050" vr="SH" keyword="AccessionNumber"></DicomAttribute>',
    ],
  ])('has %s', (_, dataset, expected) => {
    expect(xmlOf(dataset)).toContain(expected);
  });

  it('points to bulk data', () => {
    const json = { '7FE00010': { vr: 'OW', BulkDataURI: 'https://hub/a?b=1&c=2' } };
    expect(toNativeModel(json)).toContain('<BulkData uri="https://hub/a?b=1&amp;c=2"/>');
  });

  it('is well-formed whatever the text holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const xml = toNativeModel({ '00081030': { vr: 'LO', Value: [text] } });
        const inner = /<Value number="1">([^<]*)<\/Value>/s.exec(xml)?.[1];
        expect(inner).toBeDefined();
        expect(inner).not.toMatch(/&(?!(amp|lt|gt|quot|#13);)/);
        expect(inner?.replaceAll(/[\t\n]/g, '')).not.toMatch(/[\p{Cs}\ufffe\uffff]|(?![\u007f-\u009f])\p{Cc}/u);
      }),
      { numRuns: 1000, seed: 20261124 },
    );
  });
});
