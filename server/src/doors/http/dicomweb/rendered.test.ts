/** Rendered resources: what their parameters do, and what is refused (PS3.18 8.3.5.1; hostile case H59). */
import { Dataset, encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { newBoundary, writeMultipart } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { ctDataset } from '../../../../test/objects.ts';
import { moveStudy, undoCorrection } from '../../../features/corrections/index.ts';
import { closeWorkers } from '../../../features/retrieve/index.ts';
import { buildApp } from '../app.ts';

const side = 64;
const ids = { study: newUid(), series: newUid() };
const [first, second] = [newUid(), newUid()];
const path = `/studies/${ids.study}/series/${ids.series}/instances/${first}`;
/** An object of three frames. */
const framesPath = `/studies/${ids.study}/series/${ids.series}/instances/${second}`;

let context: TestContext;
let app: FastifyInstance;
let root: string;

/** Brighter to the right, and a little further down. */
const gradient = (frames: number): Uint8Array => {
  const values = Uint16Array.from(
    { length: side * side * frames },
    (_, at) => (at % side) * 4 + (Math.floor(at / side) % side),
  );
  return new Uint8Array(values.buffer);
};

const stow = async (objects: readonly Uint8Array[]) => {
  const boundary = newBoundary();
  const parts = objects.map((body) => ({ contentType: 'application/dicom', body }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeMultipart(boundary, parts)) chunks.push(chunk);
  const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  return { headers: { 'content-type': type }, body: Buffer.concat(chunks) };
};

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  app = await buildApp(context);
  root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  const plain = ctDataset({ ...ids, instance: first, side }).set(tags.PixelData, gradient(1), 'OW');
  const frames = ctDataset({ ...ids, instance: second, side })
    .set(tags.NumberOfFrames, '3')
    .set(tags.PixelData, gradient(3), 'OW');
  const objects = [plain, frames].map((dataset) => encodePart10(dataset, uids.ExplicitVRLittleEndian));
  const answer = await fetch(`${root}/studies`, { method: 'POST', ...(await stow(objects)) });
  expect(answer.status).toBe(200);
});
afterAll(async () => {
  await app.close();
  await closeWorkers();
  await context.close();
});

const get = (url: string, accept = 'image/png') => fetch(`${root}${url}`, { headers: { accept } });

const pixels = async (query: string) => {
  const answer = await get(`${path}/rendered?${query}`);
  expect(answer.status).toBe(200);
  const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...info, at: (x: number, y: number) => data[y * info.width + x] as number, data };
};

const shade = (x: number, y: number): number => Math.min(255, Math.floor(((x * 4 + y - 157.5) / 314 + 0.5) * 255));

it('draws all the pixels in the window that is asked for', async () => {
  const { width, height, at } = await pixels('window=158,315,linear');
  expect([width, height]).toEqual([side, side]);
  for (const [x, y] of [
    [0, 0],
    [63, 0],
    [10, 50],
    [40, 20],
  ] as const)
    expect(Math.abs(at(x, y) - shade(x, y))).toBeLessThanOrEqual(1);
});

it.each([
  ['a part, as large as it is', '32,32,16,8,32,32', (x: number, y: number) => [x + 16, y + 8] as const],
  ['a part, turned over to the side', '32,32,16,8,-32,32', (x: number, y: number) => [47 - x, y + 8] as const],
  ['a part, upside down', '32,32,16,8,32,-32', (x: number, y: number) => [x + 16, 39 - y] as const],
  [
    'what is left of a part that goes past the edge',
    '16,16,48,48,40,40',
    (x: number, y: number) => [x + 48, y + 48] as const,
  ],
])('viewport: %s', async (_name, viewport, source) => {
  const { at } = await pixels(`window=158,315,linear&viewport=${viewport}`);
  for (const [x, y] of [
    [0, 0],
    [15, 0],
    [3, 15],
    [8, 9],
  ] as const) {
    const [sx, sy] = source(x, y);
    expect(Math.abs(at(x, y) - shade(sx, sy))).toBeLessThanOrEqual(1);
  }
});

it('fits the picture into the viewport and keeps its form', async () => {
  const { width, height } = await pixels('viewport=200,100');
  expect([width, height]).toEqual([100, 100]);
});

it('writes on the picture only when it is asked to', async () => {
  const [plain, patient, technique] = [
    await pixels(''),
    await pixels('annotation=patient'),
    await pixels('annotation=technique'),
  ];
  expect(patient.data.equals(plain.data)).toBe(false);
  expect(technique.data.equals(plain.data)).toBe(false);
  expect(technique.data.equals(patient.data)).toBe(false);
});

