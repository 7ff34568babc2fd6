/** Signed values of one byte in JPEG 2000, as GDCM writes them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Dataset, encodePart10, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { greyPicture } from '../../../../test/grey-picture.ts';
import { openFileObject } from '../file-object.ts';
import { decodeFrame } from './decode.ts';
import { pixelFormat } from './format.ts';
import { canEncode } from './syntaxes.ts';

const run = promisify(execFile);
const [rows, columns] = [33, 48];
const values = Int8Array.from({ length: rows * columns }, (_, at) => Math.round(127.5 * Math.sin(at / 40) - 0.5));

const object = (): Dataset =>
  greyPicture({ rows, columns, bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: true }).set(
    tags.PixelData,
    new Uint8Array(values.buffer),
    'OB',
  );

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
