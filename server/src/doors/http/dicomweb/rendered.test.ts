/** Rendered resources: what their parameters do, and what is refused (PS3.18 8.3.5.1; hostile case H59). */
import { Dataset, encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { type DicomwebDoor, dicomwebDoor } from '../../../../test/dicomweb-door.ts';
import { ctDataset } from '../../../../test/objects.ts';
import { moveStudy, undoCorrection } from '../../../features/corrections/index.ts';

const side = 64;
const ids = { study: newUid(), series: newUid() };
const [first, second] = [newUid(), newUid()];
const path = `/studies/${ids.study}/series/${ids.series}/instances/${first}`;
/** An object of three frames. */
const framesPath = `/studies/${ids.study}/series/${ids.series}/instances/${second}`;

/** Brighter to the right, and a little further down. */
const gradient = (frames: number): Uint8Array => {
  const values = Uint16Array.from(
    { length: side * side * frames },
    (_, at) => (at % side) * 4 + (Math.floor(at / side) % side),
  );
  return new Uint8Array(values.buffer);
};

let door: DicomwebDoor;

beforeAll(async () => {
  door = await dicomwebDoor();
  const plain = ctDataset({ ...ids, instance: first, side }).set(tags.PixelData, gradient(1), 'OW');
  const frames = ctDataset({ ...ids, instance: second, side })
    .set(tags.NumberOfFrames, '3')
    .set(tags.PixelData, gradient(3), 'OW');
  await door.send([plain, frames]);
});

afterAll(() => door.close());

const get: DicomwebDoor['get'] = (path, accept) => door.get(path, accept);

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
  const { id } = await moveStudy(door.context, testPrincipal(), { studyInstanceUid: study, ...named });
  expect((await pixels('annotation=patient')).data.equals(before.data)).toBe(false);
  expect((await pixels('')).data.equals((await pixels('annotation=technique')).data)).toBe(false);
  await undoCorrection(door.context, testPrincipal(), id);
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
  await door.send([red]);
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
    const again = await fetch(`${door.root}${url}`, {
      headers: { accept: 'multipart/related; type="image/png"', 'if-none-match': alone.headers.get('etag') ?? '' },
    });
    expect([either.status, again.status]).toEqual([200, 200]);
  },
);

it('an answer that is none has no validator, and nobody is told that it is unchanged', async () => {
  const url = `${door.root}${path}/frames/2/rendered`;
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
  await door.send([film]);
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
  await door.stow([bytes]);
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
  await door.stow([encodePart10(broken, uids.JPEG2000Lossless)]);
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
  await door.stow([bytes]);
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
  await door.stow([bytes]);
  const series = object.string(tags.SeriesInstanceUID);
  const answer = await get(`/studies/${ids.study}/series/${series}/instances/${state}/rendered`);
  expect(answer.status).toBe(200);
  const { data } = await sharp(Buffer.from(await answer.arrayBuffer()))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(Math.abs((data[10] as number) - (255 - shade(10, 0)))).toBeLessThanOrEqual(1);
});
