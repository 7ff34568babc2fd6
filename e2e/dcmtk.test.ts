/** DCMTK's tools against the hub, as modalities and workstations use them. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../server/src/free-port.ts';
import { allowApplicationEntity, type Hub, startHub } from './harness/hub.ts';
import { type MadeStudy, writeStudy } from './harness/objects.ts';
import { type Running, run, start } from './harness/processes.ts';

describe('DCMTK', () => {
  let hub: Hub;
  let folder: string;
  let study: MadeStudy;
  let receiver: Running;
  let received: string;

  const tool = (name: string, ...args: readonly string[]) => run(name, [...args]);
  const peer = (): readonly string[] => [
    '-aet',
    'WORKSTATION',
    '-aec',
    hub.aeTitle,
    '127.0.0.1',
    String(hub.dicomPort),
  ];

  beforeAll(async () => {
    hub = await startHub();
    folder = await mkdtemp(join(tmpdir(), 'throughline-dcmtk-'));
    received = join(folder, 'received');
    study = await writeStudy(join(folder, 'study'), { series: 2, imagesPerSeries: 5, size: 128 });
    const port = await freePort();
    await run('mkdir', ['-p', received, join(folder, 'got')]);
    receiver = start('storescp', ['-v', '-aet', 'RECEIVER', '-od', received, String(port)]);
    await allowApplicationEntity(hub, 'WORKSTATION', ['echo', 'store', 'find', 'get', 'move'], { issuer: 'E2E' });
    await allowApplicationEntity(hub, 'RECEIVER', ['store'], { destination: { host: '127.0.0.1', port } });
  });

  afterAll(async () => {
    await receiver?.stop();
    await hub?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const original = async (sopInstanceUid: string): Promise<Buffer> => {
    const file = study.files.find((each) => each.sopInstanceUid === sopInstanceUid);
    if (file === undefined) throw new Error('an object that was never sent');
    return readFile(file.path);
  };

  /** DCMTK writes its own file meta information; the data set must be the one that was sent. */
  const expectSameDatasets = async (target: string): Promise<void> => {
    const names = (await readdir(target)).filter((name) => !name.startsWith('.'));
    expect(names).toHaveLength(study.files.length);
    for (const name of names) {
      const dump = await tool('dcmdump', '+P', 'SOPInstanceUID', join(target, name));
      const uid = /\[([\d.]+)\]/.exec(dump.output)?.[1] ?? '';
      const sent = await original(uid);
      const got = await readFile(join(target, name));
      const length = sent.length - 132 - sent.readUInt32LE(140) - 12;
      expect(got.subarray(got.length - length).equals(sent.subarray(sent.length - length))).toBe(true);
    }
  };

  it('echoscu is answered', async () => {
    const { code, output } = await tool('echoscu', ...peer());
    expect(code, output).toBe(0);
  });

  it('echoscu of an unlisted AE title is rejected', async () => {
    const { code, output } = await tool(
      'echoscu',
      '-aet',
      'STRANGER',
      '-aec',
      hub.aeTitle,
      '127.0.0.1',
      String(hub.dicomPort),
    );
    expect(code).not.toBe(0);
    expect(output).toMatch(/Calling AE Title Not Recognized/i);
  });

  it('echoscu to another called AE title is rejected', async () => {
    const { code, output } = await tool(
      'echoscu',
      '-aet',
      'WORKSTATION',
      '-aec',
      '../../other',
      '127.0.0.1',
      String(hub.dicomPort),
    );
    expect(code).not.toBe(0);
    expect(output).toMatch(/Called AE Title Not Recognized/i);
  });

  it('storescu stores the first series', async () => {
    const { code, output } = await tool('storescu', ...peer(), ...study.files.slice(0, 5).map((file) => file.path));
    expect(code, output).toBe(0);
  });

  it('dcmsend stores a folder, what is already there included', async () => {
    const args = ['-v', ...peer(), '+sd', '+r', join(folder, 'study')];
    const { code, output } = await tool('dcmsend', ...args);
    expect(code, output).toBe(0);
    expect(output).toMatch(/with status SUCCESS\s*:\s*10|10/);
  });

  const find = (model: '-S' | '-P', ...keys: readonly string[]) =>
    tool('findscu', model, ...peer(), ...keys.flatMap((key) => ['-k', key]));

  it('findscu finds the study by patient ID, with its counts', async () => {
    const { code, output } = await find(
      '-S',
      'QueryRetrieveLevel=STUDY',
      `PatientID=${study.patientId}`,
      'StudyInstanceUID',
      'NumberOfStudyRelatedInstances',
      'NumberOfStudyRelatedSeries',
      'ModalitiesInStudy',
    );
    expect(code, output).toBe(0);
    expect(output).toContain(study.studyInstanceUid);
    expect(output).toMatch(/IS \[10 ?\]/);
    expect(output).toMatch(/CS \[CT\]/);
  });

  it('findscu finds by patient name with a wildcard, whatever its case', async () => {
    const { output } = await find(
      '-P',
      'QueryRetrieveLevel=PATIENT',
      'PatientName=synth*',
      `PatientID=${study.patientId}`,
    );
    expect(output).toContain('SYNTHETIC^TEST');
  });

  it('findscu finds nothing for an unknown accession number', async () => {
    const { code, output } = await find('-S', 'QueryRetrieveLevel=STUDY', 'AccessionNumber=NOSUCH', 'StudyInstanceUID');
    expect(code).toBe(0);
    expect(output).not.toContain(study.studyInstanceUid);
  });

  it('findscu lists series and instances', async () => {
    const [series] = study.seriesInstanceUids;
    const atSeries = await find(
      '-S',
      'QueryRetrieveLevel=SERIES',
      `StudyInstanceUID=${study.studyInstanceUid}`,
      'SeriesInstanceUID',
    );
    for (const uid of study.seriesInstanceUids) expect(atSeries.output).toContain(uid);
    const atImage = await find(
      '-S',
      'QueryRetrieveLevel=IMAGE',
      `StudyInstanceUID=${study.studyInstanceUid}`,
      `SeriesInstanceUID=${series}`,
      'SOPInstanceUID',
    );
    for (const file of study.files.slice(0, 5)) expect(atImage.output).toContain(file.sopInstanceUid);
  });

  it('getscu retrieves the study, byte for byte', async () => {
    const target = join(folder, 'got');
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study.studyInstanceUid}`];
    const { code, output } = await tool('getscu', '-S', '-od', target, ...peer(), ...keys);
    expect(code, output).toBe(0);
    await expectSameDatasets(target);
  });

  it('movescu sends the study to a listed destination, byte for byte', async () => {
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study.studyInstanceUid}`];
    const { code, output } = await tool('movescu', '-v', '-S', '-aem', 'RECEIVER', ...peer(), ...keys);
    expect(code, output).toBe(0);
    await expectSameDatasets(received);
  });

  it('movescu to a destination that is not listed is refused', async () => {
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study.studyInstanceUid}`];
    const { output } = await tool('movescu', '-d', '-S', '-aem', 'NOWHERE', ...peer(), ...keys);
    expect(output).toMatch(/a801|MoveDestinationUnknown/i);
  });

  it('movescu hears which objects a destination that does not answer did not get', async () => {
    await allowApplicationEntity(hub, 'SILENT', ['store'], {
      destination: { host: '127.0.0.1', port: await freePort() },
    });
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study.studyInstanceUid}`];
    const { output } = await tool('movescu', '-d', '-S', '-aem', 'SILENT', ...peer(), ...keys);
    expect(output).toMatch(/a702/i);
    expect(output).toMatch(new RegExp(`Failed Suboperations\\s*: ${study.files.length}`));
    expect(output).toContain('FailedSOPInstanceUIDList');
  });
});
