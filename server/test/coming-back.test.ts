/** What we gave to somebody is known as ours when it comes back: as an object, and as an answer to a question. Fetched copies expire. */
import { type Dataset, encodeFileMeta, newUid, readPart10, tags } from '@throughline/dicom';
import { createDimseServer } from '@throughline/dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listConflicts } from '../src/features/conflicts/index.ts';
import { recallDeliveries } from '../src/features/delivery/index.ts';
import { listExceptions } from '../src/features/exceptions/index.ts';
import { readPicture } from '../src/features/history/index.ts';
import { knownPersonOf, reevaluateRecord } from '../src/features/patients/index.ts';
import { getReading } from '../src/features/reading/index.ts';
import { listDue, putRule, removeRule } from '../src/features/retention/index.ts';
import { putSource } from '../src/features/sources/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { testPrincipal } from './context.ts';
import { inChunks } from './objects.ts';
import { type TwoDomains, twoDomains } from './two-domains.ts';

const principal = testPrincipal();
let world: TwoDomains;
beforeAll(async () => {
  world = await twoDomains();
});
afterAll(() => world.close());

/** As the SOUTH site is given an object of NORTH: under its own patient ID. */
const givenToSouth = async (): Promise<Buffer> => {
  const { north } = world;
  const path = `studies/${north.study}/series/${north.series}/instances/${north.instance}`;
  const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
  const answer = await world.web('SOUTH', `/dicom-web/${path}`, { accept });
  expect(answer.status).toBe(200);
  const begin = answer.raw.indexOf('\r\n\r\n') + 4;
  return answer.raw.subarray(begin, answer.raw.lastIndexOf('\r\n--'));
};

const sendBack = async (bytes: Uint8Array) =>
  (await storeInstance(world.context, principal, { body: inChunks(bytes), receivedFrom: 'SOUTH', issuer: 'SOUTH' }))
    .outcome;

describe('an object that comes back', () => {
  it('under the ID that we gave it is ours while the two are one person, and a conflict afterwards', async () => {
    await world.link();
    const given = await givenToSouth();
    expect(given.includes('S7')).toBe(true);
    expect(given.equals(world.north.part10)).toBe(false);
    expect(await sendBack(given)).toBe('duplicate');
    expect(await listConflicts(world.context, principal, true)).toEqual([]);
    await world.unlink();
    expect(await sendBack(given)).toBe('conflict');
  });

  it('with other pixels is no version of ours', async () => {
    await world.link();
    const given = Buffer.from(await givenToSouth());
    given.writeUInt8(given.readUInt8(given.length - 2) ^ 1, given.length - 2);
    expect(await sendBack(given)).toBe('conflict');
  });
});

const DAY = 86_400_000;

/** A study of SOUTH that was fetched long ago, and that the source lists with so many objects. */
const fetched = async (claimed: number, vanished = false) => {
  const { context } = world;
  const sent = await world.send({ issuer: 'SOUTH', patientId: `X${newUid().slice(-8)}`, modality: 'MG' });
  const past = new Date(Date.now() - 200 * DAY);
  await context.db.tenant(principal.tenantId, async (trx) => {
    const source = await trx.selectFrom('sources').selectAll().where('name', '=', 'south').executeTakeFirstOrThrow();
    const study = await trx
      .updateTable('studies')
      .set({ created_at: past })
      .where('study_instance_uid', '=', sent.study)
      .returningAll()
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('instances')
      .set({ received_at: past })
      .where('sop_instance_uid', '=', sent.instance)
      .execute();
    await trx
      .insertInto('holdings')
      .values({
        tenant_id: principal.tenantId,
        source_id: source.id,
        study_instance_uid: sent.study,
        patient_record_id: study.patient_record_id,
        study_date: null,
        study_time: null,
        accession_number: null,
        accession_issuer: null,
        description: null,
        modalities: ['MG'],
        body_part: null,
        laterality: null,
        patient_age: null,
        procedure_code: null,
        reason_for_exam: null,
        institution: null,
        claimed_series: 1,
        claimed_instances: claimed,
        first_seen_at: past,
        last_confirmed_at: new Date(),
        ...(vanished && { vanished_at: new Date() }),
      })
      .execute();
    const earlier = new Date(past.getTime() - 1000);
    const person = await knownPersonOf(trx, study.patient_record_id);
    const anybody = await trx.selectFrom('persons').select('id').executeTakeFirstOrThrow();
    await trx
      .insertInto('transfers')
      .values({
        tenant_id: principal.tenantId,
        id: crypto.randomUUID(),
        study_instance_uid: sent.study,
        source_id: source.id,
        person_id: person ?? anybody.id,
        state: 'done',
        expected: 1,
        queued_at: earlier,
        not_before: earlier,
      } as never)
      .execute();
  });
  return sent;
};

