import { createServer, type Server } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { Dataset, encodeDataset, newUid, tags, uids } from '@throughline/dicom';
import { connect, createDimseServer, type DimseServer } from '@throughline/dimse';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, type ObjectFields } from '../../../test/objects.ts';
import { type EntityInput, registerEntity } from '../../features/application-entities/index.ts';
import { putScheduledStep } from '../../features/orders/index.ts';
import { startDimse } from './start.ts';

let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;
let port: number;
let destination: DimseServer;
let destinationPort: number;
const moved: { readonly uid: string; readonly syntax: string; readonly bytes: Buffer }[] = [];

const register = (entity: EntityInput) => registerEntity(context, testPrincipal(), entity);

beforeAll(async () => {
  context = await createTestContext();
  door = await startDimse(context);
  port = Number(door.address.split(':').at(-1));
  destination = createDimseServer<null>({
    accept: ({ contexts }) => ({ accept: true, contexts, principal: null }),
    handlers: {
      store: async (_association, { sopInstanceUid, transferSyntaxUid }, data) => {
        const chunks: Buffer[] = [];
        await data.forEach((chunk) => void chunks.push(chunk));
        moved.push({ uid: sopInstanceUid, syntax: transferSyntaxUid, bytes: Buffer.concat(chunks) });
        return { status: 0 };
      },
    },
  });
  await destination.listen(0, '127.0.0.1');
  destinationPort = destination.port;
  const address = '127.0.0.1';
  await register({
    aeTitle: 'ALL',
    address,
    services: ['echo', 'store', 'find', 'get', 'move', 'worklist'],
    issuer: 'COUNTY',
  });
  await register({ aeTitle: 'ECHO', address, services: ['echo'] });
  await register({ aeTitle: 'GETTER', address: '127.0.0.0/8', services: ['get'] });
  await register({ aeTitle: 'ELSEWHERE', address: '10.0.0.0/8', services: ['echo'] });
  await register({ aeTitle: 'TARGET', address, services: ['store'], host: '127.0.0.1', port: destinationPort });
});
afterAll(async () => {
  await door.close();
  await destination.close();
  await context.close();
});

const verification = { abstractSyntax: uids.Verification, transferSyntaxes: [uids.ImplicitVRLittleEndian] };
const storage = (
  transferSyntaxes: readonly string[] = [uids.ExplicitVRLittleEndian],
  abstractSyntax: string = uids.CTImageStorage,
) => ({
  abstractSyntax,
  transferSyntaxes,
});
const query = (abstractSyntax: string) => ({ abstractSyntax, transferSyntaxes: [uids.ExplicitVRLittleEndian] });

const open = (
  contexts: Parameters<typeof connect>[0]['contexts'],
  callingAeTitle = 'ALL',
  calledAeTitle = 'THROUGHLINE',
  extended: Parameters<typeof connect>[0]['extended'] = [],
) => connect({ host: '127.0.0.1', port, callingAeTitle, calledAeTitle, contexts, extended });

const storeBytes = async (
  bytes: Uint8Array,
  uid: string,
  syntax: string = uids.ExplicitVRLittleEndian,
  caller = 'ALL',
) => {
  const association = await open([storage([syntax])], caller);
  const operation = { sopClassUid: uids.CTImageStorage, sopInstanceUid: uid, transferSyntaxUid: syntax, data: bytes };
  const { status } = await association.store(operation);
  await association.release();
  return status;
};
const store = (fields: ObjectFields = {}) => {
  const dataset = ctDataset(fields);
  return storeBytes(encodeDataset(dataset, uids.ExplicitVRLittleEndian), dataset.string(tags.SOPInstanceUID) ?? '');
};

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
};

