/** Spectral selection and full progression (retired, PS3.5 A.4.1) as DCMTK makes and reads them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodedBy } from '../../../../test/foreign-decoders.ts';
import { openFileObject } from '../file-object.ts';
import { decodeFrame } from './decode.ts';
import { pixelFormat } from './format.ts';
import { fromNative } from './native.ts';

const run = promisify(execFile);

/** No multiples of what a JPEG is made of. */
const [rows, columns] = [45, 67];

const wave = (at: number, most: number): number => {
  const [x, y] = [at % columns, Math.floor(at / columns)];
  return Math.round((most * (2 + Math.sin(x / 5 + y / 9) + Math.cos((x * y) / 300))) / 4);
};

const objectOf = (bits: 8 | 12, samples: 1 | 3): Dataset => {
  const values = Array.from({ length: rows * columns * samples }, (_, at) =>
    wave(Math.floor(at / samples) + (at % samples) * 700, 2 ** bits - 1),
  );
  const dataset = new Dataset()
    .set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, newUid())
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.SamplesPerPixel, samples)
    .set(tags.PhotometricInterpretation, samples === 3 ? 'RGB' : 'MONOCHROME2')
    .set(tags.Rows, rows)
    .set(tags.Columns, columns)
    .set(tags.BitsAllocated, bits === 8 ? 8 : 16)
    .set(tags.BitsStored, bits)
    .set(tags.HighBit, bits - 1)
    .set(tags.PixelRepresentation, 0);
  if (samples === 3) dataset.set(tags.PlanarConfiguration, 0);
  return bits === 8
    ? dataset.set(tags.PixelData, Uint8Array.from(values), 'OB')
    : dataset.set(tags.PixelData, new Uint8Array(Uint16Array.from(values).buffer), 'OW');
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'progressive-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([
  ['+ep', uids.JPEGFullProgressionNonHierarchical1012],
  ['+es', uids.JPEGSpectralSelectionNonHierarchical68],
])('dcmcjpeg %s', (process, syntax) => {
  it.each([
    [8, 1, []],
    [12, 1, []],
    [12, 1, ['+q', '40']],
    [8, 3, ['+s4']],
    [8, 3, ['+s2']],
    [8, 3, ['+n1']],
  ] as const)('%i bits, %i samples, %j: within one of its decoder', async (bits, samples, options) => {
    const [from, to] = [join(folder, 'from.dcm'), join(folder, 'to.dcm')];
    await writeFile(from, encodePart10(objectOf(bits, samples), uids.ExplicitVRLittleEndian));
    await run('dcmcjpeg', [process, ...options, from, to]);
    const object = await openFileObject(await readFile(to));
    expect(object.header.transferSyntaxUid).toBe(syntax);
    const format = pixelFormat(object.header);
    const ours = await decodeFrame({ ...format, bytes: await (await object.frames()).read(1) });
    const peer = await decodedBy('dcmdjpegToRgb', to);
    if (peer === undefined) throw new Error('DCMTK does not read what it wrote');
    const theirs = fromNative(peer.pixels, pixelFormat(peer.header));
    const differences = Array.from(ours.values, (value, at) => Math.abs(value - (theirs.values[at] ?? 0)));
    const most = Math.max(...differences);
    expect(ours.values.length).toBe(rows * columns * samples);
    expect(most).toBeLessThanOrEqual(1);
  });
});
