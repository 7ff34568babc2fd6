import { createHash } from 'node:crypto';
import { encodeDataset, encodeFileMeta, newUid, tags, uids } from '@throughline/dicom';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { versionsOf } from '../../db/index.ts';
import { createMemoryStore } from '../../storage/index.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { storeInstance } from './index.ts';

let context: TestContext;
const principal = testPrincipal();

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const storeBytes = (bytes: Uint8Array, more: Partial<Parameters<typeof storeInstance>[2]> = {}) =>
  storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1', ...more });
const store = (fields: ObjectFields = {}) => storeBytes(ctObject(fields));
const inTenant: TestContext['db']['tenant'] = (tenantId, work) => context.db.tenant(tenantId, work);
const versions = (uid: string) => inTenant(principal.tenantId, (trx) => versionsOf(trx, uid));
const count = (table: 'instances' | 'studies' | 'series' | 'patient_records' | 'conflicts' | 'outbox' | 'locations') =>
  inTenant(principal.tenantId, async (trx) => {
    const row = await trx.selectFrom(table).select(sql<number>`count(*)::int`.as('n')).executeTakeFirstOrThrow();
    return row.n;
  });
const bytesOf = async (uid: string): Promise<Buffer[]> =>
  Promise.all(
    (await versions(uid)).map(async ({ blob, blob_offset: offset, location_length: length }) =>
      Buffer.from(await context.objects.readBytes(blob, { offset, length })),
    ),
  );
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blobCount = async (): Promise<number> => {
  let blobs = 0;
  for await (const _blob of context.objects.madeBefore(new Date(Date.now() + 7_200_000))) blobs += 1;
  return blobs;
};