/** A storage SCP that keeps the key object selections that it is sent. */
const destination = async <T>(use: (port: number, notes: readonly Dataset[]) => Promise<T>): Promise<T> => {
  const notes: Dataset[] = [];
  const server = createDimseServer<null>({
    accept: ({ contexts }) => ({ accept: true, contexts, principal: null }),
    handlers: {
      store: async (_, { sopClassUid, sopInstanceUid, transferSyntaxUid }, data) => {
        const chunks: Uint8Array[] = [];
        await data.forEach((chunk) => void chunks.push(chunk));
        const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
        notes.push((await readPart10(inChunks(Buffer.concat([meta, ...chunks])))).dataset);
        return { status: 0 };
      },
    },
  });
  await server.listen(0, '127.0.0.1');
  try {
    return await use(server.port, notes);
  } finally {
    await server.close();
  }
};

describe('a link that is undone', () => {
  it('recalls what was delivered and read under it, until it is made again', async () => {
    const { context, north } = world;
    await world.link();
    await getReading(context, principal, north.study);
    const id = crypto.randomUUID();
    await context.db.tenant(principal.tenantId, async (trx) => {
      const instance = await trx
        .selectFrom('instances')
        .select('id')
        .where('sop_instance_uid', '=', north.instance)
        .where('version', '=', 1)
        .executeTakeFirstOrThrow();
      const now = new Date();
      const delivery = {
        study_instance_uid: north.study,
        series_instance_uid: null,
        ae_title: 'SOUTH',
        associations: 1,
      };
      await trx
        .insertInto('deliveries')
        .values({ tenant_id: principal.tenantId, id, ...delivery, requested_by: 't', requested_at: now, next_at: now })
        .execute();
      await trx
        .insertInto('delivered_instances')
        .values({ tenant_id: principal.tenantId, delivery_id: id, instance_id: instance.id, outcome: 'sent' } as never)
        .execute();
    });
    const recalled = async () =>
      (await listExceptions(context, principal)).items.filter(({ kind }) => kind.startsWith('recalled'));
    expect(await recalled()).toEqual([]);
    await world.unlink();
    const items = await recalled();
    expect(items.find(({ kind }) => kind === 'recalled-delivery')).toMatchObject({ id, sourceName: 'SOUTH' });
    const readings = items.filter(({ kind }) => kind === 'recalled-reading');
    expect(readings.map(({ studyInstanceUid, text }) => [studyInstanceUid, text.split(' ')[0]])).toEqual([
      [north.study, principal.subject],
    ]);
    const notes = await destination(async (port, notes) => {
      await context.db.tenant(principal.tenantId, (trx) =>
        trx
          .updateTable('application_entities')
          .set({ host: '127.0.0.1', port })
          .where('ae_title', '=', 'SOUTH')
          .execute(),
      );
      await recallDeliveries(context, principal, new AbortController().signal);
      await recallDeliveries(context, principal, new AbortController().signal);
      return notes;
    });
    expect(notes).toHaveLength(1);
    expect(notes[0]?.items(tags.ConceptNameCodeSequence)[0]?.string(tags.CodeValue)).toBe('113037');
    const [evidence] = notes[0]?.items(tags.CurrentRequestedProcedureEvidenceSequence) ?? [];
    const named = evidence?.items(tags.ReferencedSeriesSequence).flatMap((of) => of.items(tags.ReferencedSOPSequence));
    expect(named?.map((sop) => sop.string(tags.ReferencedSOPInstanceUID))).toEqual([north.instance]);
    const taken = (await recalled()).find(({ kind }) => kind === 'recalled-delivery');
    expect(taken?.text).toContain('A rejection note was taken there.');
    await world.link();
    expect(await recalled()).toEqual([]);
  });

  it('rejects nothing at a destination once it is made again', async () => {
    const { context } = world;
    await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .updateTable('recalls')
        .set({ ended_at: null, outcome: null, next_at: new Date(0) })
        .execute(),
    );
    const notes = await destination(async (_port, notes) => {
      await recallDeliveries(context, principal, new AbortController().signal);
      return notes;
    });
    expect(notes).toEqual([]);
  });
});

