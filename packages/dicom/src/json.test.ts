/** The DICOM JSON model (PS3.18 F) both ways, judged by DCMTK's dcm2json. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { datasets } from '../test/arbitrary.ts';
import { Dataset, DicomError, type DicomJson, encodePart10, fromJson, tags, toJson, uids } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'json-'));
afterAll(() => rmSync(folder, { recursive: true }));

const full = (): Dataset =>
  new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage)
    .set(tags.SOPInstanceUID, '1.2.3.4')
    .set(tags.StudyDate, '20260102')
    .set(tags.PatientName, 'Yamada^Tarou=山田^太郎=やまだ^たろう')
    .set(tags.OtherPatientNames, ['Doe^Jane', 'Roe^Jane'])
    .set(tags.PatientBirthDate, '')
    .set(tags.ImageType, ['DERIVED', '', 'AXIAL'])
    .set(tags.PatientWeight, 61.5)
    .set(tags.InstanceNumber, -3)
    .set(tags.Rows, 512)
    .set(tags.FrameIncrementPointer, 0x00181063, 'AT')
    .set(tags.ReferencedStudySequence, [
      new Dataset().set(tags.ReferencedSOPInstanceUID, '1.2.3'),
      new Dataset(),
      new Dataset().set(tags.PersonIdentificationCodeSequence, [new Dataset().set(tags.CodeValue, '1')]),
    ])
    .set(tags.PixelSpacing, [0.5, 0.25])
    .set(0x00110010, 'THROUGHLINE TEST', 'LO')
    .set(0x00111001, [1.5, -2.25], 'FD')
    .set(0x00111002, [-7, 7], 'SS')
    .set(0x00111003, new Uint8Array([1, 2, 3, 4]), 'OB')
    .set(0x00111004, 'a\\b', 'LT');

/** Keys in order, empty values and their spellings alike. */
const plain = (json: DicomJson): unknown => JSON.parse(JSON.stringify(json));

describe('DICOM JSON', () => {
  it('is what dcm2json says', () => {
    const file = join(folder, 'full.dcm');
    writeFileSync(file, encodePart10(full(), uids.ExplicitVRLittleEndian));
    const run = spawnSync('dcm2json', ['--no-meta-info', file]);
    const other = run.status === 0 ? run : spawnSync('dcm2json', [file]);
    expect(other.status, other.stderr.toString()).toBe(0);
    const theirs = JSON.parse(other.stdout.toString()) as Record<string, unknown>;
    for (const key of Object.keys(theirs)) if (key.startsWith('0002')) delete theirs[key];
    expect(plain(toJson(full(), { inlineBytes: 1000 }))).toEqual(theirs);
  });

  it('comes back as the same data set', () => {
    const json = toJson(full(), { inlineBytes: 1000 });
    expect(toJson(fromJson(json), { inlineBytes: 1000 })).toEqual(json);
    expect(fromJson(json).strings(tags.ImageType)).toEqual(['DERIVED', '', 'AXIAL']);
  });

  it('is stable for any data set: to JSON, back and to JSON again', () => {
    fc.assert(
      fc.property(datasets(), (dataset) => {
        const once = toJson(dataset, { inlineBytes: 10_000 });
        let back: Dataset;
        try {
          back = fromJson(once);
        } catch (error) {
          // Text of arbitrary characters need not be what its VR can hold as a number.
          expect(error).toBeInstanceOf(DicomError);
          return;
        }
        const twice = toJson(back, { inlineBytes: 10_000 });
        expect(Object.keys(twice).filter((key) => key !== '00080005')).toEqual(Object.keys(once));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    { vr: 'UV', values: ['18446744073709551615', 7] },
    { vr: 'SV', values: ['-9223372036854775808', -7] },
  ])('keeps all digits of $vr', ({ vr, values }) => {
    const json: DicomJson = { '00111001': { vr, Value: values } };
    expect(toJson(fromJson(json))['00111001']).toEqual({ vr, Value: values });
  });

  it('writes a number that JSON has not as null, in its place', () => {
    const dataset = new Dataset().set(0x00111001, [1, Number.NaN, 3], 'FD');
    expect(toJson(dataset)['00111001']).toEqual({ vr: 'FD', Value: [1, null, 3] });
  });

  it.each([
    { of: 'a value that is no list', json: { '00100010': { vr: 'PN', Value: 5 } } },
    { of: 'items that are no objects', json: { '00081110': { vr: 'SQ', Value: [5] } } },
    { of: 'items that are a text', json: { '00081110': { vr: 'SQ', Value: 'abc' } } },
    { of: 'bytes that are no text', json: { '00111001': { vr: 'OB', InlineBinary: 5 } } },
    { of: 'bytes that claim a length', json: { '00111001': { vr: 'OB', InlineBinary: { length: 2 ** 40 } } } },
    { of: 'a number that is none', json: { '00280010': { vr: 'US', Value: ['many'] } } },
    { of: 'a tag that is none', json: { '00280009': { vr: 'AT', Value: ['zz'] } } },
    { of: 'a tag of nine digits', json: { '001000100': { vr: 'PN' } } },
    { of: 'a list', json: [1] },
    { of: 'nothing', json: null },
  ])('refuses $of', ({ json }) => {
    expect(() => fromJson(json as unknown as DicomJson)).toThrow(DicomError);
  });

  it('throws nothing but a DicomError on any JSON', () => {
    const element = fc.record(
      {
        vr: fc.oneof(fc.constantFrom('PN', 'SQ', 'US', 'AT', 'OB', 'DS', 'UV', 'FD', 'LT'), fc.string()),
        Value: fc.jsonValue(),
        InlineBinary: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const tag = fc.integer({ min: 0, max: 0xffffffff }).map((value) => value.toString(16).padStart(8, '0'));
    fc.assert(
      fc.property(fc.dictionary(tag, fc.oneof(element, fc.jsonValue()), { maxKeys: 4 }), (json) => {
        try {
          toJson(fromJson(json as DicomJson), { inlineBytes: 10 });
        } catch (error) {
          expect(error).toBeInstanceOf(DicomError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