describe('an object', () => {
  it('is stored with its bytes, its index, its outbox and audit rows', async () => {
    const fields = { instance: newUid(), study: newUid(), patientId: 'S1', issuer: 'COUNTY', studyDate: '20250607' };
    const bytes = ctObject(fields);
    const result = await storeBytes(bytes);
    expect(result).toMatchObject({
      outcome: 'stored',
      sopInstanceUid: fields.instance,
      studyInstanceUid: fields.study,
    });
    const [version] = await versions(fields.instance);
    expect(version).toMatchObject({
      rows: 16,
      columns: 16,
      transfer_syntax_uid: uids.ExplicitVRLittleEndian,
      received_from: 'CT1',
    });
    expect(await bytesOf(fields.instance)).toEqual([Buffer.from(bytes)]);
    const told = await inTenant(principal.tenantId, async (trx) => ({
      outbox: await trx.selectFrom('outbox').select('payload').where('topic', '=', 'instance.stored').execute(),
      audit: await trx.selectFrom('audit_events').selectAll().where('study_instance_uid', '=', fields.study).execute(),
      patient: await trx.selectFrom('patient_records').selectAll().where('patient_id', '=', 'S1').executeTakeFirst(),
    }));
    expect(told.outbox.map((row) => row.payload)).toContainEqual({ studyInstanceUid: fields.study });
    expect(told.audit).toMatchObject([
      { event_code: '110104', subject: 'tester', detail: { instances: 1, receivedFrom: 'CT1' } },
    ]);
    expect(told.patient).toMatchObject({ issuer: 'COUNTY', name: 'DOE^JANE', birth_date: '19700101', sex: 'F' });
  });

  it("gives its sender's issuer to an identifier without one", async () => {
    await storeBytes(ctObject({ patientId: 'S2' }), { issuer: 'RIVERSIDE' });
    const row = await inTenant(principal.tenantId, (trx) =>
      trx.selectFrom('patient_records').select('issuer').where('patient_id', '=', 'S2').executeTakeFirst(),
    );
    expect(row?.issuer).toBe('RIVERSIDE');
  });

  it('of a patient without identifier never joins another one', async () => {
    const before = await count('patient_records');
    await store({ patientId: '' });
    await store({ patientId: '' });
    expect(await count('patient_records')).toBe(before + 2);
  });

  it('needs the right to store', async () => {
    const stored = storeInstance(context, testPrincipal(['read']), { body: inChunks(ctObject()), receivedFrom: 'CT1' });
    await expect(stored).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('shares commits with many others: one study, one series, whatever the order', async () => {
    const before = {
      studies: await count('studies'),
      series: await count('series'),
      instances: await count('instances'),
    };
    const [study, series] = [newUid(), newUid()];
    const results = await Promise.all(Array.from({ length: 200 }, () => store({ study, series })));
    expect(results.every((result) => result.outcome === 'stored')).toBe(true);
    expect(await count('studies')).toBe(before.studies + 1);
    expect(await count('series')).toBe(before.series + 1);
    expect(await count('instances')).toBe(before.instances + 200);
  });

  it('of one patient from 64 at once makes one record', async () => {
    await Promise.all(Array.from({ length: 64 }, () => store({ patientId: 'RACE', issuer: 'COUNTY' })));
    const rows = await inTenant(principal.tenantId, (trx) =>
      trx.selectFrom('patient_records').select('id').where('patient_id', '=', 'RACE').execute(),
    );
    expect(rows.length).toBe(1);
  });

  it("keeps a record's demographics those of its newest study, and its earlier names findable", async () => {
    const patient = { patientId: 'NAMES', issuer: 'COUNTY' };
    await store({ ...patient, patientName: 'BABY GIRL^MEYER', studyDate: '20200101' });
    await store({ ...patient, patientName: 'MEYER^EMMA', studyDate: '20240101' });
    await store({ ...patient, patientName: 'BABY GIRL^MEYER', studyDate: '20200102' });
    const found = await inTenant(principal.tenantId, async (trx) => ({
      record: await trx
        .selectFrom('patient_records')
        .select(['id', 'name'])
        .where('patient_id', '=', 'NAMES')
        .executeTakeFirst(),
      keys: await trx
        .selectFrom('name_keys')
        .innerJoin('patient_records', 'patient_records.id', 'name_keys.patient_record_id')
        .select('key')
        .where('patient_id', '=', 'NAMES')
        .where('component', '=', 'family')
        .where('kind', '=', 'exact')
        .execute(),
    }));
    expect(found.record?.name).toBe('MEYER^EMMA');
    expect(found.keys.map((row) => row.key).sort()).toEqual(['BABY', 'BABY GIRL', 'GIRL', 'MEYER']);
  });
});

describe('an image of a patient whom a source has told of', () => {
  const header = { issuer: 'COUNTY', patientName: 'MAIDEN^IRIS', studyDate: '20200101' };
  const nameOf = async (patientId: string): Promise<string | null | undefined> => {
    const named = inTenant(principal.tenantId, (trx) =>
      trx.selectFrom('patient_records').select('name').where('patient_id', '=', patientId).executeTakeFirst(),
    );
    return (await named)?.name;
  };

  it.each([
    ['TOLD', 'Married^Iris', 'Married^Iris'],
    // Nothing but the identifier was known, e.g. by a merge.
    ['UNNAMED', null, 'MAIDEN^IRIS'],
  ])('that is the first does not overwrite what was told since it was made: %s', async (id, told, kept) => {
    const said = { name: told, birthDate: '19660606', sex: 'F', otherIds: [] };
    await registerPatientRecord(context, principal, { issuer: 'COUNTY', id, ...said });
    await store({ ...header, patientId: id });
    expect(await nameOf(id)).toBe(kept);
  });

  it('overwrites what was told only when it was made later, however many images there are', async () => {
    const id = 'TOLD-AMONG-IMAGES';
    const image = (patientName: string, studyDate: string) =>
      store({ ...header, patientId: id, patientName, studyDate });
    const tell = async (name: string) => {
      const said = { name, birthDate: '19660606', sex: 'F', otherIds: [] };
      await registerPatientRecord(context, principal, { issuer: 'COUNTY', id, ...said });
    };
    await image('MAIDEN^IRIS', '20200101');
    await tell('Married^Iris');
    // The newest of the studies, and older than what was told.
    await image('MAIDEN^IRIS', '20210101');
    expect(await nameOf(id)).toBe('Married^Iris');
    await image('WIDOWED^IRIS', '20991231');
    expect(await nameOf(id)).toBe('WIDOWED^IRIS');
    await tell('Married^Iris');
    expect(await nameOf(id)).toBe('Married^Iris');
  });
});

describe('the same UID again', () => {
  it('with equal bytes is a success without a second copy or event', async () => {
    const bytes = ctObject({ instance: newUid() });
    await storeBytes(bytes);
    const before = { blobs: await blobCount(), outbox: await count('outbox'), instances: await count('instances') };
    expect((await storeBytes(bytes)).outcome).toBe('duplicate');
    expect({ blobs: await blobCount(), outbox: await count('outbox'), instances: await count('instances') }).toEqual(
      before,
    );
  });

  it.each([
    ['another transfer syntax of the same values', uids.ImplicitVRLittleEndian],
    ['big endian', uids.ExplicitVRBigEndian],
  ])('in %s is the same object', async (_name, transferSyntaxUid) => {
    const fields = { instance: newUid(), study: newUid(), series: newUid() };
    await storeBytes(ctObject(fields));
    expect((await storeBytes(ctObject(fields, transferSyntaxUid))).outcome).toBe('duplicate');
  });

  it.each([
    ['other-bytes', (fields: ObjectFields) => ({ ...fields, value: 2 })],
    ['other-series', (fields: ObjectFields) => ({ ...fields, series: newUid() })],
    ['other-study', (fields: ObjectFields) => ({ ...fields, study: newUid() })],
  ] as const)('with %s keeps both, serves the first and raises a conflict', async (kind, change) => {
    const fields = { instance: newUid(), study: newUid(), series: newUid() };
    const [first, second] = [ctObject(fields), ctObject(change(fields))];
    expect((await storeBytes(first)).outcome).toBe('stored');
    expect((await storeBytes(second)).outcome).toBe('conflict');
    expect((await storeBytes(second)).outcome).toBe('duplicate');
    expect((await storeBytes(first)).outcome).toBe('duplicate');
    expect((await versions(fields.instance)).map((version) => version.version)).toEqual([1, 2]);
    expect(await bytesOf(fields.instance)).toEqual([Buffer.from(first), Buffer.from(second)]);
    const conflicts = await inTenant(principal.tenantId, (trx) =>
      trx.selectFrom('conflicts').select('kind').where('sop_instance_uid', '=', fields.instance).execute(),
    );
    expect(conflicts).toEqual([{ kind }]);
  });

  it('16 times at once is stored once', async () => {
    const bytes = ctObject({ instance: newUid() });
    const outcomes = (await Promise.all(Array.from({ length: 16 }, () => storeBytes(bytes)))).map((one) => one.outcome);
    expect(outcomes.filter((outcome) => outcome === 'stored').length).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate').length).toBe(15);
  });

  it('16 times at once, each with other bytes, keeps all of them', async () => {
    const fields = { instance: newUid(), study: newUid(), series: newUid() };
    const sent = Array.from({ length: 16 }, (_, value) => ctObject({ ...fields, value }));
    const outcomes = (await Promise.all(sent.map((bytes) => storeBytes(bytes)))).map((one) => one.outcome);
    expect(outcomes.filter((outcome) => outcome === 'stored').length).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'conflict').length).toBe(15);
    expect((await bytesOf(fields.instance)).map(digest).sort()).toEqual(sent.map(digest).sort());
  });
});

