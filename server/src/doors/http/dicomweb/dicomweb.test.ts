/** DICOMweb through real sockets on a real database: what goes in comes out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Dataset, encodeDataset, encodeFileMeta, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { DicomwebClient } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { storeRequest } from '../../../../test/dicomweb-door.ts';
import { readConfig } from '../../../config.ts';
import { createTestDatabase, type TestDatabase } from '../../../db/testing.ts';
import type { Context } from '../../../features/context.ts';
import { closeWorkers } from '../../../features/retrieve/index.ts';
import { createFilesystemStore } from '../../../storage/index.ts';
import { buildApp } from '../app.ts';

const corpus = join(resolve(process.env.THROUGHLINE_CORPUS ?? '../shared/corpus'), 'dicom');
const corpusFiles = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'MANIFEST.tsv')
      .map((entry) => join(entry.parentPath, entry.name))
  : [];
if (corpusFiles.length === 0)
  console.warn(`No corpus at ${corpus}: only generated objects are sent. Set THROUGHLINE_CORPUS.`);

const ids = { study: newUid(), series: newUid() };

const image = (number: number, more: (dataset: Dataset) => Dataset = (dataset) => dataset): Buffer => {
  const dataset = new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, uids.CTImageStorage)
    .set(tags.SOPInstanceUID, `${ids.series}.${number}`.slice(0, 64))
    .set(tags.StudyInstanceUID, ids.study)
    .set(tags.SeriesInstanceUID, ids.series)
    .set(tags.PatientName, 'SYNTHETIC^ÉLODIE')
    .set(tags.PatientID, 'W-1')
    .set(tags.StudyDate, '20260102')
    .set(tags.AccessionNumber, 'ACC-7')
    .set(tags.Modality, 'CT')
    .set(tags.InstanceNumber, String(number))
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, 16)
    .set(tags.Columns, 16)
    .set(tags.BitsAllocated, 16)
    .set(tags.BitsStored, 12)
    .set(tags.HighBit, 11)
    .set(tags.PixelRepresentation, 0)
    .set(tags.PixelData, new Uint8Array(512).fill(number), 'OW');
  return Buffer.from(encodePart10(more(dataset), uids.ExplicitVRLittleEndian));
};

type Json = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string }>;

describe('DICOMweb', () => {
  let database: TestDatabase;
  let folder: string;
  let app: FastifyInstance;
  let root: string;
  let client: DicomwebClient;

  beforeAll(async () => {
    database = await createTestDatabase(inject('databaseServer'));
    folder = await mkdtemp(join(tmpdir(), 'throughline-dicomweb-'));
    const config = readConfig({
      THROUGHLINE_DATA: folder,
      THROUGHLINE_DEMO: '1',
      THROUGHLINE_DISK_WARN_MIB: '1',
      THROUGHLINE_DISK_STOP_MIB: '1',
    });
    const objects = createFilesystemStore({ root: join(folder, 'blobs'), watermarks: config.disk });
    const context: Context = {
      config,
      db: database.db,
      objects,
      log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
      clock: () => new Date(),
    };
    app = await buildApp(context);
    root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
    client = new DicomwebClient({ baseUrl: root });
  });

  afterAll(async () => {
    await app?.close();
    await closeWorkers();
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const stow = async (bodies: readonly Uint8Array[], path = '/studies') => {
    const answer = await fetch(`${root}${path}`, { method: 'POST', ...(await storeRequest(bodies)) });
    return { status: answer.status, json: (await answer.json()) as Json };
  };

  const retrieve = async (url: string): Promise<Buffer[]> => {
    const [, study = '', series = '', instance = ''] =
      /studies\/([^/]+)\/series\/([^/]+)\/instances\/([^/]+)$/.exec(url) ?? [];
    const found: Buffer[] = [];
    for await (const part of client.retrieveInstance(study, series, instance)) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of part.body) chunks.push(chunk);
      found.push(Buffer.concat(chunks));
    }
    return found;
  };

  it('stores, finds and gives back three images', async () => {
    const sent = [1, 2, 3].map((number) => image(number));
    const { status, json } = await stow(sent);
    expect(status).toBe(200);
    const urls = ((json['00081199']?.Value ?? []) as Json[]).map((item) => String(item['00081190']?.Value?.[0]));
    expect(urls).toHaveLength(sent.length);
    for (const [index, url] of urls.entries())
      expect((await retrieve(url))[0]?.equals(sent[index] as Buffer)).toBe(true);
  });

  it('refuses what is not DICOM beside what is, and says which', async () => {
    const { status, json } = await stow([image(4), Buffer.from('no object at all')]);
    expect(status).toBe(202);
    expect(json['00081199']?.Value).toHaveLength(1);
    expect(json['00081198']?.Value).toHaveLength(1);
  });

  it('refuses an object of another study (H50)', async () => {
    const { status } = await stow([image(5)], `/studies/${newUid()}`);
    expect(status).toBe(409);
  });

  const queries: readonly (readonly [string, number])[] = [
    ['PatientID=W-1', 1],
    ['00100020=W-1', 1],
    ['PatientName=synthetic*', 1],
    ['PatientName=synthetic^elodie', 1],
    ['PatientName=sinthetik&fuzzymatching=true', 1],
    ['PatientName=NOBODY', 0],
    ['StudyDate=20260101-20260103', 1],
    ['StudyDate=20260103-', 0],
    ['AccessionNumber=ACC*', 1],
    ['AccessionNumber=ACC%', 0],
    ['ModalitiesInStudy=CT', 1],
    ['ModalitiesInStudy=MR', 0],
    [`StudyInstanceUID=${ids.study},1.2.3`, 1],
    ['includefield=00081030%2C00080060&PatientID=W-1', 1],
    ["PatientID=' or 1=1 --", 0],
    ['ModalitiesInStudy=CT%5CMR', 1],
    ['ModalitiesInStudy=CT%5CMR&multiplevaluematching=true', 0],
    ['ModalitiesInStudy=CT%5CCT&multiplevaluematching=true', 1],
    ['ReferringPhysicianName=%22%22&emptyvaluematching=true', 1],
    ['AccessionNumber=%22%22&emptyvaluematching=true', 0],
    ['ModalitiesInStudy=%22%22&emptyvaluematching=true', 0],
    ['ReferringPhysicianName=%22%22', 0],
  ];

  it.each(queries)('finds by %s', async (query, count) => {
    const answer = await fetch(`${root}/studies?${query}`);
    const found = answer.status === 204 ? [] : ((await answer.json()) as Json[]);
    expect(found).toHaveLength(count);
    if (count > 0) expect(found[0]?.['00201208']?.Value).toEqual([4]);
  });

  it('finds studies by their physician, by sound when it is asked to', async () => {
    const study = newUid();
    const object = image(8, (dataset) =>
      dataset
        .set(tags.StudyInstanceUID, study)
        .set(tags.SeriesInstanceUID, newUid())
        .set(tags.SOPInstanceUID, newUid())
        .set(tags.ReferringPhysicianName, 'SCHMIDT^RENÉ'),
    );
    expect((await stow([object])).status).toBe(200);
    const counts = await Promise.all(
      ['schmidt', 'Schmidt^rene', 'shmit', 'shmit&fuzzymatching=true', 'shmit^rene&fuzzymatching=true'].map(
        async (name) =>
          (await fetch(`${root}/studies?StudyInstanceUID=${study}&ReferringPhysicianName=${name}`)).status,
      ),
    );
    expect(counts).toEqual([200, 200, 204, 200, 200]);
    const others = ['schmidt^paul', 'miller'].map(
      async (name) =>
        (await fetch(`${root}/studies?StudyInstanceUID=${study}&ReferringPhysicianName=${name}&fuzzymatching=true`))
          .status,
    );
    expect(await Promise.all(others)).toEqual([204, 204]);
  });

  it('tells of series and instances what the Standard wants of them (PS3.18 10.6.3.3)', async () => {
    const [study, series, instance] = [newUid(), newUid(), newUid()];
    const request = (step: string, procedure: string) =>
      new Dataset().set(tags.ScheduledProcedureStepID, step).set(tags.RequestedProcedureID, procedure);
    const object = image(9, (dataset) =>
      dataset
        .set(tags.StudyInstanceUID, study)
        .set(tags.SeriesInstanceUID, series)
        .set(tags.SOPInstanceUID, instance)
        .set(tags.TimezoneOffsetFromUTC, '+0100')
        .set(tags.RequestAttributesSequence, [request('S1', 'R1'), request('S2', 'R2')]),
    );
    expect((await stow([object])).status).toBe(200);
    const search = async (path: string): Promise<readonly Json[]> => {
      const answer = await fetch(`${root}${path}`);
      return answer.status === 204 ? [] : ((await answer.json()) as Json[]);
    };
    const [found] = await search(`/studies/${study}/instances`);
    expect([found?.['00280100']?.Value, found?.['00080056']?.Value, found?.['00080201']?.Value]).toEqual([
      [16],
      ['ONLINE'],
      ['+0100'],
    ]);
    expect(found?.['00400275']?.Value).toEqual(
      ['1', '2'].map((number) => ({
        '00400009': { vr: 'SH', Value: [`S${number}`] },
        '00401001': { vr: 'SH', Value: [`R${number}`] },
      })),
    );
    const within = 'RequestAttributesSequence';
    // Keys of one item; and a sequence that is not searched by is not the attribute at the top.
    const counts = await Promise.all(
      [
        `${within}.ScheduledProcedureStepID=S2`,
        `${within}.ScheduledProcedureStepID=S2&${within}.RequestedProcedureID=R?`,
        `${within}.ScheduledProcedureStepID=S2&${within}.RequestedProcedureID=R1`,
        '00400275.00401001=R9',
        'ReferencedSeriesSequence.SeriesInstanceUID=1.2.3',
      ].map(async (query) => (await search(`/studies/${study}/series?${query}`)).length),
    );
    expect(counts).toEqual([1, 1, 0, 0, 1]);
    const [other] = await search(`/studies/${ids.study}/series`);
    expect(Object.keys(other ?? {})).not.toContain('00400275');
  });

  it.each(['offset=-1', 'limit=many', 'NoSuchKeyword=1'])('refuses %s', async (query) => {
    expect((await fetch(`${root}/studies?${query}`)).status).toBe(400);
  });

  it('gives the headers of a series in order, with bulk data by reference', async () => {
    const answer = await fetch(`${root}/studies/${ids.study}/series/${ids.series}/metadata`);
    const headers = (await answer.json()) as Json[];
    expect(headers.map((header) => header['00200013']?.Value?.[0])).toEqual([1, 2, 3, 4]);
    const uri = headers[0]?.['7FE00010']?.BulkDataURI ?? '';
    const pixels = Buffer.from(await (await fetch(uri)).arrayBuffer());
    expect(pixels.equals(Buffer.alloc(512, 1))).toBe(true);
  });

  it('gives the header of an object that says its UIDs in its file meta information alone', async () => {
    const [study, sop] = [newUid(), newUid()];
    const syntax = uids.ExplicitVRLittleEndian;
    const dataset = new Dataset()
      .set(tags.StudyInstanceUID, study)
      .set(tags.PatientID, 'W-2')
      .set(tags.PatientName, 'OLD^FILE');
    const meta = encodeFileMeta({ sopClassUid: uids.CTImageStorage, sopInstanceUid: sop, transferSyntaxUid: syntax });
    const { json } = await stow([Buffer.concat([meta, encodeDataset(dataset, syntax)])]);
    const [item] = (json['00081199']?.Value ?? []) as Json[];
    const url = String(item?.['00081190']?.Value?.[0]);
    const series = /series\/([\d.]+)/.exec(url)?.[1];
    for (const address of [url, url.replace(/\/instances.*/, ''), `${root}/studies/${study}`]) {
      const answer = await fetch(`${address}/metadata`);
      expect(answer.status, address).toBe(200);
      const [header = {}, ...more] = (await answer.json()) as Json[];
      expect(more).toHaveLength(0);
      const uidsIn = ['00080016', '00080018', '0020000D', '0020000E'].map((tag) => header[tag]?.Value?.[0]);
      expect(uidsIn).toEqual([uids.CTImageStorage, sop, study, series]);
      const given = Object.keys(header).filter((tag) => tag !== '00083002');
      expect(given).toEqual(given.toSorted());
    }
    const xml = await fetch(`${url}/metadata`, {
      headers: { accept: 'multipart/related; type="application/dicom+xml"' },
    });
    expect(await xml.text()).toContain(sop);
  });

  it('gives a frame raw, and as a picture', async () => {
    const instance = `${root}/studies/${ids.study}/series/${ids.series}/instances/${`${ids.series}.2`.slice(0, 64)}`;
    const raw = await fetch(`${instance}/frames/1`, { headers: { accept: 'application/octet-stream' } });
    expect(Buffer.from(await raw.arrayBuffer()).equals(Buffer.alloc(512, 2))).toBe(true);
    const picture = await fetch(`${instance}/rendered`, { headers: { accept: 'image/png' } });
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect((await fetch(`${instance}/frames/2`)).status).toBe(404);
  });

  it('gives one frame as the only part of an answer that tells its length', async () => {
    const address = `${root}/studies/${ids.study}/series/${ids.series}/instances/${`${ids.series}.2`.slice(0, 64)}/frames/1`;
    const answer = await fetch(address, { headers: { accept: 'multipart/related; type="application/octet-stream"' } });
    const body = Buffer.from(await answer.arrayBuffer());
    expect(Number(answer.headers.get('content-length'))).toBe(body.length);
    const boundary = /boundary=(\S+)/.exec(answer.headers.get('content-type') ?? '')?.[1];
    const [before, part, after] = body.toString('latin1').split(`--${boundary}`);
    expect([before, after]).toEqual(['', '--\r\n']);
    expect(part?.slice((part.indexOf('\r\n\r\n') ?? 0) + 4)).toBe(`${'\x02'.repeat(512)}\r\n`);
    const head = await fetch(address, { method: 'HEAD' });
    expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
    expect(head.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.skipIf(corpusFiles.length === 0)(
    'takes real files of many kinds and gives each back byte for byte',
    async () => {
      // Several files of the corpus share a UID with other bytes: the first stays the one that is served.
      const first = new Map<string, Buffer>();
      let accepted = 0;
      for (const file of corpusFiles) {
        const bytes = readFileSync(file);
        const { json } = await stow([bytes]);
        const [item] = (json['00081199']?.Value ?? []) as Json[];
        if (item === undefined) continue;
        accepted += 1;
        const uid = String(item['00081155']?.Value?.[0]);
        if (!first.has(uid)) first.set(uid, bytes);
        const [back] = await retrieve(String(item['00081190']?.Value?.[0]));
        expect(back?.equals(first.get(uid) as Buffer), file).toBe(true);
      }
      expect(accepted).toBeGreaterThan(380);
    },
    300_000,
  );
});
