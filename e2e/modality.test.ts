/** What a modality asks of an archive beside storage: commitment, worklist, performed steps. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Orthanc, startOrthanc } from '../server/test/orthanc.ts';
import { asReferences, startCommitmentPeer } from './harness/commitment-peer.ts';
import { allowApplicationEntity, type Hub, startHub } from './harness/hub.ts';
import { type MadeStudy, writeStudy } from './harness/objects.ts';
import { run } from './harness/processes.ts';

const services = ['echo', 'store', 'commit', 'worklist', 'performed'];
const loopback = '127.0.0.1';

describe('a modality', () => {
  let hub: Hub;
  let folder: string;
  let study: MadeStudy;
  let peer: Awaited<ReturnType<typeof startCommitmentPeer>>;

  beforeAll(async () => {
    hub = await startHub();
    folder = await mkdtemp(join(tmpdir(), 'throughline-modality-'));
    peer = await startCommitmentPeer('CT1');
    await allowApplicationEntity(hub, 'CT1', services, {
      issuer: 'E2E',
      destination: { host: loopback, port: peer.port },
    });
    study = await writeStudy(join(folder, 'study'), { imagesPerSeries: 4 });
    const sent = await run('dcmsend', [
      '-aet',
      'CT1',
      '-aec',
      hub.aeTitle,
      loopback,
      String(hub.dicomPort),
      '+sd',
      join(folder, 'study'),
    ]);
    expect(sent.code, sent.output).toBe(0);
  });
  afterAll(async () => {
    await peer?.close();
    await hub?.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe('storage commitment', () => {
    it('is given for what is here, refused item by item for what is not', async () => {
      const [first, ...others] = asReferences(study);
      if (first === undefined) throw new Error('no objects');
      const unknown = newUid();
      const transaction = newUid();
      const references = [...others, [uids.MRImageStorage, first[1]], [uids.CTImageStorage, unknown]] as const;
      expect(await peer.ask(hub, transaction, references)).toBe(0);
      const report = await peer.nextReport();
      expect(report).toMatchObject({ eventType: 2, transactionUid: transaction });
      expect(report.committed.toSorted()).toEqual(others.map(([, uid]) => uid).toSorted());
      expect(new Map(report.failed)).toEqual(
        new Map([
          [first[1], 0x0119],
          [unknown, 0x0112],
        ]),
      );
    });

    it('is reported once the asker listens, though the hub was killed in between', async () => {
      await peer.close();
      const transaction = newUid();
      expect(await peer.ask(hub, transaction, asReferences(study))).toBe(0);
      await hub.kill();
      peer = await startCommitmentPeer('CT1', peer.port);
      await hub.start();
      const report = await peer.nextReport();
      expect(report).toMatchObject({ eventType: 1, transactionUid: transaction, failed: [] });
      expect(report.committed).toHaveLength(study.files.length);
    });

    it.each([
      ['a transaction that was asked for before', (transaction: string) => transaction, 0x0131],
      ['an empty list', () => newUid(), 0x0120],
    ] as const)('%s is refused', async (title, transactionOf, status) => {
      const transaction = newUid();
      const list = title === 'an empty list' ? [] : asReferences(study);
      if (list.length > 0) {
        await peer.ask(hub, transaction, list);
        await peer.nextReport();
      }
      expect(await peer.ask(hub, transactionOf(transaction), list)).toBe(status);
    });

    it('is refused to whom it is not allowed', async () => {
      await allowApplicationEntity(hub, 'PLAIN', ['echo', 'store']);
      const plain = await startCommitmentPeer('PLAIN');
      await expect(plain.ask(hub, newUid(), asReferences(study))).rejects.toThrow(/no presentation context/);
      await plain.close();
    });

    it('is refused for bytes that rotted', async () => {
      const damaged = await writeStudy(join(folder, 'damaged'), { imagesPerSeries: 2, size: 512 });
      const blobs = join(hub.dataFolder, 'data', 'blobs');
      const names = async () =>
        (await readdir(blobs, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name));
      const before = new Set(await names());
      await run('dcmsend', [
        '-aet',
        'CT1',
        '-aec',
        hub.aeTitle,
        loopback,
        String(hub.dicomPort),
        '+sd',
        join(folder, 'damaged'),
      ]);
      for (const name of (await names()).filter((each) => !before.has(each))) {
        const bytes = await readFile(name);
        const at = Math.floor(bytes.length / 4);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        await writeFile(name, bytes);
      }
      await peer.ask(hub, newUid(), asReferences(damaged));
      const report = await peer.nextReport();
      expect(report.eventType).toBe(2);
      expect(report.failed.map(([, reason]) => reason)).toContain(0x0110);
    });

    it('is given to Orthanc', async () => {
      const orthanc: Orthanc = await startOrthanc('ARCHIVE2');
      try {
        await orthanc.allow(hub.aeTitle, hub.dicomPort);
        await allowApplicationEntity(hub, 'ARCHIVE2', services, {
          destination: { host: loopback, port: orthanc.dicomPort },
        });
        const missing = newUid();
        const outcome = await orthanc.askCommitment(hub.aeTitle, [
          ...asReferences(study),
          [uids.CTImageStorage, missing],
        ]);
        expect(outcome.status).toBe('Failure');
        expect(outcome.success.toSorted()).toEqual(study.files.map((file) => file.sopInstanceUid).toSorted());
        expect(outcome.failures).toEqual([missing]);
      } finally {
        await orthanc.close();
      }
    }, 60_000);
  });

  const step = {
    stationAeTitle: 'CT1',
    modality: 'CT',
    startDate: '2026-11-25',
    startTime: '08:30',
    stepDescription: 'CT Thorax',
    requestedProcedureDescription: 'CT Thorax mit Kontrastmittel',
    procedureCode: { code: 'CTTHKM', scheme: 'L', meaning: 'CT Thorax mit KM' },
    studyInstanceUid: newUid(),
    accessionNumber: 'ACC77',
    accessionIssuer: 'E2E',
    referringPhysician: 'REFERRER^SYNTHETIC',
    patient: {
      patientId: 'W-1',
      issuer: 'E2E',
      name: 'MÜLLER-SYNTHETIC^ÄNNE',
      birthDate: '1980-02-03',
      sex: 'F',
      weightKg: 61.5,
    },
  };

  const schedule = async (id: string, change: object = {}): Promise<Response> =>
    hub.request(`/api/orders/RP1/steps/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...step, ...change }),
    });

  const findscu = async (...keys: readonly string[]): Promise<string> => {
    const asked = ['PatientName', 'PatientID', 'AccessionNumber', 'StudyInstanceUID', 'PatientWeight'];
    const inStep = ['ScheduledProcedureStepID', 'ScheduledProcedureStepDescription'];
    const found = await run('findscu', [
      '-W',
      '-aet',
      'CT1',
      '-aec',
      hub.aeTitle,
      ...asked.flatMap((key) => ['-k', key]),
      ...inStep.flatMap((key) => ['-k', `ScheduledProcedureStepSequence[0].${key}`]),
      ...keys.flatMap((key) => ['-k', key]),
      loopback,
      String(hub.dicomPort),
    ]);
    expect(found.code, found.output).toBe(0);
    return found.output;
  };

  describe('worklist', () => {
    beforeAll(async () => {
      expect((await schedule('S1')).status).toBe(200);
      const other = { stationAeTitle: 'MR1', modality: 'MR', startDate: '2026-11-26', accessionNumber: 'ACC78' };
      await schedule('S2', {
        ...other,
        studyInstanceUid: newUid(),
        patient: { ...step.patient, name: 'OTHER^SYNTHETIC' },
      });
    });

    const inStep = (key: string) => `ScheduledProcedureStepSequence[0].${key}`;
    it.each([
      ['no key', [], ['S1', 'S2']],
      ['the station', [inStep('ScheduledStationAETitle=CT1')], ['S1']],
      ['modality and day', [inStep('Modality=MR'), inStep('ScheduledProcedureStepStartDate=20261126')], ['S2']],
      ['a range of days', [inStep('ScheduledProcedureStepStartDate=20261125-20261126')], ['S1', 'S2']],
      ['another day', [inStep('ScheduledProcedureStepStartDate=20261127')], []],
      ['a name with a wildcard, in lower case', ['PatientName=other*'], ['S2']],
      ['the accession number', ['AccessionNumber=ACC77'], ['S1']],
      ['a time', [inStep('ScheduledProcedureStepStartTime=0800-0900'), inStep('Modality=CT')], ['S1']],
    ] as const)('by %s', async (_, keys, expected) => {
      const found = await findscu(...keys);
      expect(['S1', 'S2'].filter((id) => found.includes(`[${id}`))).toEqual(expected);
    });

    it('says what was ordered, names in UTF-8', async () => {
      const found = await findscu('AccessionNumber=ACC77', 'RequestedProcedureCodeSequence[0].CodeValue');
      for (const text of ['ISO_IR 192', 'MÜLLER-SYNTHETIC^ÄNNE', '[W-1', '[61.5', 'CT Thorax', 'CTTHKM'])
        expect(found).toContain(text);
      expect(found).toContain(step.studyInstanceUid);
    });

    it('a step that makes no sense is refused with the field', async () => {
      const answer = await schedule('S3', { startDate: 'tomorrow' });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('startDate');
    });
  });

  describe('performed procedure step', () => {
    const uid = newUid();
    const begun = (study: string) =>
      new Dataset()
        .set(tags.PerformedProcedureStepStatus, 'IN PROGRESS')
        .set(tags.PerformedProcedureStepID, 'PPS1')
        .set(tags.PerformedStationAETitle, 'CT1')
        .set(tags.PerformedProcedureStepStartDate, '20261125')
        .set(tags.PerformedProcedureStepStartTime, '083100')
        .set(tags.Modality, 'CT')
        .set(tags.ScheduledStepAttributesSequence, [
          new Dataset().set(tags.StudyInstanceUID, study).set(tags.ScheduledProcedureStepID, 'S1'),
        ]);
    const ended = (instances: readonly string[]) =>
      new Dataset()
        .set(tags.PerformedProcedureStepStatus, 'COMPLETED')
        .set(tags.PerformedProcedureStepEndDate, '20261125')
        .set(tags.PerformedProcedureStepEndTime, '084000')
        .set(tags.PerformedSeriesSequence, [
          new Dataset().set(tags.SeriesInstanceUID, newUid()).set(
            tags.ReferencedImageSequence,
            instances.map((instance) =>
              new Dataset()
                .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
                .set(tags.ReferencedSOPInstanceUID, instance),
            ),
          ),
        ]);
    const send = async (operation: 'create' | 'set', sopInstanceUid: string, dataset: Dataset) => {
      const association = await peer.call(hub);
      const message = { sopClassUid: uids.ModalityPerformedProcedureStep, sopInstanceUid, dataset };
      const outcome = await association.perform(operation, message);
      await association.release();
      return outcome;
    };

    const counted = async (of: string) => {
      const answer = await hub.request(`/api/reading/${of}`);
      const { completeness } = (await answer.json()) as {
        completeness: { studies: { studyInstanceUid: string; received: number; expected: number }[] };
      };
      return completeness.studies.find((one) => one.studyInstanceUid === of);
    };

    it('goes from in progress to completed, once', async () => {
      expect((await send('create', uid, begun(step.studyInstanceUid))).status).toBe(0);
      expect((await send('create', uid, begun(step.studyInstanceUid))).status).toBe(0x0111);
      expect((await send('set', newUid(), ended([]))).status).toBe(0x0112);
      const early = new Dataset().set(tags.PerformedProcedureStepStatus, 'COMPLETED');
      expect((await send('set', uid, early)).status).toBe(0x0120);
      expect((await send('set', uid, ended([newUid(), newUid()]))).status).toBe(0);
      expect(await send('set', uid, ended([]))).toMatchObject({ status: 0x0110, errorId: 0xa710 });
    });

    it('keeps what was said at its beginning: the rest is set, and a warning names what was not', async () => {
      const [other, own] = [newUid(), newUid()];
      await send('create', other, begun(own));
      const set = ended([newUid()])
        .set(tags.Modality, 'MR')
        .set(tags.PerformedProcedureStepID, 'PPS1')
        .set(tags.ScheduledStepAttributesSequence, [new Dataset().set(tags.StudyInstanceUID, newUid())]);
      const { status, attributes } = await send('set', other, set);
      expect([status, attributes]).toEqual([0x0107, [tags.Modality, tags.ScheduledStepAttributesSequence]]);
      const association = await peer.call(hub);
      const { dataset } = await association.perform('get', {
        sopClassUid: uids.ModalityPerformedProcedureStepRetrieve,
        sopInstanceUid: other,
      });
      await association.release();
      expect(dataset?.string(tags.Modality)).toBe('CT');
      expect(dataset?.string(tags.PerformedProcedureStepStatus)).toBe('COMPLETED');
      expect(dataset?.items(tags.ScheduledStepAttributesSequence)[0]?.string(tags.StudyInstanceUID)).toBe(own);
    });

    it('takes the step off the worklist', async () => {
      expect(await findscu('AccessionNumber=ACC77')).not.toContain('[S1');
    });

    it.each([
      ['a status that is none', begun(newUid()).set(tags.PerformedProcedureStepStatus, 'DONE'), 0x0106],
      ['a step that begins completed', begun(newUid()).set(tags.PerformedProcedureStepStatus, 'COMPLETED'), 0x0106],
      [
        'no modality',
        (() => {
          const dataset = begun(newUid());
          dataset.delete(tags.Modality);
          return dataset;
        })(),
        0x0120,
      ],
    ] as const)('%s is refused', async (_, dataset, status) => {
      expect((await send('create', newUid(), dataset)).status).toBe(status);
    });

    it('is a witness: what it announced and did not come is missed', async () => {
      const late = newUid();
      const of = study.studyInstanceUid;
      await send('create', late, begun(of));
      await send('set', late, ended([...study.files.map((file) => file.sopInstanceUid), newUid(), newUid()]));
      expect(await counted(of)).toMatchObject({ received: 4, expected: 6 });
    });

    it('as is an archive that notifies of what may be had, until it says that it may not any more', async () => {
      const of = study.studyInstanceUid;
      const announced = [newUid(), newUid()];
      const notify = async (instances: readonly string[], availability: string) => {
        const references = instances.map((instance) =>
          new Dataset()
            .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
            .set(tags.ReferencedSOPInstanceUID, instance)
            .set(tags.InstanceAvailability, availability)
            .set(tags.RetrieveAETitle, 'CT1'),
        );
        const series = new Dataset().set(tags.SeriesInstanceUID, newUid()).set(tags.ReferencedSOPSequence, references);
        const association = await peer.call(hub);
        const { status } = await association.perform('create', {
          sopClassUid: uids.InstanceAvailabilityNotification,
          sopInstanceUid: newUid(),
          dataset: new Dataset()
            .set(tags.ReferencedPerformedProcedureStepSequence, [])
            .set(tags.StudyInstanceUID, of)
            .set(tags.ReferencedSeriesSequence, [series]),
        });
        await association.release();
        return status;
      };
      expect(await notify(announced, 'ONLINE')).toBe(0);
      expect(await counted(of)).toMatchObject({ received: 4, expected: 8 });
      expect(await notify(announced, 'UNAVAILABLE')).toBe(0);
      expect(await counted(of)).toMatchObject({ received: 4, expected: 6 });
      expect(await notify([], 'ONLINE')).toBe(0x0120);
    });
  });
});