describe('what is refused leaves nothing', () => {
  const truncated = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 10);
  const fileMeta = encodeFileMeta({
    sopClassUid: uids.CTImageStorage,
    sopInstanceUid: '1.2.3',
    transferSyntaxUid: uids.ExplicitVRLittleEndian,
  });
  const withUid = (uid: string) =>
    Buffer.concat([
      fileMeta,
      encodeDataset(ctDataset().set(tags.SOPInstanceUID, Buffer.from(uid)), uids.ExplicitVRLittleEndian),
    ]);
  it.each([
    ['truncated pixel data', () => truncated(ctObject()), 'cannot-understand'],
    ['text', () => Buffer.from('not DICOM at all '.repeat(100)), 'cannot-understand'],
    ['nothing', () => new Uint8Array(), 'cannot-understand'],
    ['a UID that climbs', () => withUid('../../etc/cron.d/x'), 'cannot-understand'],
    ['a UID with a drive', () => withUid('C:\\x'), 'cannot-understand'],
    ['a UID of 65 characters', () => withUid('1.'.repeat(32).concat('1')), 'cannot-understand'],
    ['a UID of other digits', () => withUid('１.２.３'), 'cannot-understand'],
  ])('%s', async (_name, make, code) => {
    const before = { blobs: await blobCount(), instances: await count('instances'), studies: await count('studies') };
    await expect(storeBytes(make())).rejects.toMatchObject({ code });
    expect({ blobs: await blobCount(), instances: await count('instances'), studies: await count('studies') }).toEqual(
      before,
    );
  });

  it.each([
    ['instance', { sopInstanceUid: '1.2.3' }],
    ['class', { sopClassUid: uids.MRImageStorage }],
    ['study', { studyInstanceUid: '1.2.3' }],
  ])('an object of another %s than announced', async (_name, expected) => {
    await expect(storeBytes(ctObject(), { expect: expected })).rejects.toMatchObject({ code: 'sop-mismatch' });
  });

  it('a sender that breaks off', async () => {
    const before = await blobCount();
    async function* broken() {
      yield ctObject().subarray(0, 800);
      throw new Error('gone');
    }
    await expect(storeInstance(context, principal, { body: broken(), receivedFrom: 'CT1' })).rejects.toThrow('gone');
    expect(await blobCount()).toBe(before);
  });

  it('an object for which there is no room', async () => {
    const full = { ...context, objects: createMemoryStore({ capacity: 100 }) };
    const stored = storeInstance(full, principal, { body: inChunks(ctObject()), receivedFrom: 'CT1' });
    await expect(stored).rejects.toMatchObject({ code: 'out-of-resources' });
  });
});
