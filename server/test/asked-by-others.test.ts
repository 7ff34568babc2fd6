/** What foreign software asks by C-FIND and QIDO-RS, and what it must not take for an answer (PS3.4 C.2.2.2, C.4.1). */
import { Dataset, encodePart10, newUid, tags, tagToHex, uids } from '@throughline/dicom';
import { type Association, connect } from '@throughline/dimse';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDimse } from '../src/doors/dimse/start.ts';
import { buildApp } from '../src/doors/http/app.ts';
import { registerEntity } from '../src/features/application-entities/index.ts';
import { putScheduledStep } from '../src/features/orders/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { ctDataset, inChunks, type ObjectFields } from './objects.ts';

const model = uids.StudyRootQueryRetrieveInformationModelFind;
const patientRoot = uids.PatientRootQueryRetrieveInformationModelFind;
const worklist = uids.ModalityWorklistInformationModelFind;
/** One that is in Latin-1, in the Japanese sets, in neither. */
const scheduled = ['MÜLLER^JÖRG', 'YAMADA^TAROU=山田^太郎', 'ИВАНОВ^ИВАН'];
const names = ['ADAMS^JOHN', "O'HARA^MARY", '山田^太郎'];

let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;
let app: FastifyInstance;
let association: Association;

const store = async (fields: ObjectFields, time?: string): Promise<void> => {
  const dataset = ctDataset(fields).set(tags.StudyTime, time ?? []);
  const body = inChunks(encodePart10(dataset, uids.ExplicitVRLittleEndian));
  const from = { receivedFrom: 'TEST', issuer: 'COUNTY', sourceId: undefined };
  await storeInstance(context, testPrincipal(), { body, ...from });
};

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  for (const [at, patientName] of names.entries()) await store({ patientId: `P${at}`, patientName });
  await store({ patientId: 'TIMED', patientName: 'TIMED^TEST' }, '093000');
  await registerEntity(context, testPrincipal(), {
    aeTitle: 'ASKER',
    address: '127.0.0.1',
    services: ['find', 'worklist'],
  });
  for (const [at, name] of scheduled.entries())
    await putScheduledStep(
      context,
      testPrincipal(),
      { requestedProcedureId: `RP${at}`, scheduledStepId: '1' },
      {
        stationAeTitle: 'CT1',
        modality: 'CT',
        startDate: '2026-02-01',
        studyInstanceUid: newUid(),
        accessionNumber: `A${at}`,
        patient: { patientId: `W${at}`, issuer: 'HOME', name },
        performingPhysician: name,
        procedureCode: { code: 'CTCHEST', scheme: '99LOCAL', meaning: 'CT of the chest' },
      },
    );
  door = await startDimse(context);
  app = await buildApp(context);
  association = await connect({
    host: '127.0.0.1',
    port: Number(door.address.split(':').at(-1)),
    callingAeTitle: 'ASKER',
    calledAeTitle: 'THROUGHLINE',
    contexts: [model, patientRoot, worklist].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [uids.ExplicitVRLittleEndian],
    })),
  });
});
afterAll(async () => {
  await association?.release();
  await door?.close();
  await app?.close();
  await context?.close();
});

const find = async (sopClassUid: string, identifier: Dataset): Promise<Dataset[]> => {
  const found: Dataset[] = [];
  for await (const match of association.find({ sopClassUid, identifier })) found.push(match);
  return found;
};

const search = (query: string) => app.inject(`/dicom-web/studies?${query}`);

const foundByDimse = async (name: string): Promise<number> => {
  const identifier = new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.QueryRetrieveLevel, 'STUDY')
    .set(tags.StudyInstanceUID, '')
    .set(tags.PatientName, name);
  return (await find(model, identifier)).length;
};

const foundByWeb = async (name: string, more = ''): Promise<number> => {
  const answer = await search(`PatientName=${encodeURIComponent(name)}${more}`);
  return answer.statusCode === 204 ? 0 : answer.json<unknown[]>().length;
};

