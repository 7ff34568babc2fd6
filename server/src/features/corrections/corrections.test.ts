/** Corrections as every door tells them, the originals as they stay, and what undoing brings back. */
import { inflateRawSync } from 'node:zlib';
import { Dataset, encapsulate, encodePart10, newUid, readPart10, tags, toJson, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, inChunks } from '../../../test/objects.ts';
import { findStudy } from '../../db/index.ts';
import { searchHoldings } from '../query/index.ts';
import {
  bySeries,
  listInstances,
  openDatasetAs,
  openInstance,
  openOriginal,
  seriesHeaders,
  servedLength,
} from '../retrieve/index.ts';
import { storeInstance } from '../store/index.ts';
import { correctAttributes, listCorrections, moveStudy, undoCorrection } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const collect = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

interface Sent {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly bytes: Buffer;
}

const send = async (
  change: (dataset: Dataset) => void = () => undefined,
  syntax: string = uids.ExplicitVRLittleEndian,
) => {
  const [study, series, instance] = [newUid(), newUid(), newUid()];
  const dataset = ctDataset({ study, series, instance, patientId: `P${study.slice(-10)}`, side: 64 });
  change(dataset);
  const bytes = Buffer.from(encodePart10(dataset, syntax));
  await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1', issuer: 'NORTH' });
  return { study, series, instance, bytes } satisfies Sent;
};

const served = async ({ study }: Sent): Promise<Buffer> => {
  const [instance] = await listInstances(context, principal, { studyInstanceUid: study });
  if (!instance) throw new Error('It is not served.');
  const bytes = await collect(openInstance(context, instance));
  expect(await servedLength(context, instance)).toBe(bytes.length);
  return bytes;
};

const whole = async (bytes: Uint8Array): Promise<Dataset> =>
  (await readPart10(inChunks(bytes), { keep: 'all' })).dataset;

/** Pixel Data is the last element: what is behind its header, however long that is. */
const pixelsOf = async (bytes: Buffer, syntax: string): Promise<Buffer> => {
  const { datasetOffset } = await readPart10(inChunks(bytes));
  const dataset = bytes.subarray(datasetOffset);
  return (syntax === uids.DeflatedExplicitVRLittleEndian ? inflateRawSync(dataset) : dataset).subarray(
    syntax === uids.JPEGLSLossless ? -30 : -64 * 64 * 2,
  );
};

const metadata = async ({ study }: Sent) => {
  const instances = await listInstances(context, principal, { studyInstanceUid: study });
  const [first = []] = bySeries(instances);
  return JSON.parse((await seriesHeaders(context, principal, first)).toString('utf8'))[0];
};

const found = async ({ study }: Sent) => {
  const keys = [{ tag: tags.StudyInstanceUID, match: 'exact', value: study }] as const;
  const { results } = await searchHoldings(context, principal, { level: 'series', keys, include: 'all', fuzzy: false });
  return results[0] ?? {};
};

const rowOf = ({ study }: Sent) =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const { updated_at: _, ...row } = (await findStudy(trx, study)) ?? { updated_at: undefined };
    return row;
  });

const original = async ({ instance }: Sent) => collect((await openOriginal(context, principal, instance, 1)).body);
const correct = (sent: Sent, attributes: Record<string, string | null>) =>
  correctAttributes(context, principal, {
    studyInstanceUid: sent.study,
    seriesInstanceUid: sent.series,
    attributes,
    reason: 'typed wrong',
  });