describe('a fetched study', () => {
  beforeAll(async () => {
    await putSource(world.context, principal, 'south', {
      siteName: 'South Hospital',
      issuer: 'SOUTH',
      dicomwebUrl: 'http://127.0.0.1:1/dicom-web',
      queryBy: 'qido',
      retrieveBy: 'wado',
    });
  });

  it('expires by rule only while its source lists all of it', async () => {
    const [whole, less, gone] = [await fetched(1), await fetched(0), await fetched(1, true)];
    const rule = { modality: 'MG', origin: 'foreign', olderThanDays: 90, graceDays: 3, enabled: false } as const;
    await putRule(world.context, principal, 'foreign', rule);
    const due = (await listDue(world.context, principal)).map((one) => one.studyInstanceUid);
    expect(due).toContain(whole.study);
    expect(due).not.toContain(less.study);
    expect(due).not.toContain(gone.study);
    await removeRule(world.context, principal, 'foreign');
  });

  it('that we delivered ourselves is no copy and no witness', async () => {
    const { context } = world;
    const sent = await fetched(7);
    const picture = () =>
      context.db.tenant(principal.tenantId, async (trx) => {
        const study = await trx
          .selectFrom('studies')
          .select('patient_record_id')
          .where('study_instance_uid', '=', sent.study)
          .executeTakeFirstOrThrow();
        const person = await knownPersonOf(trx, study.patient_record_id);
        return readPicture(trx, person ?? '');
      });
    const record = await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .selectFrom('studies')
        .select('patient_record_id')
        .where('study_instance_uid', '=', sent.study)
        .executeTakeFirstOrThrow(),
    );
    await reevaluateRecord(context, principal, record.patient_record_id);
    expect((await picture()).studies[0]?.copies).toHaveLength(1);
    await context.db.tenant(principal.tenantId, async (trx) => {
      const source = await trx.selectFrom('sources').selectAll().where('name', '=', 'south').executeTakeFirstOrThrow();
      await trx
        .updateTable('application_entities')
        .set({ source_id: source.id })
        .where('ae_title', '=', 'SOUTH')
        .execute();
      const instance = await trx
        .selectFrom('instances')
        .select('id')
        .where('sop_instance_uid', '=', sent.instance)
        .executeTakeFirstOrThrow();
      const id = crypto.randomUUID();
      const before = new Date(Date.now() - 300 * DAY);
      await trx
        .insertInto('deliveries')
        .values({
          tenant_id: principal.tenantId,
          id,
          study_instance_uid: sent.study,
          series_instance_uid: null,
          ae_title: 'SOUTH',
          associations: 1,
          requested_by: 'tester',
          requested_at: before,
          next_at: before,
        })
        .execute();
      await trx
        .insertInto('delivered_instances')
        .values({ tenant_id: principal.tenantId, delivery_id: id, instance_id: instance.id, outcome: 'sent' } as never)
        .execute();
    });
    const [study] = (await picture()).studies;
    expect([study?.studyInstanceUid, study?.copies]).toEqual([sent.study, []]);
  });
});
