/** STOW-RS in all its forms: what goes in comes out, and what is refused is named. */
import { type DicomJson, newUid, readPart10, tags, toJson, uids } from '@throughline/dicom';
import { newBoundary, readNativeModel, toNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../../test/context.ts';
import { ctDataset, ctObject } from '../../../../test/objects.ts';
import { buildApp } from '../app.ts';

interface Sent {
  readonly type: string;
  readonly location?: string;
  readonly body: Uint8Array | string;
}

describe('STOW-RS', () => {
  let context: TestContext;
  let app: FastifyInstance;
  let root: string;

  beforeAll(async () => {
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
    app = await buildApp(context);
    root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  });
  afterAll(async () => {
    await app?.close();
    await context?.close();
  });

  const stow = (type: string, parts: readonly Sent[], accept = 'application/dicom+json', path = '/studies') => {
    const boundary = newBoundary();
    const chunks = parts.flatMap(({ type: partType, location, body }) => [
      Buffer.from(`--${boundary}\r\nContent-Type: ${partType}\r\n`),
      Buffer.from(location === undefined ? '\r\n' : `Content-Location: ${location}\r\n\r\n`),
      Buffer.from(body as Uint8Array),
      Buffer.from('\r\n'),
    ]);
    return fetch(`${root}${path}`, {
      method: 'POST',
      headers: { 'content-type': `multipart/related; type="${type}"; boundary=${boundary}`, accept },
      body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
    });
  };

  const json = 'application/dicom+json';
  const xml = 'application/dicom+xml';

  const pixelAddress = 'bulk/pixels';
  const metadataOf = (fields: Parameters<typeof ctDataset>[0], address = pixelAddress): DicomJson =>
    toJson(ctDataset(fields), { bulkDataUri: () => address });

  const retrieved = async (url: string) => {
    const answer = await fetch(url, { headers: { accept: 'application/dicom; transfer-syntax=*' } });
    expect(answer.status).toBe(200);
    const bytes = Buffer.from(await answer.arrayBuffer());
    return {
      bytes,
      ...(await readPart10(
        (async function* () {
          yield bytes;
        })(),
        { keep: 'all', bulkThreshold: 1e9 },
      )),
    };
  };

  const urlIn = (told: DicomJson): string =>
    String((told['00081199']?.Value?.[0] as DicomJson | undefined)?.['00081190']?.Value?.[0]);

  it.each([
    ['JSON', json, (dataset: DicomJson) => JSON.stringify([dataset])],
    ['XML', xml, toNativeModel],
  ])('stores metadata in %s with bulk data', async (_, type, write) => {
    const instance = newUid();
    const answer = await stow(type, [
      { type, body: write(metadataOf({ instance, patientName: 'ÉLODIE^山田' })) },
      { type: 'application/octet-stream', location: pixelAddress, body: new Uint8Array(512).fill(7) },
    ]);
    expect(answer.status).toBe(200);
    const { dataset, transferSyntaxUid, bytes } = await retrieved(urlIn((await answer.json()) as DicomJson));
    expect([transferSyntaxUid, dataset.string(tags.SOPInstanceUID), dataset.string(tags.PatientName)]).toEqual([
      uids.ExplicitVRLittleEndian,
      instance,
      'ÉLODIE^山田',
    ]);
    const pixels = dataset.get(tags.PixelData);
    const { offset, length } = pixels?.kind === 'bulk' ? pixels : { offset: 0, length: 0 };
    expect(bytes.subarray(offset, offset + length).equals(Buffer.alloc(512, 7))).toBe(true);
  });

  it('stores bulk data that do not fit into memory as a value of a sequence and of an odd length', async () => {
    const body = Buffer.alloc(3 * 2 ** 20 + 1, 5);
    const metadata: DicomJson = {
      ...metadataOf({}),
      '00420011': { vr: 'OB', BulkDataURI: 'document' },
      '00081140': { vr: 'SQ', Value: [{ '00420011': { vr: 'OB', BulkDataURI: 'inner' } }] },
    };
    const answer = await stow(json, [
      { type: json, body: JSON.stringify([metadata]) },
      { type: 'application/octet-stream', location: 'document', body },
      { type: 'application/octet-stream', location: 'inner', body: new Uint8Array([1, 2, 3]) },
      { type: 'application/octet-stream', location: pixelAddress, body: new Uint8Array(512) },
    ]);
    expect(answer.status).toBe(200);
    const { dataset } = await retrieved(urlIn((await answer.json()) as DicomJson));
    const [item] = dataset.items(0x00081140);
    const inner = item?.get(0x00420011);
    expect(inner?.kind === 'value' && [...inner.bytes]).toEqual([1, 2, 3, 0]);
    const outer = dataset.get(0x00420011);
    const length = outer?.kind === 'bulk' ? outer.length : outer?.kind === 'value' ? outer.bytes.length : 0;
    expect(length).toBe(body.length + 1);
  });

  it('stores a compressed frame in the syntax that its media type means', async () => {
    const frame = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
    const answer = await stow(json, [
      { type: json, body: JSON.stringify([metadataOf({})]) },
      { type: 'image/jp2', location: pixelAddress, body: frame },
    ]);
    const { dataset, transferSyntaxUid, bytes } = await retrieved(urlIn((await answer.json()) as DicomJson));
    const pixels = dataset.get(tags.PixelData);
    expect(transferSyntaxUid).toBe(uids.JPEG2000Lossless);
    const [fragment] = pixels?.kind === 'encapsulated' ? pixels.fragments : [];
    expect(fragment && [...bytes.subarray(fragment.offset, fragment.offset + fragment.length)]).toEqual([...frame]);
  });

  it('stores one object alone, as a file and as metadata', async () => {
    const file = await fetch(`${root}/studies`, {
      method: 'POST',
      headers: { 'content-type': 'application/dicom' },
      body: new Uint8Array(ctObject()),
    });
    expect(file.status).toBe(200);
    const alone = await fetch(`${root}/studies`, {
      method: 'POST',
      headers: { 'content-type': json },
      body: JSON.stringify([toJson(ctDataset())]),
    });
    expect(alone.status).toBe(200);
  });

  it('says what was stored and what was not, by name', async () => {
    const [good, other] = [newUid(), newUid()];
    const study = newUid();
    const answer = await stow(
      'application/dicom',
      [
        { type: 'application/dicom', body: ctObject({ instance: good, study }) },
        { type: 'application/dicom', body: ctObject({ instance: other }) },
      ],
      json,
      `/studies/${study}`,
    );
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({
      '00081190': { vr: 'UR', Value: [`${root}/studies/${study}`] },
      '00081198': {
        vr: 'SQ',
        Value: [
          {
            '00081150': { vr: 'UI', Value: [uids.CTImageStorage] },
            '00081155': { vr: 'UI', Value: [other] },
            '00081197': { vr: 'US', Value: [0xa900] },
          },
        ],
      },
      '00081199': { vr: 'SQ', Value: [expect.objectContaining({ '00081155': { vr: 'UI', Value: [good] } })] },
    });
  });

  it('goes on behind a part that is refused before its end, however long it is', async () => {
    const [first, last] = [newUid(), newUid()];
    const type = 'application/dicom';
    const answer = await stow(type, [
      { type, body: ctObject({ instance: first }) },
      { type, body: Buffer.alloc(3 * 2 ** 20, 'no object, ') },
      { type, body: ctObject({ instance: last }) },
    ]);
    expect(answer.status).toBe(202);
    const told = (await answer.json()) as Record<string, { readonly Value: readonly Record<string, unknown>[] }>;
    expect(told['00081198']?.Value).toEqual([{ '00081197': { vr: 'US', Value: [0xc000] } }]);
    expect(told['00081199']?.Value.map((item) => item['00081155'])).toEqual(
      [first, last].map((uid) => ({ vr: 'UI', Value: [uid] })),
    );
  });

  it('answers in XML', async () => {
    const answer = await stow('application/dicom', [{ type: 'application/dicom', body: ctObject() }], xml);
    expect(answer.headers.get('content-type')).toContain(xml);
    const told = await readNativeModel(answer.body as unknown as AsyncIterable<Uint8Array>);
    expect(urlIn(told)).toContain(`${root}/studies/`);
  });

  /** H51: nothing is fetched; only parts of the same request are bulk data. */
  it.each([
    'file:///etc/passwd',
    'http://169.254.169.254/latest/meta-data/',
    'http://2130706433/',
    'http://[::ffff:7f00:1]/',
    '//host/x',
    '../../../etc/passwd',
    'cid:nobody',
    '',
  ])('refuses bulk data at %s', async (address) => {
    const instance = newUid();
    const answer = await stow(json, [
      { type: json, body: JSON.stringify([metadataOf({ instance }, address)]) },
      { type: 'application/octet-stream', location: 'other', body: new Uint8Array(512) },
    ]);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      '00081198': {
        vr: 'SQ',
        Value: [
          {
            '00081150': { vr: 'UI', Value: [uids.CTImageStorage] },
            '00081155': { vr: 'UI', Value: [instance] },
            '00081197': { vr: 'US', Value: [0xc000] },
          },
        ],
      },
    });
    expect((await fetch(`${root}/instances?SOPInstanceUID=${instance}`)).status).toBe(204);
  });

  it.each([
    ['metadata that are no JSON', json, [{ type: json, body: '[{' }], 400],
    ['metadata with a document type', xml, [{ type: xml, body: '<!DOCTYPE x><NativeDicomModel/>' }], 400],
    ['metadata that are no objects', json, [{ type: json, body: '[{}]' }], 409],
    [
      'bulk data without an address',
      json,
      [
        { type: json, body: '[]' },
        { type: 'image/jp2', body: 'x' },
      ],
      400,
    ],
    ['no metadata', json, [{ type: 'image/jp2', location: 'x', body: 'x' }], 400],
    ['a part of another type', 'application/dicom', [{ type: 'text/html', body: 'x' }], 415],
  ])('refuses %s', async (_, type, parts, status) => {
    expect((await stow(type, parts)).status).toBe(status);
  });

  it('leaves no blobs of what was only on its way', async () => {
    const before = await blobsIn();
    await stow(json, [
      { type: json, body: JSON.stringify([metadataOf({}, 'nowhere')]) },
      { type: 'application/octet-stream', location: 'big', body: Buffer.alloc(2 ** 20) },
    ]);
    expect(await blobsIn()).toEqual(before);
  });

  const blobsIn = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const blob of context.objects.madeBefore(new Date(Date.now() + 86_400_000))) found.push(blob);
    return found.toSorted();
  };
});
