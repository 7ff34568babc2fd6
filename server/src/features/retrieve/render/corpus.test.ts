/** Pictures of the corpus as DCMTK draws them: the same frame, the same window, within a grey level. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { tags } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusFiles } from '../../../../test/corpus.ts';
import { type FileObject, openFileObject } from '../file-object.ts';
import { pixelElement, pixelFormat } from '../pixels/format.ts';
import type { PixelFormat } from '../pixels/frame.ts';
import { compressionOf } from '../pixels/syntaxes.ts';
import { render } from '../pixels/worker.ts';
import type { RenderedPixels } from './render-task.ts';
import { renderTask, type WindowInput } from './task.ts';

const run = promisify(execFile);

/** Files that DCMTK does not draw. */
const notDrawn: Readonly<Record<string, string>> = {
  'gdcm-US-ALOKA-16.dcm': 'segmented palettes are not supported there',
  'JLSL_08_07_0_1F.dcm': 'its JPEG-LS decoder wants 8 bits and finds 7',
};

interface Picture {
  readonly path: string;
  readonly object: FileObject;
  readonly format: PixelFormat;
}

/** DCMTK has neither JPEG 2000 nor what is newer, and draws no floating numbers. */
const drawable: ReadonlySet<string | undefined> = new Set(['native', 'rle', 'jpeg', 'jpegLossless', 'jpegLs']);

const pictureOf = async (path: string): Promise<Picture | undefined> => {
  try {
    const object = await openFileObject(await readFile(path));
    if (pixelElement(object.header.dataset) === undefined) return undefined;
    await object.frames();
    const format = pixelFormat(object.header);
    const known = drawable.has(compressionOf(format.transferSyntaxUid)) && !format.float && format.bitsAllocated <= 16;
    return known && format.rows * format.columns <= 2_000_000 ? { path, object, format } : undefined;
  } catch {
    return undefined;
  }
};

const ofEachForm = async (): Promise<readonly Picture[]> => {
  const forms = new Map<string, Picture>();
  for (const path of corpusFiles()) {
    const picture = await pictureOf(path);
    if (picture === undefined || notDrawn[basename(path)]) continue;
    const { dataset } = picture.object.header;
    const about = [tags.WindowCenter, tags.WindowWidth, tags.RescaleSlope, tags.RescaleIntercept, tags.VOILUTFunction];
    const key = JSON.stringify([
      picture.format.photometric,
      picture.format.bitsStored,
      picture.format.signed,
      picture.format.planar,
      picture.format.highBit,
      about.map((tag) => dataset.string(tag)),
      [tags.ModalityLUTSequence, tags.VOILUTSequence, tags.PixelPaddingValue, 0x60003000].map((tag) =>
        dataset.has(tag),
      ),
    ]);
    if (!forms.has(key)) forms.set(key, picture);
  }
  return [...forms.values()];
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-drawn-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const draw = async ({ object }: Picture, window: WindowInput | undefined): Promise<RenderedPixels> => {
  const bytes = await (await object.frames()).read(1);
  return render(await renderTask(object.header, 1, bytes, object.read, window));
};

const drawnByDcmtk = async ({ path, format }: Picture, options: readonly string[]): Promise<Uint8Array> => {
  const command = compressionOf(format.transferSyntaxUid) === 'jpegLs' ? 'dcml2pnm' : 'dcmj2pnm';
  const out = join(folder, `${basename(path)}.pnm`);
  await run(command, ['+op', '+F', '1', ...options, path, out]);
  const picture = await readFile(out);
  const header = /^P[56]\s+(?:#[^\n]*\n)*\d+\s+\d+\s+\d+\s/.exec(picture.subarray(0, 300).toString('latin1'));
  return picture.subarray(header?.[0].length);
};

const worst = (ours: Uint8Array, theirs: Uint8Array): number => {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = 0; at < ours.length; at += 1)
    most = Math.max(most, Math.abs((ours[at] as number) - (theirs[at] as number)));
  return most;
};

/** How the object itself says it is to be seen. */
const ownOptions = ({ object: { header }, format }: Picture): readonly string[] => {
  const { dataset } = header;
  if (format.samples > 1 || format.photometric === 'PALETTE COLOR') return [];
  if ((dataset.number(tags.WindowWidth) ?? 0) > 0) return ['+Wi', '1'];
  return dataset.items(tags.VOILUTSequence)[0]?.numbers(tags.LUTDescriptor).length ? ['+Wl', '1'] : ['+Wm'];
};

const pictures = await ofEachForm();
const cases = pictures.map((picture) => [basename(picture.path), picture] as const);

describe.skipIf(cases.length === 0)('drawn as DCMTK draws', () => {
  // DCMTK takes padding for a value when it looks for a window.
  const withoutPadding = cases.filter(
    ([, picture]) => !picture.object.header.dataset.has(tags.PixelPaddingValue) || ownOptions(picture)[0] !== '+Wm',
  );
  it.each(withoutPadding)('%s as it asks', async (_name, picture) => {
    const { photometric, transferSyntaxUid } = picture.format;
    const theirs = await drawnByDcmtk(picture, ownOptions(picture));
    // Its tables for YBR are two off in blue where a decoder has not made RGB already.
    const tables = photometric.startsWith('YBR') && compressionOf(transferSyntaxUid) !== 'jpeg';
    expect(worst((await draw(picture, undefined)).data, theirs)).toBeLessThanOrEqual(tables ? 2 : 1);
  });

  const grey = cases.filter(([, { format }]) => format.photometric.startsWith('MONOCHROME') && format.bitsStored > 1);
  const shapes = [
    ['LINEAR', '+Wfl'],
    ['SIGMOID', '+Wfs'],
  ] as const;
  it.each(
    grey.flatMap(([name, picture], index) =>
      index % 3 ? [] : shapes.map((shape) => [name, ...shape, picture] as const),
    ),
  )('%s in a window of ours, %s', async (_name, shape, option, picture) => {
    const theirs = await drawnByDcmtk(picture, ['+Ww', '120', '300', option]);
    expect(worst((await draw(picture, { centre: 120, width: 300, shape })).data, theirs)).toBeLessThanOrEqual(1);
  });
});