it('writes who the patient is now, not who the object says', async () => {
  const before = await pixels('annotation=patient');
  const study = path.split('/')[2] ?? '';
  const named = { issuer: 'COUNTY', patientId: 'MOVED-1', name: 'MOVED^PERSON', reason: 'test' };
  const { id } = await moveStudy(context, testPrincipal(), { studyInstanceUid: study, ...named });
  expect((await pixels('annotation=patient')).data.equals(before.data)).toBe(false);
  expect((await pixels('')).data.equals((await pixels('annotation=technique')).data)).toBe(false);
  await undoCorrection(context, testPrincipal(), id);
  expect((await pixels('annotation=patient')).data.equals(before.data)).toBe(true);
});

it('makes a smaller file of less quality', async () => {
  const size = async (quality: number) =>
    (await (await get(`${path}/rendered?quality=${quality}`, 'image/jpeg')).arrayBuffer()).byteLength;
  expect(await size(5)).toBeLessThan(await size(95));
});

it.each<readonly [string, string | undefined]>([
  ['no', undefined],
  ['yes', 'sRGB'],
  ['srgb', 'sRGB'],
  ['displayp3', 'P3'],
])('says which colours its numbers are: iccprofile=%s', async (name, profile) => {
  const instance = newUid();
  const colours = new Uint8Array(side * side * 3).map((_, at) => [255, 0, 0][at % 3] ?? 0);
  const red = ctDataset({ ...ids, series: newUid(), study: newUid(), instance, side })
    .set(tags.PhotometricInterpretation, 'RGB')
    .set(tags.SamplesPerPixel, 3)
    .set(tags.PlanarConfiguration, 0)
    .set(tags.BitsAllocated, 8)
    .set(tags.BitsStored, 8)
    .set(tags.HighBit, 7)
    .set(tags.PixelData, colours, 'OW');
  const sent = await stow([encodePart10(red, uids.ExplicitVRLittleEndian)]);
  expect((await fetch(`${root}/studies`, { method: 'POST', ...sent })).status).toBe(200);
  const [study, series] = [red.string(tags.StudyInstanceUID), red.string(tags.SeriesInstanceUID)];
  const answer = await get(`/studies/${study}/series/${series}/instances/${instance}/rendered?iccprofile=${name}`);
  expect(answer.status).toBe(200);
  const picture = sharp(Buffer.from(await answer.arrayBuffer()));
  const { icc } = await picture.metadata();
  if (profile === undefined) expect(icc).toBeUndefined();
  else expect(icc?.toString('latin1').replaceAll('\0', '')).toContain(profile);
});

const count = async (url: string): Promise<number> => {
  const answer = await get(url, 'multipart/related; type="image/png"');
  expect(answer.headers.get('content-type')).toMatch(/^multipart\/related; type="image\/png"/);
  const body = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  return body.split('\x89PNG').length - 1;
};

it('gives every frame of a series and of a study as multipart', async () => {
  expect(await count(`/studies/${ids.study}/rendered`)).toBe(4);
  expect(await count(`/studies/${ids.study}/series/${ids.series}/rendered`)).toBe(4);
});

it.each([`${path}/rendered`, `${path}/thumbnail`, `${framesPath}/frames/2/rendered`])(
  'gives one picture as a part to who takes parts alone: %s',
  async (url) => {
    expect(await count(url)).toBe(1);
    const either = await get(url, 'multipart/related; type="image/png", image/png');
    const alone = await get(url);
    expect(alone.headers.get('content-type')).toBe('image/png');
    const again = await fetch(`${root}${url}`, {
      headers: { accept: 'multipart/related; type="image/png"', 'if-none-match': alone.headers.get('etag') ?? '' },
    });
    expect([either.status, again.status]).toEqual([200, 200]);
  },
);

it('an answer that is none has no validator, and nobody is told that it is unchanged', async () => {
  const url = `${root}${path}/frames/2/rendered`;
  const good = await get(`${path}/frames/1/rendered`);
  const headers = { accept: 'image/png', 'if-none-match': good.headers.get('etag') ?? '' };
  for (const answer of [await fetch(url, { headers: { accept: 'image/png' } }), await fetch(url, { headers })])
    expect([answer.status, answer.headers.get('etag')]).toEqual([404, null]);
  const outside = await get(`${path}/rendered?viewport=10,10,60000,60000,5,5`);
  expect([outside.status, outside.headers.get('etag')]).toEqual([400, null]);
});

