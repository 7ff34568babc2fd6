/** C-GET and C-MOVE through the door. */
import { createServer, type Server } from 'node:net';
import { Dataset, encodeDataset, newUid, tags, uids } from '@throughline/dicom';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../test/context.ts';
import { collect, type DimseSite, query, startDimseSite, storage, studyKeys } from '../../../test/dimse-site.ts';
import { ctDataset } from '../../../test/objects.ts';
import { registerEntity } from '../../features/application-entities/index.ts';

let site: DimseSite;

beforeAll(async () => {
  site = await startDimseSite();
});
afterAll(() => site.close());

describe('C-GET and C-MOVE', () => {
  const study = newUid();
  const [series, other] = [newUid(), newUid()];
  const instances = Array.from({ length: 5 }, () => newUid());
  beforeAll(async () => {
    for (const [at, instance] of instances.entries())
      expect(await site.store({ study, series: at < 3 ? series : other, instance })).toBe(0);
  });

  it('give the whole study, counted', async () => {
    const got = await site.retrieve(study, [uids.ExplicitVRLittleEndian]);
    expect(got.instances.map((one) => one.uid).sort()).toEqual([...instances].sort());
    expect(got.counts).toMatchObject({ completed: 5, failed: 0 });
  });

  it('give a series or some instances of it', async () => {
    const ofSeries = await site.retrieve(
      study,
      [uids.ExplicitVRLittleEndian],
      studyKeys(study, 'SERIES').set(tags.SeriesInstanceUID, series),
    );
    expect(ofSeries.instances.length).toBe(3);
    const wanted = instances.slice(0, 2);
    const some = studyKeys(study, 'IMAGE').set(tags.SeriesInstanceUID, series).set(tags.SOPInstanceUID, wanted);
    expect(
      (await site.retrieve(study, [uids.ExplicitVRLittleEndian], some)).instances.map((one) => one.uid).sort(),
    ).toEqual([...wanted].sort());
  });

  it('give what is not there as nothing', async () => {
    const got = await site.retrieve(newUid(), [uids.ExplicitVRLittleEndian]);
    expect(got).toMatchObject({ instances: [], counts: { completed: 0, failed: 0 } });
  });

  it.each([
    ['a study', studyKeys('*')],
    ['a series', studyKeys(study, 'SERIES').set(tags.SeriesInstanceUID, '1.2.?')],
    ['a study of a series', studyKeys('1.2*', 'SERIES').set(tags.SeriesInstanceUID, series)],
  ])('with a wildcard in the key of %s are refused: that is no answer of nothing', async (_, keys) => {
    await expect(site.retrieve(study, [uids.ExplicitVRLittleEndian], keys)).rejects.toMatchObject({ status: 0xa900 });
  });

  it('re-encode plain objects for a peer that agrees to another plain form', async () => {
    const got = await site.retrieve(study, [uids.ImplicitVRLittleEndian]);
    const expected = encodeDataset(ctDataset({ study, series, instance: instances[0] }), uids.ImplicitVRLittleEndian);
    expect(got.instances.find((one) => one.uid === instances[0])?.bytes.equals(expected)).toBe(true);
  });

  it('fail for what the peer takes in no form', async () => {
    await expect(site.retrieve(study, [uids.JPEGBaseline8Bit])).rejects.toMatchObject({ status: 0xa702 });
  });

  it('of a patient are of all studies, more than a page of them, and name all failures', async () => {
    const [kept, id] = [newUid(), newUid()];
    expect(await site.store({ instance: kept, patientId: id })).toBe(0);
    const lost = 1050;
    const client = new pg.Client({ connectionString: site.context.databaseUrl });
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
    const association = await site.open([query(sopClassUid), { ...storage(), scpRole: true }]);
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
    const association = await site.open([query(sopClassUid)]);
    const steps = await collect(association.move({ sopClassUid, identifier, destination: target }));
    await association.release();
    return steps.at(-1);
  };

  it('send to a listed destination', async () => {
    site.moved.length = 0;
    expect(await move('TARGET')).toMatchObject({ completed: 5, failed: 0 });
    expect(site.moved.map((one) => one.uid).sort()).toEqual([...instances].sort());
  });

  it.each(['ALL', 'NOWHERE', '127.0.0.1'])('send nowhere else: %s (H21)', async (target) => {
    await expect(move(target)).rejects.toMatchObject({ status: 0xa801 });
  });

  it('tell when a listed destination does not answer', async () => {
    const silent: Server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const silentPort = typeof address === 'object' && address ? address.port : 0;
    await registerEntity(site.context, testPrincipal(), {
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
