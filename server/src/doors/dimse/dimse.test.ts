/** C-FIND through the door: of studies, and of a worklist. */
import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../test/context.ts';
import { collect, type DimseSite, query, startDimseSite, studyKeys } from '../../../test/dimse-site.ts';
import { putScheduledStep } from '../../features/orders/index.ts';

let site: DimseSite;

beforeAll(async () => {
  site = await startDimseSite();
});
afterAll(() => site.close());

describe('C-FIND', () => {
  const study = newUid();
  const find = async (keys: Dataset, sopClassUid: string = uids.StudyRootQueryRetrieveInformationModelFind) => {
    const association = await site.open([query(sopClassUid)]);
    const found = await collect(association.find({ sopClassUid, identifier: keys }));
    await association.release();
    return found;
  };

  beforeAll(async () => {
    const series = newUid();
    for (let i = 0; i < 3; i += 1)
      await site.store({ study, series, patientId: 'FIND', patientName: 'Müller^Anna', modality: 'MR' });
  });

  it('gives the attributes that were asked for', async () => {
    const keys = new Dataset()
      .set(tags.QueryRetrieveLevel, 'STUDY')
      .set(tags.PatientName, 'mul*')
      .set(tags.StudyInstanceUID, '')
      .set(tags.ModalitiesInStudy, '')
      .set(tags.NumberOfStudyRelatedInstances, '');
    const [match, ...more] = await find(keys);
    expect(more).toEqual([]);
    expect(match?.string(tags.StudyInstanceUID)).toBe(study);
    expect(match?.string(tags.PatientName)).toBe('Müller^Anna');
    expect(match?.strings(tags.ModalitiesInStudy)).toEqual(['MR']);
    expect(match?.number(tags.NumberOfStudyRelatedInstances)).toBe(3);
    expect(match?.string(tags.RetrieveAETitle)).toBe('THROUGHLINE');
    expect(match?.has(tags.StudyDate)).toBe(false);
  });

  it('works at every level', async () => {
    const at = (level: string) =>
      find(studyKeys(study, level).set(tags.SOPInstanceUID, '').set(tags.SeriesInstanceUID, ''));
    expect((await at('SERIES')).length).toBe(1);
    expect(new Set((await at('IMAGE')).map((match) => match.string(tags.SOPInstanceUID))).size).toBe(3);
    const patient = new Dataset()
      .set(tags.QueryRetrieveLevel, 'PATIENT')
      .set(tags.PatientID, 'FIND')
      .set(tags.PatientBirthDate, '');
    const [found] = await find(patient, uids.PatientRootQueryRetrieveInformationModelFind);
    expect(found?.string(tags.PatientBirthDate)).toBe('19700101');
  });

  it.each([
    ['one that it has', [uids.CTImageStorage], 1],
    ['one of a list', [uids.MRImageStorage, uids.CTImageStorage], 1],
    ['one that it has not', [uids.MRImageStorage], 0],
    ['any', ['*'], 1],
  ])('finds a study by its SOP classes: %s', async (_name, asked, count) => {
    expect(await find(studyKeys(study).set(tags.SOPClassesInStudy, asked))).toHaveLength(count);
  });

  it.each<readonly [string, (keys: Dataset) => Dataset, boolean]>([
    ['all of which are kept', (keys) => keys.set(tags.StudyDate, '20260101-'), false],
    ['one of another level', (keys) => keys.set(tags.Modality, 'CT'), true],
    ['one that is told and not matched', (keys) => keys.set(tags.NumberOfStudyRelatedInstances, '3'), true],
    ['one that is told and not matched, of any value', (keys) => keys.set(tags.NumberOfStudyRelatedSeries, '*'), false],
    ['one that is told and asked for', (keys) => keys.set(tags.SOPClassesInStudy, []), false],
    [
      'a list of which one is in the study',
      (keys) => keys.set(tags.SOPClassesInStudy, [uids.MRImageStorage, uids.CTImageStorage]),
      false,
    ],
    ['one that is not kept', (keys) => keys.set(tags.PatientWeight, '70'), true],
    [
      'one within a sequence that is not kept',
      (keys) => keys.set(tags.ProcedureCodeSequence, [new Dataset().set(tags.CodeValue, 'X')]),
      true,
    ],
  ])('says with its matches whether keys were left out: %s', async (_name, add, leftOut) => {
    const sopClassUid = uids.StudyRootQueryRetrieveInformationModelFind;
    const association = await site.open([query(sopClassUid)]);
    let told = false;
    const onKeysLeftOut = () => {
      told = true;
    };
    const identifier = add(studyKeys(study));
    const found = await collect(association.find({ sopClassUid, identifier, onKeysLeftOut }));
    await association.release();
    expect([found.length, told]).toEqual([1, leftOut]);
  });

  const agreeing = async (sopClassUid: string, asked: readonly number[], identifier: Dataset) => {
    const association = await site.open([query(sopClassUid)], 'ALL', 'THROUGHLINE', [
      { sopClassUid, information: Uint8Array.from(asked) },
    ]);
    const found = await collect(association.find({ sopClassUid, identifier }));
    await association.release();
    const [answer] = association.peer.extended;
    return { answered: [...(answer?.information ?? [])], found: found.length };
  };

  it.each<readonly [string, readonly number[], (keys: Dataset) => Dataset, readonly number[], number]>([
    [
      'matches empty values when that was agreed',
      [0, 0, 0, 0, 0, 1, 0],
      (keys) => keys.set(tags.AccessionNumber, '""'),
      [0, 0, 0, 0, 0, 1, 0],
      1,
    ],
    [
      'matches no value that is two quotes else',
      [1, 1, 1, 1, 1],
      (keys) => keys.set(tags.AccessionNumber, '""'),
      [1, 1, 1, 1, 0],
      0,
    ],
    [
      'does not match empty what has a value',
      [0, 0, 0, 0, 0, 1],
      (keys) => keys.set(tags.ModalitiesInStudy, '""'),
      [0, 0, 0, 0, 0, 1],
      0,
    ],
    [
      'wants every one of several values when that was agreed',
      [0, 0, 0, 0, 0, 0, 1],
      (keys) => keys.set(tags.ModalitiesInStudy, ['MR', 'CT']),
      [0, 0, 0, 0, 0, 0, 1],
      0,
    ],
    [
      'wants one of several values else',
      [0, 0, 0, 0, 0, 0, 0],
      (keys) => keys.set(tags.ModalitiesInStudy, ['MR', 'CT']),
      [0, 0, 0, 0, 0, 0, 0],
      1,
    ],
  ])('%s', async (_name, asked, add, answered, found) => {
    const sopClassUid = uids.StudyRootQueryRetrieveInformationModelFind;
    expect(await agreeing(sopClassUid, asked, add(studyKeys(study)))).toEqual({ answered, found });
  });

  it('of a worklist agrees to what it does, and matches empty values', async () => {
    const sopClassUid = uids.ModalityWorklistInformationModelFind;
    for (const [scheduledStepId, accessionNumber] of [
      ['EMPTY', ''],
      ['FULL', 'W-1'],
    ] as const)
      await putScheduledStep(
        site.context,
        testPrincipal(),
        { requestedProcedureId: 'RP1', scheduledStepId },
        {
          stationAeTitle: 'CT1',
          modality: 'CT',
          startDate: '2026-02-01',
          studyInstanceUid: newUid(),
          accessionNumber,
          patient: { patientId: 'W1', issuer: 'HOME', name: 'WORKLIST^SYNTHETIC' },
        },
      );
    const keys = () => new Dataset().set(tags.PatientID, 'W1').set(tags.AccessionNumber, '""');
    const asked = [1, 1, 1, 1, 0, 1, 1];
    expect(await agreeing(sopClassUid, asked, keys())).toEqual({ answered: [1, 1, 0, 0, 0, 1, 1], found: 1 });
    expect(await agreeing(sopClassUid, [1, 1], keys())).toEqual({ answered: [1, 1], found: 0 });
  });

  it('without a level, or at one that the model lacks, is refused', async () => {
    await expect(find(new Dataset().set(tags.PatientID, 'FIND'))).rejects.toMatchObject({ status: 0xa900 });
    await expect(
      find(new Dataset().set(tags.QueryRetrieveLevel, 'PATIENT').set(tags.PatientID, 'x')),
    ).rejects.toMatchObject({
      status: 0xa900,
    });
  });
});