it('refuses more pictures at once than it would give', async () => {
  const [study, series, instance] = [newUid(), newUid(), newUid()];
  const frames = 10_001;
  const film = ctDataset({ study, series, instance, side: 1 })
    .set(tags.NumberOfFrames, String(frames))
    .set(tags.PixelData, new Uint8Array(2 * frames), 'OW');
  const sent = await stow([encodePart10(film, uids.ExplicitVRLittleEndian)]);
  expect((await fetch(`${root}/studies`, { method: 'POST', ...sent })).status).toBe(200);
  const url = `/studies/${study}/series/${series}/instances/${instance}`;
  const answer = await get(`${url}/rendered`, 'multipart/related; type="image/png"');
  expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('10000 pictures')]);
  expect((await get(`${url}/rendered`)).status).toBe(200);
});

it.each([`/studies/${ids.study}`, `/studies/${ids.study}/series/${ids.series}`, path, `${path}/frames/1`])(
  'thumbnail of %s',
  async (url) => {
    const answer = await get(`${url}/thumbnail`, 'image/jpeg');
    expect(answer.status).toBe(200);
    const { width = 0, height = 0 } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect(Math.max(width, height)).toBeLessThanOrEqual(128);
  },
);

it.each([
  'window=NaN,100',
  'window=1,1e308',
  'window=40,0',
  'window=40',
  'window=40,400,cubic',
  'window=40,400&window=40,400',
  'viewport=0,10',
  'viewport=1e9,1e9',
  'viewport=65536,65536',
  'viewport=10.5,10',
  'viewport=10,10,1000,1000,5,5',
  'viewport=10,10,0,0,0,0',
  'viewport=10,10,NaN,0,5,5',
  'quality=0',
  'quality=101',
  'quality=1e308',
  'annotation=everything',
  'iccprofile=rommrgb',
])('refuses %s', async (query) => {
  expect((await get(`${path}/rendered?${query}`)).status).toBe(400);
});

it('keeps an object whose pixels nobody can decode, and says so', async () => {
  const instance = newUid();
  const broken = ctDataset({ ...ids, instance, side }).put(encapsulate([new Uint8Array(100).fill(0xff)]));
  const bytes = encodePart10(broken, uids.JPEG2000Lossless);
  const answer = await fetch(`${root}/studies`, { method: 'POST', ...(await stow([bytes])) });
  expect(answer.status).toBe(200);
  const url = `/studies/${ids.study}/series/${ids.series}/instances/${instance}`;
  expect((await get(`${url}/rendered`)).status).toBe(406);
  expect((await get(`${url}/thumbnail`)).status).toBe(406);
  const original = await get(url, 'application/dicom; transfer-syntax=*');
  expect(original.status).toBe(200);
  expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true);
  const uncompressed = await get(url, `application/dicom; transfer-syntax=${uids.ExplicitVRLittleEndian}`);
  expect(uncompressed.status).toBe(406);
});

it('says so too where the answer would have parts, before the first of them', async () => {
  const more = { study: newUid(), series: newUid(), instance: newUid() };
  const broken = ctDataset({ ...more, side }).put(encapsulate([new Uint8Array(100).fill(0xff)]));
  const sent = await stow([encodePart10(broken, uids.JPEG2000Lossless)]);
  expect((await fetch(`${root}/studies`, { method: 'POST', ...sent })).status).toBe(200);
  const url = `/studies/${more.study}/series/${more.series}/instances/${more.instance}`;
  const parts = (type: string) => `multipart/related; type="${type}"; transfer-syntax=${uids.ExplicitVRLittleEndian}`;
  const octets = parts('application/octet-stream');
  for (const what of ['/frames/1', '/pixeldata', '/bulkdata'])
    expect((await get(`${url}${what}`, octets)).status, what).toBe(406);
  expect((await get(url, parts('application/dicom'))).status).toBe(406);
});

it.each(['image/png', 'multipart/related; type="image/png"'])(
  'a frame that is not there is 404 beside others that are, asked as %s',
  async (accept) => {
    for (const url of [`${path}/frames/1,2`, `${path}/frames/2`, `${framesPath}/frames/3,4`])
      expect((await get(`${url}/rendered`, accept)).status, url).toBe(404);
    expect((await get(`${path}/frames/2/thumbnail`, accept)).status).toBe(404);
    expect((await get(`${framesPath}/frames/2,3/rendered`, accept)).status).toBe(200);
  },
);

