/** Objects of the corpus in every transfer syntax that we make: other systems read the same pixels from them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { encodeFileMeta, tags, uidName, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusFiles } from '../../../test/corpus.ts';
import { decodedBy, decodedByOpenJpeg, type PeerName } from '../../../test/foreign-decoders.ts';
import { type FileObject, openFileObject } from './file-object.ts';
import { decodeFrame } from './pixels/decode.ts';
import { pixelElement, pixelFormat } from './pixels/format.ts';
import type { DecodedFrame, PixelFormat } from './pixels/frame.ts';
import { fromNative, toNative } from './pixels/native.ts';
import { closeWorkers } from './pixels/pool.ts';
import { canEncode } from './pixels/syntaxes.ts';
import { recode } from './recode.ts';

const run = promisify(execFile);

const targets: readonly (readonly [target: string, judge: PeerName | undefined])[] = [
  [uids.ExplicitVRLittleEndian, 'dcmconv'],
  [uids.ImplicitVRLittleEndian, 'dcmconv'],
  [uids.JPEGLSLossless, 'dcmdjpls'],
  [uids.JPEG2000Lossless, 'gdcm'],
  [uids.HTJ2KLossless, undefined],
];

interface Picture {
  readonly path: string;
  readonly object: FileObject;
  readonly format: PixelFormat;
}

const pictureOf = async (path: string): Promise<Picture | undefined> => {
  try {
    const object = await openFileObject(await readFile(path));
    if (pixelElement(object.header.dataset) === undefined) return undefined;
    const frames = await object.frames();
    const format = pixelFormat(object.header);
    await decodeFrame({ ...format, bytes: await frames.read(1) });
    return { path, object, format };
  } catch {
    return undefined;
  }
};

/** One picture of each form: the corpus has many alike. */
const ofEachForm = async (): Promise<readonly Picture[]> => {
  const forms = new Map<string, Picture>();
  for (const path of corpusFiles()) {
    const picture = await pictureOf(path);
    if (picture === undefined || picture.format.rows * picture.format.columns > 1_100_000) continue;
    const { rows: _rows, columns: _columns, ...form } = picture.format;
    const key = JSON.stringify([form, (picture.object.header.dataset.number(tags.NumberOfFrames) ?? 1) > 1]);
    if (!forms.has(key)) forms.set(key, picture);
  }
  return [...forms.values()];
};

const pictures = await ofEachForm();
const cases = pictures.flatMap((picture, index) =>
  targets
    .filter(([target]) => target !== uids.ImplicitVRLittleEndian || index % 4 === 0)
    .filter(([target]) => target !== picture.format.transferSyntaxUid)
    .filter(([target, judge]) => judge === 'dcmconv' || canEncode(picture.format, target))
    .map(([target, judge]) => [uidName(target) ?? target, basename(picture.path), picture, target, judge] as const),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-recode-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await closeWorkers();
});

const write = async ({ object: { header, read } }: Picture, target: string, name: string): Promise<string> => {
  const { dataset } = header;
  const sopClassUid = dataset.string(tags.SOPClassUID) ?? uids.SecondaryCaptureImageStorage;
  const sopInstanceUid = dataset.string(tags.SOPInstanceUID) ?? '1.2.3';
  const chunks: Uint8Array[] = [encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: target })];
  for await (const chunk of recode(header, read, target)) chunks.push(chunk);
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(chunks));
  return path;
};

const bySample = (frame: DecodedFrame, format: PixelFormat): Uint8Array =>
  toNative(frame, Math.max(8, format.bitsAllocated));

/** All frames as uncompressed bytes, from an object that our own decoder reads. */
const pixelsOf = async ({ object, format }: Picture): Promise<Buffer> => {
  const frames = await object.frames();
  const all: Uint8Array[] = [];
  for (let number = 1; number <= frames.count; number += 1)
    all.push(bySample(await decodeFrame({ ...format, bytes: await frames.read(number) }), format));
  return Buffer.concat(all);
};

/** Every frame of our codestreams by OpenJPEG. */
const pixelsByOpenJpeg = async (path: string): Promise<Buffer> => {
  const object = await openFileObject(await readFile(path));
  const [frames, format] = [await object.frames(), pixelFormat(object.header)];
  const planes = { ...format, bitsAllocated: format.bitsStored > 8 ? 16 : 8, planar: format.samples > 1 };
  const all: Uint8Array[] = [];
  for (let number = 1; number <= frames.count; number += 1)
    all.push(bySample(fromNative(await decodedByOpenJpeg(await frames.read(number)), planes), format));
  return Buffer.concat(all);
};

/** The same from what a peer made of ours. */
const pixelsBy = async (judge: PeerName | undefined, path: string): Promise<Buffer> => {
  const decoded = judge && (await decodedBy(judge, path));
  if (decoded === undefined) return pixelsByOpenJpeg(path);
  const format = pixelFormat(decoded.header);
  const count = decoded.header.dataset.number(tags.NumberOfFrames) ?? 1;
  const length = Math.floor(decoded.pixels.length / count);
  if (format.bitsAllocated === 1) {
    const size = format.rows * format.columns * count;
    return Buffer.from(
      Uint8Array.from({ length: size }, (_, n) => ((decoded.pixels[n >> 3] as number) >> (n & 7)) & 1),
    );
  }
  const frames = Array.from({ length: count }, (_, index) =>
    decoded.pixels.subarray(index * length, (index + 1) * length),
  );
  return Buffer.concat(frames.map((bytes) => bySample(fromNative(bytes, format), format)));
};

/** What dciodvfy finds wrong, without the values and places that differ between any two encodings. */
const errorsOf = async (path: string): Promise<readonly string[]> => {
  const { stderr } = await run('dciodvfy', [path]).catch((error: { stderr: string }) => error);
  return stderr.split('\n').filter((line) => line.startsWith('Error') && !line.includes('MediaStorageSOPInstanceUID'));
};

describe.skipIf(cases.length === 0)('recoded', () => {
  it.each(cases)('%s: %s', async (_name, file, picture, target, judge) => {
    const path = await write(picture, target, `${target}-${file}`);
    const [theirs, ours] = [await pixelsBy(judge, path), await pixelsOf(picture)];
    expect(theirs.length).toBe(ours.length);
    expect(theirs.equals(ours)).toBe(true);
  });

  // dicom3tools is older than HTJ2K.
  const known = cases.filter(([, , , target]) => target !== uids.HTJ2KLossless);
  it.each(known.filter((_, index) => index % 12 === 0))('dciodvfy, %s: %s', async (_name, file, picture, target) => {
    const before = new Set(await errorsOf(picture.path));
    const after = await errorsOf(await write(picture, target, `v-${target}-${file}`));
    expect(after.filter((error) => !before.has(error))).toEqual([]);
  });
});