describe('a correction', () => {
  it.each([
    ['of the study', { StudyDescription: 'MR HEAD', AccessionNumber: 'A77' }, ['00081030', '00080050']],
    ['of the series', { BodyPartExamined: 'HEAD', SeriesNumber: '7' }, ['00180015', '00200011']],
    ['of the patient', { PatientName: 'ROE^JOHN', PatientSex: 'M' }, ['00100010', '00100040']],
    ['in another script', { PatientName: 'Žluťoučký^Kůň=山田^太郎' }, ['00100010']],
  ])('%s is told by every door, and gone when undone', async (_name, attributes, hexes) => {
    const sent = await send((dataset) =>
      dataset.set(tags.SpecificCharacterSet, 'ISO_IR 100').set(tags.InstitutionName, 'Spital Zürich'),
    );
    const before = [await found(sent), await metadata(sent), await rowOf(sent)];
    const { id } = await correct(sent, attributes);

    const dataset = await whole(await served(sent));
    const [json, answer] = [await metadata(sent), await found(sent)];
    for (const hex of hexes) {
      expect(answer[hex]).toEqual(json[hex]);
      expect(json[hex]).not.toEqual((before[1] as typeof json)[hex]);
    }
    expect(dataset.string(tags.InstitutionName)).toBe('Spital Zürich');
    const [item] = dataset.items(tags.OriginalAttributesSequence);
    expect(item?.string(tags.ReasonForTheAttributeModification)).toBe('CORRECT');
    expect(item?.items(tags.ModifiedAttributesSequence)[0]?.size).toBe(hexes.length);
    expect(await original(sent)).toEqual(sent.bytes);

    await undoCorrection(context, principal, id);
    expect(await served(sent)).toEqual(sent.bytes);
    expect([await found(sent), await metadata(sent), await rowOf(sent)]).toEqual(before);
  });

  const frame = Buffer.from('fefe0102', 'hex');
  it.each([
    ['explicit little endian', uids.ExplicitVRLittleEndian, undefined],
    ['implicit little endian', uids.ImplicitVRLittleEndian, undefined],
    ['big endian', uids.ExplicitVRBigEndian, undefined],
    ['deflated', uids.DeflatedExplicitVRLittleEndian, undefined],
    ['encapsulated', uids.JPEGLSLossless, encapsulate([frame, frame])],
  ])('in %s changes nothing but what it names', async (_name, syntax, pixels) => {
    const sent = await send((dataset) => {
      if (pixels) dataset.put(pixels);
    }, syntax);
    await correct(sent, { StudyDescription: 'MR HEAD' });
    const bytes = await served(sent);
    const [is, was] = [await whole(bytes), await whole(sent.bytes)];
    expect(is.string(tags.StudyDescription)).toBe('MR HEAD');
    is.delete(tags.OriginalAttributesSequence);
    is.set(tags.StudyDescription, was.string(tags.StudyDescription) ?? '');
    expect(toJson(is, { bulkDataUri: String })).toEqual(toJson(was, { bulkDataUri: String }));
    expect(await pixelsOf(bytes, syntax)).toEqual(await pixelsOf(sent.bytes, syntax));
    const dataset = async (uid: string) => {
      const [instance] = await listInstances(context, principal, { studyInstanceUid: sent.study });
      return instance ? collect(openDatasetAs(context, instance, uid)) : Buffer.alloc(0);
    };
    expect(bytes.subarray(-(await dataset(syntax)).length)).toEqual(await dataset(syntax));
  });

  it('is undone from the last to the first, and others stay', async () => {
    const sent = await send();
    const row = await rowOf(sent);
    const one = await correct(sent, { StudyDescription: 'ONE', StudyID: '1' });
    const two = await correct(sent, { StudyDescription: 'TWO' });
    const three = await correct(sent, { AccessionNumber: 'THREE' });
    await expect(undoCorrection(context, principal, one.id)).rejects.toMatchObject({ code: 'conflict' });
    await undoCorrection(context, principal, two.id);
    expect(await rowOf(sent)).toMatchObject({ description: 'ONE', study_id: '1', accession_number: 'THREE' });
    await undoCorrection(context, principal, one.id);
    expect((await whole(await served(sent))).string(tags.AccessionNumber)).toBe('THREE');
    await undoCorrection(context, principal, three.id);
    await expect(undoCorrection(context, principal, three.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rowOf(sent)).toEqual(row);
    expect(await listCorrections(context, principal, sent.study)).toHaveLength(3);
  });

  it.each([
    ['another keyword', { SOPInstanceUID: '1.2.3' }],
    ['a property of objects', { constructor: 'x' }],
    ['two levels at once', { StudyID: '1', Modality: 'CT' }],
    ['a day that is none', { StudyDate: '20261341' }],
    ['two values', { PatientName: 'A\\B' }],
    ['nothing', {}],
  ])('with %s is refused', async (_name, attributes) => {
    await expect(correct(await send(), attributes)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('needs the right to it', async () => {
    const sent = await send();
    const input = { studyInstanceUid: sent.study, attributes: { StudyID: '1' }, reason: 'x' };
    await expect(correctAttributes(context, testPrincipal(['read', 'store']), input)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(openOriginal(context, testPrincipal(['read']), sent.instance, 1)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('of a patient outlasts what is sent later', async () => {
    const sent = await send();
    await correct(sent, { PatientName: 'RIGHT^NAME' });
    const again = ctDataset({ study: sent.study, series: sent.series, patientId: `P${sent.study.slice(-10)}` });
    await storeInstance(context, principal, {
      body: inChunks(encodePart10(again, uids.ExplicitVRLittleEndian)),
      receivedFrom: 'CT1',
      issuer: 'NORTH',
    });
    expect((await found(sent))['00100010']?.Value).toEqual([{ Alphabetic: 'RIGHT^NAME' }]);
    const instances = await listInstances(context, principal, { studyInstanceUid: sent.study });
    for (const instance of instances) {
      const dataset = await whole(await collect(openInstance(context, instance)));
      expect(dataset.string(tags.PatientName)).toBe('RIGHT^NAME');
    }
  });
});

describe('moving a study', () => {
  it('shows it under the right patient everywhere, with nothing of the wrong one, and undoes it exactly', async () => {
    const wrong = await send((dataset) =>
      dataset
        .set(tags.OtherPatientNames, 'DOE^J')
        .set(tags.PatientAddress, 'Wrong Street 1')
        .set(tags.ResponsiblePerson, 'DOE^MOTHER')
        .set(tags.PatientComments, 'of the wrong one')
        .set(tags.EthnicGroup, 'WRONG')
        .set(tags.AdmissionID, 'A-1')
        .set(tags.PatientState, 'wrong')
        .set(tags.PatientWeight, '71')
        .set(tags.ReferencedPatientSequence, [new Dataset().set(tags.ReferencedSOPInstanceUID, '1.2.3')]),
    );
    const right = await send((dataset) => dataset.set(tags.PatientName, 'RIGHT^PERSON').set(tags.PatientSex, 'M'));
    const before = [await found(wrong), await metadata(wrong), await rowOf(wrong)];
    const patientId = `P${right.study.slice(-10)}`;
    const input = { studyInstanceUid: wrong.study, issuer: 'NORTH', patientId, reason: 'wrong patient at the console' };
    const { id } = await moveStudy(context, principal, input);
    await expect(moveStudy(context, principal, input)).rejects.toMatchObject({ code: 'conflict' });

    const dataset = await whole(await served(wrong));
    const json = await metadata(wrong);
    expect([dataset.string(tags.PatientID), dataset.string(tags.PatientName), dataset.string(tags.PatientSex)]).toEqual(
      [patientId, 'RIGHT^PERSON', 'M'],
    );
    const gone: readonly number[] = [
      ...[tags.OtherPatientNames, tags.PatientAddress, tags.ResponsiblePerson, tags.PatientComments],
      ...[tags.EthnicGroup, tags.AdmissionID, tags.PatientState, tags.ReferencedPatientSequence],
    ];
    expect(gone.filter((tag) => dataset.has(tag))).toEqual([]);
    expect(dataset.string(tags.PatientWeight)).toBe('71');
    for (const hex of ['00100010', '00100020', '00100021', '00100040'])
      expect((await found(wrong))[hex]).toEqual(json[hex]);
    expect(
      dataset
        .items(tags.OriginalAttributesSequence)[0]
        ?.items(tags.ModifiedAttributesSequence)[0]
        ?.string(tags.PatientName),
    ).toBe('DOE^JANE');
    expect((await rowOf(wrong)) as object).toMatchObject({
      patient_record_id: ((await rowOf(right)) as { patient_record_id: string }).patient_record_id,
    });

    await undoCorrection(context, principal, id);
    expect([await found(wrong), await metadata(wrong), await rowOf(wrong)]).toEqual(before);
    expect(await served(wrong)).toEqual(wrong.bytes);
  });

  it.each([
    ['name', 'a^b\\c'],
    ['name', 'a=b=c=d'],
    ['name', 'a^b^c^d^e^f'],
    ['birthDate', '1980-01-01'],
    ['birthDate', '20269999'],
    ['sex', 'Q'],
    ['patientId', 'P\\X3'],
    ['patientId', 'P'.repeat(80)],
  ])('refuses a %s that no object can say: %s', async (field, value) => {
    const sent = await send();
    const named = { issuer: 'NORTH', patientId: newUid().slice(-12), name: 'NEW^PATIENT', reason: 'x' };
    const asked = moveStudy(context, principal, { studyInstanceUid: sent.study, ...named, [field]: value });
    await expect(asked).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('of a name that was taken before such were refused, the list is given all the same', async () => {
    const sent = await send();
    await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .updateTable('patient_records')
        .set({ name: 'Bk\\sl^X=Y=Z=W' })
        .where('id', '=', (eb) =>
          eb.selectFrom('studies').select('patient_record_id').where('study_instance_uid', '=', sent.study),
        )
        .execute(),
    );
    expect((await found(sent))['00100010']?.Value).toEqual([
      { Alphabetic: 'Bk sl^X', Ideographic: 'Y', Phonetic: 'Z' },
    ]);
  });

  it('refuses a patient that nobody knows, unless told who it is', async () => {
    const sent = await send();
    const input = { studyInstanceUid: sent.study, issuer: 'NORTH', patientId: newUid().slice(-12), reason: 'x' };
    await expect(moveStudy(context, principal, input)).rejects.toMatchObject({ code: 'not-found' });
    await moveStudy(context, principal, { ...input, name: 'NEW^PATIENT' });
    expect((await found(sent))['00100010']?.Value).toEqual([{ Alphabetic: 'NEW^PATIENT' }]);
  });
});