it.each([
  ['JPEG XL', uids.JPEGXLLossless, 1, 200],
  ['JPEG XL with loss', uids.JPEGXL, 1, 200],
  ['a video of MPEG-2', uids.MPEG2MPML, 25, 406],
  ['a video of MPEG-4', uids.MPEG4HP41, 25, 406],
  ['a video of HEVC', uids.HEVCMP51, 25, 406],
])('passes %s through as it came, and makes nothing else of it', async (_name, syntax, frames, asFrame) => {
  const instance = newUid();
  const stream = Uint8Array.from({ length: 1000 }, (_, at) => (at * 7) & 0xff);
  const object = ctDataset({ ...ids, study: newUid(), series: newUid(), instance, side })
    .set(tags.NumberOfFrames, String(frames))
    .put(encapsulate([stream]));
  const bytes = encodePart10(object, syntax);
  expect((await fetch(`${root}/studies`, { method: 'POST', ...(await stow([bytes])) })).status).toBe(200);
  const [study, series] = [object.string(tags.StudyInstanceUID), object.string(tags.SeriesInstanceUID)];
  const url = `/studies/${study}/series/${series}/instances/${instance}`;
  const original = await get(url, 'application/dicom; transfer-syntax=*');
  expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true);
  const named = await get(url, `application/dicom; transfer-syntax=${syntax}`);
  expect(Buffer.from(await named.arrayBuffer()).equals(bytes)).toBe(true);
  for (const path of [`${url}/rendered`, `${url}/thumbnail`]) expect((await get(path)).status).toBe(406);
  expect((await get(url, `application/dicom; transfer-syntax=${uids.ExplicitVRLittleEndian}`)).status).toBe(406);
  const frame = await get(
    `${url}/frames/1`,
    'image/jxl; transfer-syntax=*, application/octet-stream; transfer-syntax=*',
  );
  expect(frame.status).toBe(asFrame);
  if (asFrame !== 200) return;
  expect(frame.headers.get('content-type')).toBe(`image/jxl; transfer-syntax=${syntax}`);
  expect(Buffer.from(await frame.arrayBuffer()).equals(stream)).toBe(true);
});

it('gives a presentation state as the image that it is for', async () => {
  const state = newUid();
  const reference = new Dataset()
    .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
    .set(tags.ReferencedSOPInstanceUID, first);
  const window = new Dataset().set(tags.WindowCenter, '158').set(tags.WindowWidth, '315');
  const object = new Dataset()
    .set(tags.SOPClassUID, uids.GrayscaleSoftcopyPresentationStateStorage)
    .set(tags.SOPInstanceUID, state)
    .set(tags.StudyInstanceUID, ids.study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, 'P1')
    .set(tags.PatientName, 'DOE^JANE')
    .set(tags.Modality, 'PR')
    .set(tags.PresentationLUTShape, 'INVERSE')
    .set(tags.SoftcopyVOILUTSequence, [window])
    .set(tags.ReferencedSeriesSequence, [
      new Dataset().set(tags.SeriesInstanceUID, ids.series).set(tags.ReferencedImageSequence, [reference]),
    ]);
  const bytes = encodePart10(object, uids.ExplicitVRLittleEndian);
  expect((await fetch(`${root}/studies`, { method: 'POST', ...(await stow([bytes])) })).status).toBe(200);
  const series = object.string(tags.SeriesInstanceUID);
  const answer = await get(`/studies/${ids.study}/series/${series}/instances/${state}/rendered`);
  expect(answer.status).toBe(200);
  const { data } = await sharp(Buffer.from(await answer.arrayBuffer()))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(Math.abs((data[10] as number) - (255 - shade(10, 0)))).toBeLessThanOrEqual(1);
});

/** What the audit trail says of who was given what of a study. */
const accessesOf = (study: string): Promise<readonly { readonly outcome: string; readonly refused: unknown }[]> =>
  context.db.read(testPrincipal().tenantId, async (trx) => {
    const rows = await trx
      .selectFrom('audit_events')
      .select(['outcome', 'detail'])
      .where('study_instance_uid', '=', study)
      .where('event_code', '=', '110103')
      .orderBy('at')
      .execute();
    return rows.map(({ outcome, detail }) => ({ outcome, refused: (detail as { refused?: unknown }).refused }));
  });

