/** Signed values of one byte in JPEG 2000, as GDCM writes them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFileObject } from '../file-object.ts';
import { decodeFrame } from './decode.ts';
import { pixelFormat } from './format.ts';
import { canEncode } from './syntaxes.ts';

const run = promisify(execFile);
const [rows, columns] = [33, 48];
const values = Int8Array.from({ length: rows * columns }, (_, at) => Math.round(127.5 * Math.sin(at / 40) - 0.5));

const object = (): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, newUid())
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, rows)
    .set(tags.Columns, columns)
    .set(tags.BitsAllocated, 8)
    .set(tags.BitsStored, 8)
    .set(tags.HighBit, 7)
    .set(tags.PixelRepresentation, 1)
    .set(tags.PixelData, new Uint8Array(values.buffer), 'OB');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signed-bytes-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('are what was written, from -128 to 127', async () => {
  const [from, to] = [join(folder, 'from.dcm'), join(folder, 'to.dcm')];
  await writeFile(from, encodePart10(object(), uids.ExplicitVRLittleEndian));
  await run('gdcmconv', ['--j2k', from, to]);
  const { header, frames } = await openFileObject(await readFile(to));
  const format = pixelFormat(header);
  expect(format.transferSyntaxUid).toBe(uids.JPEG2000Lossless);
  const decoded = await decodeFrame({ ...format, bytes: await (await frames()).read(1) });
  expect([Math.min(...values), Math.max(...values)]).toEqual([-128, 127]);
  expect([...decoded.values]).toEqual([...values]);
});

it('are compressed by JPEG-LS only', async () => {
  const { header } = await openFileObject(encodePart10(object(), uids.ExplicitVRLittleEndian));
  const made = [uids.JPEGLSLossless, uids.JPEG2000Lossless, uids.HTJ2KLossless];
  expect(made.map((target) => canEncode(pixelFormat(header), target))).toEqual([true, false, false]);
});