describe('an association', () => {
  it.each([
    ['a listed title from its address', 'ECHO', 'THROUGHLINE', undefined],
    ['an unknown calling title', 'STRANGER', 'THROUGHLINE', { source: 1, reason: 3 }],
    ['a listed title from elsewhere', 'ELSEWHERE', 'THROUGHLINE', { source: 1, reason: 3 }],
    ['a title in other case', 'echo', 'THROUGHLINE', { source: 1, reason: 3 }],
    ['an unknown called title', 'ECHO', 'OTHER', { source: 1, reason: 7 }],
    ['a called title that climbs', 'ECHO', '../../other', { source: 1, reason: 7 }],
    ['SQL for a calling title', "' OR 1=1 --", 'THROUGHLINE', { source: 1, reason: 3 }],
  ])('of %s', async (_name, calling, called, rejection) => {
    const opened = open([verification], calling, called);
    if (rejection) {
      await expect(opened).rejects.toMatchObject({ kind: 'refused', rejection });
      return;
    }
    const association = await opened;
    await association.echo();
    await association.release();
  });

  it('that is turned away is in the audit, once a minute', async () => {
    for (let i = 0; i < 3; i += 1) await open([verification], 'INTRUDER').catch(() => undefined);
    const alerts = () =>
      context.db.tenant(testPrincipal().tenantId, (trx) =>
        trx
          .selectFrom('audit_events')
          .select(['subject', 'address', 'detail'])
          .where('event_code', '=', '110113')
          .execute(),
      );
    await expect.poll(alerts).toContainEqual({
      subject: expect.any(String),
      address: '127.0.0.1',
      detail: { reason: 'association rejected 1.1.3' },
    });
    expect((await alerts()).length).toBeLessThanOrEqual(2);
  });

  it('is given only the services that are listed', async () => {
    const contexts = [
      verification,
      storage(),
      query(uids.StudyRootQueryRetrieveInformationModelFind),
      query(uids.PatientRootQueryRetrieveInformationModelMove),
    ];
    const granted = async (caller: string) => {
      const association = await open(contexts, caller);
      const accepted = contexts.filter((offer) => association.accepted(offer.abstractSyntax).length > 0);
      await association.release();
      return accepted.length;
    };
    expect(await granted('ALL')).toBe(4);
    expect(await granted('ECHO')).toBe(1);
    expect(await granted('TARGET')).toBe(1);
  });

  it('takes storage classes of the Standard, retired and private, each in the first transfer syntax proposed', async () => {
    const syntaxes = [uids.JPEG2000Lossless, uids.ExplicitVRLittleEndian];
    const classes = [uids.EnhancedMRImageStorage, '1.2.840.10008.5.1.4.1.1.6', '1.2.826.0.1.3680043.1.2.3'];
    const association = await open(classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: syntaxes })));
    for (const abstractSyntax of classes)
      expect(association.accepted(abstractSyntax)[0]?.transferSyntax).toBe(uids.JPEG2000Lossless);
    await association.release();
  });

  it('does not take what only looks like storage', async () => {
    const association = await open([
      verification,
      query('1.2.840.10008.5.1.4.1.1.200.4'),
      query('1.2.840.10008.1.20.1'),
    ]);
    expect(association.accepted('1.2.840.10008.5.1.4.1.1.200.4')).toEqual([]);
    expect(association.accepted('1.2.840.10008.1.20.1')).toEqual([]);
    await association.release();
  });
});

describe('C-STORE', () => {
  const instance = newUid();
  const bytes = (fields: ObjectFields = { instance }) => encodeDataset(ctDataset(fields), uids.ExplicitVRLittleEndian);
  const nested = (depth: number): Buffer => {
    const one = Buffer.from('08001511fffffffffeff00e0ffffffff', 'hex');
    return Buffer.concat(Array.from({ length: depth }, () => one));
  };
  const implicit = (fields: ObjectFields) => encodeDataset(ctDataset(fields), uids.ImplicitVRLittleEndian);
  const lying = (): Uint8Array => {
    const whole = Buffer.from(bytes());
    // Pixel Data of 512 bytes that claims to have 4 GB less one.
    whole.writeUInt32LE(0xfffffffe, whole.length - 512 - 4);
    return whole;
  };
  const bomb = (): Uint8Array => {
    const header = Buffer.from('090010104f42000000000010', 'hex');
    return deflateRawSync(Buffer.concat([header, Buffer.alloc(256 * 2 ** 20)]), { level: 9 });
  };

  it.each([
    ['an object', () => bytes(), instance, uids.ExplicitVRLittleEndian, 0x0000],
    ['the same object again', () => bytes(), instance, uids.ExplicitVRLittleEndian, 0x0000],
    ['another instance than announced (H16)', () => bytes(), newUid(), uids.ExplicitVRLittleEndian, 0xa900],
    ['a value that claims 4 GB (H25)', lying, instance, uids.ExplicitVRLittleEndian, 0xc000],
    ['200,000 nested sequences (H26)', () => nested(200_000), newUid(), uids.ImplicitVRLittleEndian, 0xc000],
    ['a deflated 256 MiB (H27)', bomb, newUid(), uids.DeflatedExplicitVRLittleEndian, 0xc000],
    ['a truncated object', () => bytes().subarray(0, 600), instance, uids.ExplicitVRLittleEndian, 0xc000],
    ['nothing like DICOM', () => Buffer.alloc(5000, 'x'), newUid(), uids.ExplicitVRLittleEndian, 0xc000],
  ] as const)('of %s', async (_name, make, uid, syntax, status) => {
    expect((await storeBytes(make(), uid, syntax)).toString(16)).toBe(status.toString(16));
  });

  it.each(['../../etc/cron.d/x', 'C:\\x', '1.2\0', '１.２', '9'.repeat(65)])('of the UID %j (H28)', async (uid) => {
    const dataset = ctDataset().set(tags.SOPInstanceUID, Buffer.from(uid));
    const status = await storeBytes(encodeDataset(dataset, uids.ExplicitVRLittleEndian), '1.2.3.4');
    expect([0xa900, 0xc000]).toContain(status);
  });

  it('is refused to who may only retrieve', async () => {
    const association = await open(
      [{ ...storage(), scpRole: true }, query(uids.StudyRootQueryRetrieveInformationModelGet)],
      'GETTER',
    );
    const operation = {
      sopClassUid: uids.CTImageStorage,
      sopInstanceUid: instance,
      transferSyntaxUid: uids.ExplicitVRLittleEndian,
    };
    expect((await association.store({ ...operation, data: bytes() })).status).toBe(0x0124);
    await association.release();
  });

  it('keeps the data set as it was sent, byte for byte', async () => {
    const fields = { instance: newUid(), study: newUid() };
    const sent = implicit(fields);
    expect(await storeBytes(sent, fields.instance, uids.ImplicitVRLittleEndian)).toBe(0);
    const got = await retrieve(fields.study, [uids.ImplicitVRLittleEndian]);
    expect(got.instances.map((one) => one.bytes.equals(sent))).toEqual([true]);
  });
});

