/** The receiver's identifiers over headers of every kind, and the same over their JSON. */
import { Dataset, encodeDataset, tags, toJson, uids } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { ctDataset } from '../../../test/objects.ts';
import { applyLocalIdentity, withLocalIdentity } from './local-header.ts';

const since = new Date('2026-01-02T03:04:05.678Z');
const identity = {
  identifier: { issuer: 'NORTH', id: 'N1' },
  others: [
    { issuer: 'SOUTH', id: 'S7' },
    { issuer: 'EAST', id: 'E3' },
  ],
  since,
};

const other = (issuer: string, id: string) =>
  new Dataset().set(tags.PatientID, id).set(tags.IssuerOfPatientID, issuer).set(tags.TypeOfPatientID, 'RFID');

const othersOf = (dataset: Dataset) =>
  dataset
    .items(tags.OtherPatientIDsSequence)
    .map((item) =>
      [tags.IssuerOfPatientID, tags.PatientID, tags.TypeOfPatientID].map((tag) => item.string(tag)).join('|'),
    );

const foreign = () => ctDataset({ issuer: 'SOUTH', patientId: 'S7' });
const laidOver = (dataset: Dataset, over = identity): Dataset => {
  applyLocalIdentity(dataset, over);
  return dataset;
};
const modified = (dataset: Dataset): Dataset | undefined =>
  dataset.items(tags.OriginalAttributesSequence).at(-1)?.items(tags.ModifiedAttributesSequence)[0];

describe('the identifiers of the receiver', () => {
  it('replace those of the source, which are kept', () => {
    const dataset = laidOver(foreign());
    expect([dataset.string(tags.PatientID), dataset.string(tags.IssuerOfPatientID)]).toEqual(['N1', 'NORTH']);
    expect(othersOf(dataset)).toEqual(['SOUTH|S7|TEXT', 'EAST|E3|TEXT']);
    expect(modified(dataset)?.string(tags.PatientID)).toBe('S7');
    const [original] = dataset.items(tags.OriginalAttributesSequence);
    expect(original?.string(tags.AttributeModificationDateTime)).toBe('20260102030405.678000+0000');
  });

  it('leave what the object states of others, but for what is now its own', () => {
    const dataset = foreign().set(tags.OtherPatientIDsSequence, [other('NORTH', 'N1'), other('EAST', 'E3')]);
    expect(othersOf(laidOver(dataset))).toEqual(['EAST|E3|RFID', 'SOUTH|S7|TEXT']);
    expect(modified(dataset)?.items(tags.OtherPatientIDsSequence)).toHaveLength(2);
  });

  it('take away the qualifiers of an issuer that is no longer there', () => {
    const qualifier = new Dataset().set(tags.UniversalEntityID, '1.2.3').set(tags.UniversalEntityIDType, 'ISO');
    const dataset = laidOver(foreign().set(tags.IssuerOfPatientIDQualifiersSequence, [qualifier]));
    expect(dataset.has(tags.IssuerOfPatientIDQualifiersSequence)).toBe(false);
    expect(modified(dataset)?.items(tags.IssuerOfPatientIDQualifiersSequence)).toHaveLength(1);
  });

  it('change nothing where they are there already', () => {
    const dataset = ctDataset({ issuer: 'NORTH', patientId: 'N1' });
    dataset.set(tags.OtherPatientIDsSequence, [other('SOUTH', 'S7'), other('EAST', 'E3')]);
    const before = encodeDataset(dataset, uids.ExplicitVRLittleEndian);
    expect(encodeDataset(laidOver(dataset), uids.ExplicitVRLittleEndian)).toEqual(before);
  });

  it('are written in a character set that has them', () => {
    const dataset = foreign().set(tags.SpecificCharacterSet, 'ISO_IR 100').set(tags.PatientName, 'MÜLLER^ÉVA');
    laidOver(dataset, { ...identity, others: [{ issuer: '病院', id: '七' }] });
    expect(othersOf(dataset)).toEqual(['病院|七|TEXT']);
    expect(dataset.string(tags.PatientName)).toBe('MÜLLER^ÉVA');
  });

  it.each([
    ['another site', foreign],
    ['the own site, without an issuer', () => ctDataset({ patientId: 'N1' })],
    ['the own site', () => ctDataset({ issuer: 'NORTH', patientId: 'N1' })],
    [
      'one that was corrected before',
      () => laidOver(foreign(), { ...identity, identifier: { issuer: 'EAST', id: 'E3' } }),
    ],
    ['a source that states others', () => foreign().set(tags.OtherPatientIDsSequence, [other('EAST', 'E3')])],
  ])('are the same over the JSON of an object of %s', (_name, make) => {
    const json = (dataset: Dataset) => toJson(dataset, { bulkDataUri: (path) => path });
    const dataset = make();
    const over = withLocalIdentity(json(dataset), identity);
    expect(over).toEqual(json(laidOver(dataset)));
    expect(over['00100020']).toEqual({ vr: 'LO', Value: ['N1'] });
  });

  it('leave addresses of bulk data in earlier originals', () => {
    const icon = { '00880200': { vr: 'SQ', Value: [{ '7FE00010': { vr: 'OW', BulkDataURI: '~/x' } }] } };
    const before = { '04000561': { vr: 'SQ', Value: [{ '04000550': { vr: 'SQ', Value: [icon] } }] } };
    const { '04000561': originals } = withLocalIdentity({ ...toJson(foreign()), ...before }, identity);
    expect(originals?.Value?.[0]).toEqual(before['04000561'].Value[0]);
    expect(originals?.Value).toHaveLength(2);
  });
});