describe('a name', () => {
  it.each([
    ['!!!', 0],
    ['-', 0],
    ['""', 0],
    ['"*', 0],
    ['\ufffd', 0],
    ['*', 4],
    ['*^*', 4],
    ["o'hara", 1],
    ['adams^-', 1],
  ])('%s is that of %i of four', async (name, found) => {
    expect([await foundByDimse(name), await foundByWeb(name)]).toEqual([found, found]);
  });

  it('without a letter sounds like nobody', async () => {
    expect(await foundByWeb('!!!', '&fuzzymatching=true')).toBe(0);
  });
});

describe('a key of a study at 9:30:00 on 2 January', () => {
  it.each([
    ['StudyTime', '093000', 1],
    ['StudyTime', '093000.000', 1],
    ['StudyTime', '0930', 1],
    ['StudyTime', '093000.5', 0],
    ['StudyTime', '093000.000-093000.999', 1],
    ['StudyTime', '093000.001-', 0],
    ['StudyTime', '*', 1],
    ['StudyDate', '*', 1],
    ['StudyDate', '20260102', 1],
    ['StudyInstanceUID', '*', 1],
  ] as const)('%s %s finds %i', async (keyword, value, found) => {
    const identifier = new Dataset()
      .set(tags.QueryRetrieveLevel, 'STUDY')
      .set(tags.PatientID, 'TIMED')
      .set(tags[keyword], value);
    expect(await find(model, identifier)).toHaveLength(found);
  });
});

describe('a search by what is not matched', () => {
  it.each([
    ['a key of a level below', 'Modality=MR', 'Modality'],
    ['a key that is told only', 'NumberOfStudyRelatedInstances=7', 'NumberOfStudyRelatedInstances'],
    ['a key that nobody keeps', 'PatientComments=x&PatientID=P0', 'PatientComments'],
    ['a key within a sequence', 'ProcedureCodeSequence.CodeValue=X', 'ProcedureCodeSequence'],
    ['a private key', '00991001=1', '00991001'],
  ])('%s says so', async (_, query, named) => {
    const answer = await search(query);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.warning).toMatch(new RegExp(`^299 \\S+ "Not matched [^"]*: ${named}"$`));
  });

  it('says so beside what else there is to say', async () => {
    const answer = await search('Modality=MR&limit=1');
    expect(answer.headers.warning).toMatch(/: Modality", 299 \S+ "There are additional results/);
  });

  it.each([['PatientID=P0'], ['Modality='], ['ModalitiesInStudy=CT']])('%s has nothing to say', async (query) => {
    expect((await search(query)).headers.warning).toBeUndefined();
  });
});

describe('a match', () => {
  it.each([
    [['ISO_IR 100'], 'P0', ['ISO_IR 100']],
    [[], 'P0', []],
    [['ISO_IR 100'], 'P2', ['ISO_IR 192']],
    [['', 'ISO 2022 IR 87'], 'P2', ['', 'ISO 2022 IR 87']],
    [['GB18030'], 'P2', ['GB18030']],
  ])('for who speaks %j of %s is in %j', async (spoken, patientId, declared) => {
    const identifier = new Dataset()
      .set(tags.SpecificCharacterSet, spoken)
      .set(tags.QueryRetrieveLevel, 'STUDY')
      .set(tags.PatientID, patientId)
      .set(tags.PatientName, '');
    const [match] = await find(model, identifier);
    expect(match?.strings(tags.SpecificCharacterSet)).toEqual(declared);
    expect(match?.string(tags.PatientName)).toBe(names[Number(patientId.slice(1))]);
  });

  it.each([
    [['ISO_IR 100'], 0, ['ISO_IR 100']],
    [['', 'ISO 2022 IR 87'], 1, ['', 'ISO 2022 IR 87']],
    [['ISO_IR 100'], 1, ['ISO_IR 192']],
    [[], 2, ['ISO_IR 192']],
  ])('of a worklist for who speaks %j of step %i is in %j, whole', async (spoken, at, declared) => {
    const identifier = new Dataset()
      .set(tags.SpecificCharacterSet, spoken)
      .set(tags.PatientID, `W${at}`)
      .set(tags.PatientName, '')
      .set(tags.ScheduledProcedureStepSequence, [new Dataset().set(tags.ScheduledPerformingPhysicianName, '')]);
    const [match] = await find(worklist, identifier);
    expect(match?.strings(tags.SpecificCharacterSet)).toEqual(declared);
    const [step] = match?.items(tags.ScheduledProcedureStepSequence) ?? [];
    expect([match?.string(tags.PatientName), step?.string(tags.ScheduledPerformingPhysicianName)]).toEqual([
      scheduled[at],
      scheduled[at],
    ]);
  });
});

