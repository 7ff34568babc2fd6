/** Whoever knows a name or a number finds the studies of any day; nobody finds what they may not see. */
import { type Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, inChunks, type ObjectFields } from '../../../test/objects.ts';
import type { Principal } from '../access/index.ts';
import { storeInstance } from '../store/index.ts';
import { findStudies } from './index.ts';

let context: TestContext;
const reader = testPrincipal(['read']);

const send = async (fields: ObjectFields, more: (dataset: Dataset) => void = () => undefined): Promise<void> => {
  const dataset = ctDataset({ issuer: 'COUNTY', ...fields, study: newUid() });
  more(dataset);
  const body = inChunks(encodePart10(dataset, uids.ExplicitVRLittleEndian));
  await storeInstance(context, testPrincipal(), { body, receivedFrom: 'CT1' });
};

beforeAll(async () => {
  context = await createTestContext();
  const anna = { patientName: 'Müller-Lüdenscheidt^Anna Maria', patientId: 'A-100' };
  await send({ ...anna, studyDate: '20190504', description: 'CT CHEST' });
  await send({ ...anna, studyDate: '20260101', description: 'CT ABDOMEN' }, (dataset) => {
    dataset.set(tags.AccessionNumber, 'ACC77');
  });
  await send({ patientName: 'MILLER^JOHN', patientId: 'ACC77', studyDate: '20200202', description: 'CT HEAD' });
  await send({ patientName: '山田^太郎', patientId: 'Y-1', studyDate: '20210303', description: 'CT NECK' });
});
afterAll(() => context?.close());

const found = async (text: string) =>
  (await findStudies(context, reader, text)).items.map(({ localName }) => localName);

describe('studies of any day are found', () => {
  it.each([
    ['the beginning of a name, the newest first', 'müll', ['CT ABDOMEN', 'CT CHEST']],
    ['parts of a name in any order, without accents', 'anna ludensch', ['CT ABDOMEN', 'CT CHEST']],
    ['a name that sounds so', 'Jon Miler', ['CT HEAD']],
    ['a name in another script', '山田', ['CT NECK']],
    ['a patient ID', 'A-100', ['CT ABDOMEN', 'CT CHEST']],
    ['an accession number of one and the ID of another', 'ACC77', ['CT ABDOMEN', 'CT HEAD']],
    ['a name that nobody has', 'Zorro', []],
    ['two names of which one fits', 'Anna Zorro', []],
    ['no letter at all', '^^', []],
    ['a wildcard, which is none', 'M*r', []],
  ])('by %s', async (_, text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  it('and it is written down that somebody looked, not for whom', async () => {
    await found('Lüdenscheidt');
    const events = await context.db.tenant(reader.tenantId, (trx) =>
      trx.selectFrom('audit_events').selectAll().execute(),
    );
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events).toUpperCase()).not.toMatch(/LÜDEN|LUDEN/);
  });

  it('by nobody who may not read', async () => {
    await expect(findStudies(context, testPrincipal(['store']), 'anna')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each(['anna', 'Zorro'])(
    'by nobody who may see some modalities only, whether there is somebody or not: %s',
    async (text) => {
      const grant = {
        level: 'user',
        type: 'ImagingStudy',
        letters: new Set(['r', 's'] as const),
        modalities: new Set(['CT']),
      } as const;
      const limited = { ...reader, grants: [grant] };
      await expect(findStudies(context, limited, text)).rejects.toMatchObject({ code: 'forbidden' });
    },
  );

  it('of nobody who is withheld, and of no other patient than that of a token', async () => {
    const records = await context.db.tenant(reader.tenantId, (trx) =>
      trx.selectFrom('patient_records').select(['id', 'patient_id']).execute(),
    );
    const anna = new Set(records.filter(({ patient_id: id }) => id === 'A-100').map(({ id }) => id));
    const namesFor = async (principal: Principal, text: string) =>
      (await findStudies(context, principal, text)).items.map(({ localName }) => localName);
    for (const text of ['anna', 'A-100']) expect(await namesFor({ ...reader, withheld: anna }, text)).toEqual([]);
    expect(await namesFor({ ...reader, withheld: anna }, 'ACC77')).toEqual(['CT HEAD']);
    expect(await namesFor({ ...reader, records: anna }, 'ACC77')).toEqual(['CT ABDOMEN']);
    expect(await namesFor({ ...reader, records: anna }, '山田')).toEqual([]);
  });
});