/** Two sets of the same patient: a CT of 64 by 64 millimetres and a PET whose pixels are twice as large, every slice of one shade. */
describe('blending', () => {
  const sets = { study: newUid(), reference: newUid() };
  const [ct, pet, moved] = [newUid(), newUid(), newUid()];
  const slice = (series: string, modality: string, size: number, z: number, value: number): Dataset =>
    ctDataset({ study: sets.study, series, instance: newUid(), modality, side: size })
      .set(tags.InstanceNumber, String(Math.floor(z)))
      .set(tags.FrameOfReferenceUID, sets.reference)
      .set(tags.ImagePositionPatient, [String(size === side ? 0.5 : 1), String(size === side ? 0.5 : 1), String(z)])
      .set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '1', '0'])
      .set(tags.PixelSpacing, size === side ? ['1', '1'] : ['2', '2'])
      .set(tags.SliceThickness, '2')
      .set(tags.PixelData, new Uint8Array(new Uint16Array(size * size).fill(value).buffer), 'OW');
  const under = [0, 2, 4].map((z) => slice(ct, 'CT', side, z, 100));
  // Only the upper half of the field that the CT has.
  const over = [0.5, 2.5, 4.5].map((z, at) =>
    slice(pet, 'PT', side / 2, z, 50 * (at + 1))
      .set(tags.Rows, side / 4)
      .set(tags.PixelData, new Uint8Array(new Uint16Array((side / 2) * (side / 4)).fill(50 * (at + 1)).buffer), 'OW'),
  );
  const voi = () =>
    new Dataset().set(tags.WindowCenter, '128').set(tags.WindowWidth, '256').set(tags.VOILUTFunction, 'LINEAR_EXACT');
  const shadeOfValue = (value: number) => Math.round((value / 256) * 255);
  const named = (images: readonly Dataset[]) =>
    images.map((image) =>
      new Dataset()
        .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
        .set(tags.ReferencedSOPInstanceUID, image.string(tags.SOPInstanceUID) ?? ''),
    );
  const palette = (to: Dataset): Dataset => {
    const table = (entry: (at: number) => number) =>
      new Uint8Array(Uint16Array.from({ length: 256 }, (_, at) => entry(at) * 257).buffer);
    return to
      .set(tags.RedPaletteColorLookupTableDescriptor, [256, 0, 16], 'US')
      .set(tags.GreenPaletteColorLookupTableDescriptor, [256, 0, 16], 'US')
      .set(tags.BluePaletteColorLookupTableDescriptor, [256, 0, 16], 'US')
      .set(
        tags.RedPaletteColorLookupTableData,
        table((at) => at),
        'OW',
      )
      .set(
        tags.GreenPaletteColorLookupTableData,
        table(() => 0),
        'OW',
      )
      .set(
        tags.BluePaletteColorLookupTableData,
        table(() => 0),
        'OW',
      );
  };
  const stateOf = (sopClassUid: string): Dataset =>
    new Dataset()
      .set(tags.SOPClassUID, sopClassUid)
      .set(tags.SOPInstanceUID, newUid())
      .set(tags.StudyInstanceUID, sets.study)
      .set(tags.SeriesInstanceUID, newUid())
      .set(tags.PatientID, 'P1')
      .set(tags.PatientName, 'DOE^JANE')
      .set(tags.Modality, 'PR');
  const part = (position: string, series: string, images: readonly Dataset[]): Dataset =>
    new Dataset()
      .set(tags.BlendingPosition, position)
      .set(tags.StudyInstanceUID, sets.study)
      .set(tags.SoftcopyVOILUTSequence, [voi()])
      .set(tags.ReferencedSeriesSequence, [
        new Dataset().set(tags.SeriesInstanceUID, series).set(tags.ReferencedImageSequence, named(images)),
      ]);
  const softcopy = (superimposed: Dataset): Dataset =>
    palette(stateOf(uids.BlendingSoftcopyPresentationStateStorage))
      .set(tags.RelativeOpacity, 0.25, 'FL')
      .set(tags.BlendingSequence, [part('UNDERLYING', ct, under), superimposed]);
  const advancedInput = (number: number, series: string): Dataset =>
    new Dataset()
      .set(tags.BlendingInputNumber, number, 'US')
      .set(tags.StudyInstanceUID, sets.study)
      .set(tags.SeriesInstanceUID, series)
      .set(tags.GeometryForDisplay, series === ct ? 'TRUE' : 'FALSE')
      .set(tags.SoftcopyVOILUTSequence, [voi()]);
  const advanced = (display: Dataset): Dataset =>
    stateOf(uids.AdvancedBlendingPresentationStateStorage)
      .set(tags.PixelPresentation, 'TRUE_COLOR')
      .set(tags.AdvancedBlendingSequence, [palette(advancedInput(1, pet)), advancedInput(2, ct)])
      .set(tags.BlendingDisplaySequence, [
        display.set(
          tags.BlendingDisplayInputSequence,
          [1, 2].map((number) => new Dataset().set(tags.BlendingInputNumber, number, 'US')),
        ),
      ]);
  const send = async (objects: readonly Dataset[]) => {
    const bytes = objects.map((object) => encodePart10(object, uids.ExplicitVRLittleEndian));
    expect((await fetch(`${root}/studies`, { method: 'POST', ...(await stow(bytes)) })).status).toBe(200);
  };
  const addressOf = (state: Dataset) =>
    `/studies/${sets.study}/series/${state.string(tags.SeriesInstanceUID)}/instances/${state.string(tags.SOPInstanceUID)}`;
  const drawn = async (state: Dataset, url = `${addressOf(state)}/rendered`) => {
    await send([state]);
    const answer = await get(url);
    expect(answer.status).toBe(200);
    const picture = sharp(Buffer.from(await answer.arrayBuffer()))
      .removeAlpha()
      .toColourspace('srgb')
      .raw();
    const { data, info } = await picture.toBuffer({ resolveWithObject: true });
    return (x: number, y: number) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)];
  };
  const near = (found: readonly number[], wanted: readonly number[]) =>
    expect(Math.max(...found.map((value, at) => Math.abs(value - (wanted[at] as number))))).toBeLessThanOrEqual(2);

  beforeAll(() => send([...under, ...over]));

  it('lays the superimposed set in its colours over the underlying one, slice by slice, where there is any', async () => {
    const at = await drawn(softcopy(part('SUPERIMPOSED', pet, over)));
    const grey = shadeOfValue(100);
    near(at(30, 10), [0.75 * grey + 0.25 * shadeOfValue(50), 0.75 * grey, 0.75 * grey]);
    // Below what the PET covers.
    near(at(30, 60), [grey, grey, grey]);
  });

  it('has no sets of another patient, also when their study was moved to one', async () => {
    const study = newUid();
    const elsewhere = over.map((_, at) =>
      slice(newUid(), 'PT', side / 2, 0.5 + 2 * at, 50)
        .set(tags.SeriesInstanceUID, study)
        .set(tags.StudyInstanceUID, study),
    );
    await send(elsewhere);
    const state = softcopy(part('SUPERIMPOSED', study, elsewhere).set(tags.StudyInstanceUID, study));
    await drawn(state);
    const somebody = { issuer: 'COUNTY', patientId: 'P2', name: 'ROE^RICHARD', reason: 'test' };
    const { id } = await moveStudy(context, testPrincipal(), { studyInstanceUid: study, ...somebody });
    const answer = await get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/another patient/)]);
    // Of the other patient nothing was told, and that is what is written down.
    expect(await accessesOf(study)).toEqual([
      { outcome: 'success', refused: undefined },
      { outcome: 'minor', refused: 'another-patient' },
    ]);
    await undoCorrection(context, testPrincipal(), id);
    await drawn(state);
  });

  it('refuses sets of more pictures than are looked through, rather than leave some out', async () => {
    const series = newUid();
    const long = slice(series, 'PT', side / 2, 0.5, 50).set(tags.NumberOfFrames, '4001');
    await send([long]);
    const state = softcopy(part('SUPERIMPOSED', series, []));
    await send([state]);
    const answer = await get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/more than 4000 pictures/)]);
  });

  it.each([
    ['the size of one', '4001'],
    ['a registration that is not here', '1'],
  ])('tells of no set when it refuses them for %s', async (_name, frames) => {
    const [study, series] = [newUid(), newUid()];
    const long = slice(series, 'PT', side / 2, 0.5, 50)
      .set(tags.StudyInstanceUID, study)
      .set(tags.NumberOfFrames, frames);
    const other = newUid();
    const base = slice(newUid(), 'CT', side, 0, 100).set(tags.StudyInstanceUID, other);
    await send([long, base]);
    const state = softcopy(part('SUPERIMPOSED', series, []).set(tags.StudyInstanceUID, study));
    const underlying = part('UNDERLYING', base.string(tags.SeriesInstanceUID) ?? '', [base]);
    const [, superimposed] = state.items(tags.BlendingSequence);
    const lacking = new Dataset()
      .set(tags.StudyInstanceUID, sets.study)
      .set(tags.ReferencedSeriesSequence, [
        new Dataset()
          .set(tags.SeriesInstanceUID, newUid())
          .set(tags.ReferencedSOPSequence, [new Dataset().set(tags.ReferencedSOPInstanceUID, newUid())]),
      ]);
    if (frames === '1') superimposed?.set(tags.ReferencedSpatialRegistrationSequence, [lacking]);
    state.set(tags.BlendingSequence, [underlying.set(tags.StudyInstanceUID, other), superimposed as Dataset]);
    await send([state]);
    const answer = await get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/4000 pictures|is not here/)]);
    expect(await accessesOf(study)).toEqual([]);
    expect(await accessesOf(other)).toEqual([]);
  });

  it.each<readonly [string, (image: Dataset) => unknown, RegExp]>([
    ['in another frame of reference', (image) => image.set(tags.FrameOfReferenceUID, newUid()), /frames of reference/],
    [
      'across the first',
      (image) => image.set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '0', '-1']),
      /not parallel/,
    ],
    ['nowhere', (image) => image.delete(tags.ImagePositionPatient), /say where they lie/],
    ['far above', (image) => image.set(tags.ImagePositionPatient, ['0.5', '0.5', '900']), /no pictures in one plane/],
  ])('says why a set is not blended that lies %s', async (_name, place, why) => {
    const series = newUid();
    const image = slice(series, 'PT', side, 0.5, 50);
    place(image);
    const state = softcopy(part('SUPERIMPOSED', series, [image]));
    await send([image, state]);
    const answer = await get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(why)]);
  });

  it('shows the picture that WADO-URI asks it for', async () => {
    const state = softcopy(part('SUPERIMPOSED', pet, over));
    const last = under[2] as Dataset;
    const url = `/wado?requestType=WADO&studyUID=${sets.study}&seriesUID=${ct}&objectUID=${last.string(tags.SOPInstanceUID)}&contentType=image/png&presentationUID=${state.string(tags.SOPInstanceUID)}&presentationSeriesUID=${state.string(tags.SeriesInstanceUID)}`;
    const at = await drawn(state, url);
    expect(
      Math.abs((at(30, 10)[0] as number) - (0.75 * shadeOfValue(100) + 0.25 * shadeOfValue(150))),
    ).toBeLessThanOrEqual(2);
  });

  it.each<readonly [string, () => Dataset, number, number]>([
    [
      'in front',
      () => new Dataset().set(tags.BlendingMode, 'FOREGROUND').set(tags.RelativeOpacity, 0.6, 'FL'),
      0.6,
      0.4,
    ],
    ['equally', () => new Dataset().set(tags.BlendingMode, 'EQUAL'), 0.5, 0.5],
  ])('blends as an advanced state says: %s', async (_name, display, front, back) => {
    const at = await drawn(advanced(display()));
    const grey = shadeOfValue(100);
    near(at(30, 10), [front * shadeOfValue(50) + back * grey, back * grey, back * grey]);
  });

  it('moves a set to the other by the registration that the state names', async () => {
    const elsewhere = newUid();
    const there = over.map((object, at) =>
      slice(newUid(), 'PT', side / 2, at, 0)
        .set(tags.SeriesInstanceUID, moved)
        .set(tags.FrameOfReferenceUID, elsewhere)
        .set(tags.Rows, side / 4)
        .set(tags.ImagePositionPatient, ['1', '101', String(0.5 + 2 * at)])
        .set(tags.PixelData, (object.get(tags.PixelData) as { bytes: Uint8Array }).bytes, 'OW'),
    );
    const matrix = ['1', '0', '0', '0', '0', '1', '0', '-100', '0', '0', '1', '0', '0', '0', '0', '1'];
    const registration = stateOf(uids.SpatialRegistrationStorage)
      .set(tags.Modality, 'REG')
      .set(tags.FrameOfReferenceUID, sets.reference)
      .set(tags.RegistrationSequence, [
        new Dataset()
          .set(tags.ReferencedImageSequence, named(there))
          .set(tags.MatrixRegistrationSequence, [
            new Dataset().set(tags.MatrixSequence, [
              new Dataset()
                .set(tags.FrameOfReferenceTransformationMatrixType, 'RIGID')
                .set(tags.FrameOfReferenceTransformationMatrix, matrix),
            ]),
          ]),
      ]);
    await send([...there, registration]);
    const hierarchical = new Dataset()
      .set(tags.StudyInstanceUID, sets.study)
      .set(tags.ReferencedSeriesSequence, [
        new Dataset()
          .set(tags.SeriesInstanceUID, registration.string(tags.SeriesInstanceUID) ?? '')
          .set(tags.ReferencedSOPSequence, named([registration])),
      ]);
    const state = softcopy(part('SUPERIMPOSED', moved, there)).set(tags.ReferencedSpatialRegistrationSequence, [
      hierarchical,
    ]);
    const at = await drawn(state);
    const grey = shadeOfValue(100);
    near(at(30, 10), [0.75 * grey + 0.25 * shadeOfValue(50), 0.75 * grey, 0.75 * grey]);
    near(at(30, 60), [grey, grey, grey]);
  });

  it('blends in several steps, each with what was made before', async () => {
    const inputs = (...numbers: readonly number[]) =>
      numbers.map((number) => new Dataset().set(tags.BlendingInputNumber, number, 'US'));
    const state = advanced(new Dataset().set(tags.BlendingMode, 'EQUAL')).set(tags.BlendingDisplaySequence, [
      new Dataset()
        .set(tags.BlendingMode, 'FOREGROUND')
        .set(tags.RelativeOpacity, 0.6, 'FL')
        .set(tags.BlendingDisplayInputSequence, inputs(3, 2)),
      new Dataset()
        .set(tags.BlendingMode, 'EQUAL')
        .set(tags.BlendingInputNumber, 3, 'US')
        .set(tags.BlendingDisplayInputSequence, inputs(1, 2)),
    ]);
    const at = await drawn(state);
    const grey = shadeOfValue(100);
    near(at(30, 10), [0.3 * shadeOfValue(50) + 0.7 * grey, 0.7 * grey, 0.7 * grey]);
    near(at(30, 60), [grey, grey, grey]);
  });

  it.each<readonly [string, () => Dataset]>([
    [
      'without a relative opacity',
      () => {
        const state = softcopy(part('SUPERIMPOSED', pet, over));
        state.delete(tags.RelativeOpacity);
        return state;
      },
    ],
    [
      'with a registration that is none',
      () => softcopy(part('SUPERIMPOSED', pet, over).set(tags.ReferencedSpatialRegistrationSequence, named(under))),
    ],
    ['of sets that lie elsewhere', () => softcopy(part('SUPERIMPOSED', pet, []))],
    [
      'whose steps have two ends',
      () => {
        const state = advanced(new Dataset().set(tags.BlendingMode, 'EQUAL'));
        const [display] = state.items(tags.BlendingDisplaySequence);
        return state.set(tags.BlendingDisplaySequence, [display as Dataset, display as Dataset]);
      },
    ],
    [
      'with a step that needs itself',
      () => {
        const state = advanced(new Dataset().set(tags.BlendingMode, 'EQUAL'));
        const [display] = state.items(tags.BlendingDisplaySequence);
        const three = () => [new Dataset().set(tags.BlendingInputNumber, 3, 'US')];
        display?.set(tags.BlendingDisplayInputSequence, three());
        const itself = new Dataset()
          .set(tags.BlendingMode, 'EQUAL')
          .set(tags.BlendingInputNumber, 3, 'US')
          .set(tags.BlendingDisplayInputSequence, three());
        return state.set(tags.BlendingDisplaySequence, [display as Dataset, itself]);
      },
    ],
    ['with a threshold', () => softcopy(part('SUPERIMPOSED', pet, over).set(tags.ThresholdSequence, [new Dataset()]))],
    ['of a volume', () => stateOf(uids.GrayscalePlanarMPRVolumetricPresentationStateStorage)],
  ])('gives no picture of a state %s, and says why', async (name, make) => {
    const state = make();
    if (name.includes('elsewhere')) {
      const far = slice(pet, 'PT', side, 900, 1);
      await send([far]);
      const [, item] = state.items(tags.BlendingSequence);
      item?.items(tags.ReferencedSeriesSequence)[0]?.set(tags.ReferencedImageSequence, named([far]));
    }
    await send([state]);
    for (const what of ['rendered', 'thumbnail']) {
      const answer = await get(`${addressOf(state)}/${what}`);
      expect(answer.status).toBe(406);
      expect(await answer.text()).toMatch(/presentation state/);
    }
  });
});
