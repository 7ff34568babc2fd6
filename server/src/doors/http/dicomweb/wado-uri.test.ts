/** WADO-URI (PS3.18 9), and the bulk data and pixel data of whole levels (10.4.1.1). */
import { encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { boundaryOf, readMultipart } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../../test/context.ts';
import { ctDataset } from '../../../../test/objects.ts';
import { buildApp } from '../app.ts';

const [study, series, image, compressed] = [newUid(), newUid(), newUid(), newUid()];
const side = 32;

describe('WADO-URI and resources of whole levels', () => {
  let context: TestContext;
  let app: FastifyInstance;
  let original: Uint8Array;

  const store = async (bytes: Uint8Array): Promise<void> => {
    const answer = await app.inject({
      method: 'POST',
      url: '/dicom-web/studies',
      headers: { 'content-type': 'application/dicom' },
      payload: Buffer.from(bytes),
    });
    expect(answer.statusCode).toBe(200);
  };

  beforeAll(async () => {
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
    app = await buildApp(context);
    await app.ready();
    const pixels = Uint16Array.from({ length: side * side }, (_, at) => at);
    const first = ctDataset({ study, series, instance: image, side });
    first.set(tags.PixelData, new Uint8Array(pixels.buffer), 'OW');
    first.set(0x00420011, new Uint8Array(6000).fill(3), 'OB');
    original = encodePart10(first, uids.ExplicitVRLittleEndian);
    await store(original);
    const second = ctDataset({ study, series, instance: compressed, side });
    second.set(tags.NumberOfFrames, '2');
    // Two frames of RLE with two segments each: all bytes 5, then all 6 (PS3.5 G).
    const frame = (value: number): Uint8Array => {
      const header = Buffer.alloc(64);
      const runs = Buffer.from(Array.from({ length: (side * side) / 128 }, () => [0x81, value]).flat());
      header.writeUInt32LE(2, 0);
      header.writeUInt32LE(64, 4);
      header.writeUInt32LE(64 + runs.length, 8);
      return Buffer.concat([header, runs, runs]);
    };
    second.put(encapsulate([frame(5), frame(6)]));
    await store(encodePart10(second, uids.RLELossless));
  });
  afterAll(async () => {
    await app?.close();
    await context?.close();
  });

  const wado = (query: string, instance = image, headers: Record<string, string> = {}) =>
    app.inject({
      url: `/dicom-web/wado?requestType=WADO&studyUID=${study}&seriesUID=${series}&objectUID=${instance}${query}`,
      headers,
    });

  it('gives the object with equal bytes', async () => {
    const answer = await wado('&contentType=application/dicom');
    expect(answer.headers['content-type']).toBe(`application/dicom; transfer-syntax=${uids.ExplicitVRLittleEndian}`);
    expect(answer.rawPayload.equals(Buffer.from(original))).toBe(true);
    expect(
      (await wado('&contentType=application%2Fdicom', image, { 'if-none-match': String(answer.headers.etag) }))
        .statusCode,
    ).toBe(304);
  });

  it('gives it in a named transfer syntax', async () => {
    const answer = await wado(
      `&contentType=application/dicom&transferSyntax=${uids.ExplicitVRLittleEndian}`,
      compressed,
    );
    expect(answer.headers['content-type']).toContain(uids.ExplicitVRLittleEndian);
  });

  it.each([
    ['as JPEG by itself', '', 'jpeg', side, side],
    ['as PNG when asked', '&contentType=image/png', 'png', side, side],
    ['no larger than its rows', '&contentType=image/png&rows=16', 'png', 16, 16],
    ['larger when asked', '&contentType=image/png&rows=64&columns=128', 'png', 64, 64],
    ['in part', '&contentType=image/png&region=0,0.5,0.5,0.75', 'png', 16, 8],
    ['by its frame', '&contentType=image/png&frameNumber=1', 'png', side, side],
    ['with what was asked', '&windowCenter=500&windowWidth=100&imageQuality=10&annotation=patient', 'jpeg', side, side],
  ])('draws the image %s', async (_, query, format, width, height) => {
    const answer = await wado(query);
    expect(answer.statusCode).toBe(200);
    expect(await sharp(answer.rawPayload).metadata()).toMatchObject({ format, width, height });
  });

  /** H52 */
  it.each([
    ['no request type', `/dicom-web/wado?studyUID=${study}&seriesUID=${series}&objectUID=${image}`, 400],
    ['another request type', `/dicom-web/wado?requestType=MURDER&studyUID=${study}`, 400],
    ['no object', `/dicom-web/wado?requestType=WADO&studyUID=${study}&seriesUID=${series}`, 400],
    [
      'an object that is not there',
      `/dicom-web/wado?requestType=WADO&studyUID=${study}&seriesUID=${series}&objectUID=1.2.3`,
      404,
    ],
    ['a path for a UID', `/dicom-web/wado?requestType=WADO&studyUID=..%2F..%2Fetc&seriesUID=1&objectUID=1`, 400],
    [
      'a line end in a UID',
      `/dicom-web/wado?requestType=WADO&studyUID=1.2%0d%0aSet-Cookie:x&seriesUID=1&objectUID=1`,
      400,
    ],
  ])('refuses %s', async (_, url, status) => {
    expect((await app.inject({ url })).statusCode).toBe(status);
  });

  it.each([
    ['&objectUID=1.2.3', 400],
    ['&requestType=WADO', 400],
    ['&contentType=text/csv', 406],
    ['&contentType=%0d%0aX-Evil:1', 406],
    ['&contentType[]=image/png', 200],
    ['&contentType=application/dicom&transferSyntax=..%2Fx', 400],
    ['&contentType=application/dicom&transferSyntax=1.2.3', 406],
    ['&contentType=image/png&transferSyntax=1.2.840.10008.1.2.1', 400],
    ['&anonymize=yes', 406],
    ['&frameNumber=0', 400],
    ['&frameNumber=99', 404],
    ['&rows=1e308', 400],
    ['&rows=NaN', 400],
    ['&windowCenter=5', 400],
    ['&windowCenter=1e308&windowWidth=1', 400],
    ['&imageQuality=101', 400],
    ['&region=0,0,2,2', 400],
    ['&region=0.5,0.5,0.1,0.1', 400],
    ['&annotation=name', 400],
    ['&presentationUID=1.2', 400],
    ['&presentationUID=1.2&presentationSeriesUID=1.2', 404],
  ])('answers %s with %i', async (query, status) => {
    const answer = await wado(query);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['x-evil']).toBeUndefined();
  });

  const partsOf = async (url: string, accept = '*/*') => {
    const answer = await app.inject({ url: `/dicom-web/studies/${study}${url}`, headers: { accept } });
    expect(answer.statusCode).toBe(200);
    const found: { type: string; path: string; bytes: Buffer }[] = [];
    const body = (async function* () {
      yield answer.rawPayload;
    })();
    for await (const part of readMultipart(body, boundaryOf(String(answer.headers['content-type'])))) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of part.body) chunks.push(Buffer.from(chunk));
      const path = part.headers.get('content-location')?.split('/instances/')[1] ?? '';
      found.push({ type: part.headers.get('content-type') ?? '', path, bytes: Buffer.concat(chunks) });
    }
    return found;
  };

  it('gives all bulk data of a study, each at its address', async () => {
    const found = await partsOf('/bulkdata');
    const pixels = (instance: string) => `${instance}/bulkdata/7FE00010 ${side * side * 2}`;
    expect(found.map(({ path, bytes }) => `${path} ${bytes.length}`).toSorted()).toEqual(
      [`${image}/bulkdata/00420011 6000`, pixels(image), pixels(compressed), pixels(compressed)].toSorted(),
    );
  });

  it('gives the pixel data of a series, uncompressed or as they are stored', async () => {
    const plain = await partsOf(`/series/${series}/pixeldata`);
    expect(plain.map(({ bytes }) => bytes[0]).toSorted()).toEqual([0, 5, 6]);
    const stored = await partsOf(
      `/series/${series}/instances/${compressed}/pixeldata`,
      'multipart/related; type="image/dicom-rle"',
    );
    expect(stored.map(({ type }) => type)).toEqual(
      Array(2).fill(`image/dicom-rle; transfer-syntax=${uids.RLELossless}`),
    );
  });

  it.each(['application/json', 'multipart/related; type="image/dicom-rle"'])(
    'refuses bulk data of a study, some of which cannot be given as %s, before the first byte',
    async (accept) => {
      const answer = await app.inject({ url: `/dicom-web/studies/${study}/bulkdata`, headers: { accept } });
      expect([answer.statusCode, answer.json().code]).toEqual([406, 'not-acceptable']);
    },
  );

  it.each([
    ['0', 400],
    ['-1', 400],
    ['1.5', 400],
    ['one', 400],
    ['1,1', 400],
    ['2,1', 200],
    ['3', 404],
  ])('answers frames %s with %i', async (numbers, status) => {
    const url = `/dicom-web/studies/${study}/series/${series}/instances/${compressed}/frames/${numbers}`;
    expect((await app.inject({ url })).statusCode).toBe(status);
  });

  it('gives one value as a part when that is what is taken', async () => {
    const one = `/series/${series}/instances/${image}/bulkdata/00420011`;
    const [part] = await partsOf(one, 'multipart/related; type="application/octet-stream"');
    expect(part?.bytes).toEqual(Buffer.alloc(6000, 3));
    const refused = await app.inject({ url: `/dicom-web/studies/${study}${one}`, headers: { accept: 'text/html' } });
    expect(refused.statusCode).toBe(406);
  });
});