describe('at the patient level', () => {
  it('all that there is of a patient is counted', async () => {
    const [study, series] = [newUid(), newUid()];
    await store({ patientId: 'COUNTED', study, series });
    await store({ patientId: 'COUNTED', study, series });
    await store({ patientId: 'COUNTED', study });
    await store({ patientId: 'COUNTED' });
    const counts = [
      tags.NumberOfPatientRelatedStudies,
      tags.NumberOfPatientRelatedSeries,
      tags.NumberOfPatientRelatedInstances,
    ];
    const identifier = new Dataset().set(tags.QueryRetrieveLevel, 'PATIENT');
    for (const tag of counts) identifier.set(tag, '');
    for (const key of [tags.PatientID, tags.PatientName]) {
      identifier.set(tags.PatientName, 'DOE^JANE').set(key, key === tags.PatientID ? 'COUNTED' : 'DOE^JANE');
      const [match] = await find(patientRoot, identifier);
      expect(counts.map((tag) => match?.number(tag))).toEqual([2, 3, 4]);
    }
    const answer = await search(`StudyInstanceUID=${study}&includefield=${counts.map(tagToHex).join()}`);
    const [told] = answer.json<Record<string, { readonly Value: unknown }>[]>();
    expect(counts.map((tag) => told?.[tagToHex(tag)]?.Value)).toEqual([[2], [3], [4]]);
  });
});

describe('a worklist', () => {
  const asking = (keys: (identifier: Dataset) => Dataset) =>
    find(worklist, keys(new Dataset().set(tags.PatientID, 'W0').set(tags.RequestedProcedureCodeSequence, [])));
  const code = (value: string, scheme = ''): Dataset =>
    new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, '');

  it.each([
    ['CTCHEST', '', 1],
    ['CT*', '99LOCAL', 1],
    ['CTCHEST', 'LN', 0],
    ['MRHEAD', '', 0],
  ])('has the steps of a code: %s of %s', async (value, scheme, found) => {
    const matches = await asking((keys) => keys.set(tags.RequestedProcedureCodeSequence, [code(value, scheme)]));
    expect(matches).toHaveLength(found);
  });

  it('tells of a step what was asked for and is not kept as empty (PS3.4 Table K.6-1, type 2)', async () => {
    const asked = new Dataset()
      .set(tags.PreMedication, '')
      .set(tags.Modality, '')
      .set(tags.ScheduledProtocolCodeSequence, []);
    const [match] = await asking((keys) => keys.set(tags.ScheduledProcedureStepSequence, [asked]));
    const [step] = match?.items(tags.ScheduledProcedureStepSequence) ?? [];
    expect([...(step?.elements() ?? [])].map(({ tag }) => tag)).toEqual([...asked.elements()].map(({ tag }) => tag));
    expect(step?.string(tags.Modality)).toBe('CT');
  });

  it.each([
    ['a meaning', tags.RequestedProcedureCodeSequence, code('').set(tags.CodeMeaning, 'x'), true],
    ['a code', tags.RequestedProcedureCodeSequence, code('CTCHEST'), false],
    [
      'a number of whom',
      tags.IssuerOfAccessionNumberSequence,
      new Dataset().set(tags.LocalNamespaceEntityID, 'X'),
      true,
    ],
  ])('says when it does not match by %s', async (_, sequence, item, isLeftOut) => {
    let said = false;
    const identifier = new Dataset().set(tags.PatientID, 'W0').set(sequence, [item]);
    const onKeysLeftOut = () => {
      said = true;
    };
    for await (const _match of association.find({ sopClassUid: worklist, identifier, onKeysLeftOut }));
    expect(said).toBe(isLeftOut);
  });
});