const studyKeys = (study: string, level = 'STUDY') =>
  new Dataset().set(tags.QueryRetrieveLevel, level).set(tags.StudyInstanceUID, study);

const retrieve = async (study: string, syntaxes: readonly string[], identifier = studyKeys(study)) => {
  const sopClassUid = uids.StudyRootQueryRetrieveInformationModelGet;
  const association = await open([
    query(sopClassUid),
    ...syntaxes.map((syntax) => ({ ...storage([syntax]), scpRole: true })),
  ]);
  const instances: { readonly uid: string; readonly bytes: Buffer }[] = [];
  const counts = await association.get({
    sopClassUid,
    identifier,
    onStore: async ({ sopInstanceUid, data }) => {
      const chunks: Buffer[] = [];
      for await (const chunk of data) chunks.push(Buffer.from(chunk));
      instances.push({ uid: sopInstanceUid, bytes: Buffer.concat(chunks) });
      return 0;
    },
  });
  await association.release();
  return { counts, instances };
};

describe('C-FIND', () => {
  const study = newUid();
  const find = async (keys: Dataset, sopClassUid: string = uids.StudyRootQueryRetrieveInformationModelFind) => {
    const association = await open([query(sopClassUid)]);
    const found = await collect(association.find({ sopClassUid, identifier: keys }));
    await association.release();
    return found;
  };

  beforeAll(async () => {
    const series = newUid();
    for (let i = 0; i < 3; i += 1)
      await store({ study, series, patientId: 'FIND', patientName: 'Müller^Anna', modality: 'MR' });
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
    const association = await open([query(sopClassUid)]);
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
    const association = await open([query(sopClassUid)], 'ALL', 'THROUGHLINE', [
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
        context,
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

describe('C-GET and C-MOVE', () => {
  const study = newUid();
  const [series, other] = [newUid(), newUid()];
  const instances = Array.from({ length: 5 }, () => newUid());
  beforeAll(async () => {
    for (const [at, instance] of instances.entries())
      expect(await store({ study, series: at < 3 ? series : other, instance })).toBe(0);
  });

  it('give the whole study, counted', async () => {
    const got = await retrieve(study, [uids.ExplicitVRLittleEndian]);
    expect(got.instances.map((one) => one.uid).sort()).toEqual([...instances].sort());
    expect(got.counts).toMatchObject({ completed: 5, failed: 0 });
  });

  it('give a series or some instances of it', async () => {
    const ofSeries = await retrieve(
      study,
      [uids.ExplicitVRLittleEndian],
      studyKeys(study, 'SERIES').set(tags.SeriesInstanceUID, series),
    );
    expect(ofSeries.instances.length).toBe(3);
    const wanted = instances.slice(0, 2);
    const some = studyKeys(study, 'IMAGE').set(tags.SeriesInstanceUID, series).set(tags.SOPInstanceUID, wanted);
    expect((await retrieve(study, [uids.ExplicitVRLittleEndian], some)).instances.map((one) => one.uid).sort()).toEqual(
      [...wanted].sort(),
    );
  });

  it('give what is not there as nothing', async () => {
    const got = await retrieve(newUid(), [uids.ExplicitVRLittleEndian]);
    expect(got).toMatchObject({ instances: [], counts: { completed: 0, failed: 0 } });
  });

  it.each([
    ['a study', studyKeys('*')],
    ['a series', studyKeys(study, 'SERIES').set(tags.SeriesInstanceUID, '1.2.?')],
    ['a study of a series', studyKeys('1.2*', 'SERIES').set(tags.SeriesInstanceUID, series)],
  ])('with a wildcard in the key of %s are refused: that is no answer of nothing', async (_, keys) => {
    await expect(retrieve(study, [uids.ExplicitVRLittleEndian], keys)).rejects.toMatchObject({ status: 0xa900 });
  });

  it('re-encode plain objects for a peer that agrees to another plain form', async () => {
    const got = await retrieve(study, [uids.ImplicitVRLittleEndian]);
    const expected = encodeDataset(ctDataset({ study, series, instance: instances[0] }), uids.ImplicitVRLittleEndian);
    expect(got.instances.find((one) => one.uid === instances[0])?.bytes.equals(expected)).toBe(true);
  });

  it('fail for what the peer takes in no form', async () => {
    await expect(retrieve(study, [uids.JPEGBaseline8Bit])).rejects.toMatchObject({ status: 0xa702 });
  });

  it('of a patient are of all studies, more than a page of them, and name all that failed', async () => {
    const [kept, id] = [newUid(), newUid()];
    expect(await store({ instance: kept, patientId: id })).toBe(0);
    const lost = 1050;
    const client = new pg.Client({ connectionString: context.databaseUrl });
    await client.connect();
    // Objects of which the index knows and whose bytes are not there.
    await client.query(`with record as (select tenant_id, id from patient_records where patient_id = '${id}'),
      numbers as (select n, gen_random_uuid() as id from generate_series(1, ${lost}) n),
      st as (insert into studies (tenant_id, id, study_instance_uid, patient_record_id)
        select r.tenant_id, n.id, '${id}.' || n, r.id from record r cross join numbers n),
      se as (insert into series (tenant_id, id, study_id, series_instance_uid)
        select r.tenant_id, n.id, n.id, '${id}.' || n || '.1' from record r cross join numbers n),
      it as (insert into instances (tenant_id, id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, sha256,
          byte_length, dataset_offset, received_from)
        select r.tenant_id, n.id, n.id, '${id}.' || n || '.2', '${uids.CTImageStorage}', '${uids.ExplicitVRLittleEndian}', '\\x00',
          1000, 300, 'TEST' from record r cross join numbers n)
      insert into locations (tenant_id, instance_id, blob, blob_offset, byte_length)
        select r.tenant_id, n.id, 'gone', n.n * 1000, 1000 from record r cross join numbers n`);
    await client.end();
    const sopClassUid = uids.PatientRootQueryRetrieveInformationModelGet;
    const association = await open([query(sopClassUid), { ...storage(), scpRole: true }]);
    const identifier = new Dataset().set(tags.QueryRetrieveLevel, 'PATIENT').set(tags.PatientID, id);
    const got: string[] = [];
    const counts = await association.get({
      sopClassUid,
      identifier,
      onStore: async ({ sopInstanceUid, data }) => {
        await data.forEach(() => {});
        got.push(sopInstanceUid);
        return 0;
      },
    });
    await association.release();
    expect(got).toEqual([kept]);
    expect(counts).toMatchObject({ status: 0xb000, completed: 1, failed: lost, remaining: 0 });
    expect(new Set(counts.failedUids).size).toBe(lost);
  });

  const move = async (target: string, identifier = studyKeys(study)) => {
    const sopClassUid = uids.StudyRootQueryRetrieveInformationModelMove;
    const association = await open([query(sopClassUid)]);
    const steps = await collect(association.move({ sopClassUid, identifier, destination: target }));
    await association.release();
    return steps.at(-1);
  };

  it('send to a listed destination', async () => {
    moved.length = 0;
    expect(await move('TARGET')).toMatchObject({ completed: 5, failed: 0 });
    expect(moved.map((one) => one.uid).sort()).toEqual([...instances].sort());
  });

  it.each(['ALL', 'NOWHERE', '127.0.0.1'])('send nowhere else: %s (H21)', async (target) => {
    await expect(move(target)).rejects.toMatchObject({ status: 0xa801 });
  });

  it('tell when a listed destination does not answer', async () => {
    const silent: Server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const silentPort = typeof address === 'object' && address ? address.port : 0;
    await register({
      aeTitle: 'BROKEN',
      address: '127.0.0.1',
      services: ['store'],
      host: '127.0.0.1',
      port: silentPort,
    });
    await expect(move('BROKEN')).rejects.toMatchObject({ status: 0xa702 });
    silent.close();
  });
});
