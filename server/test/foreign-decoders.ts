/** Pixels as DCMTK, GDCM and OpenJPEG decode them. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fieldLeniency, type Part10, readPart10, tags } from '@throughline/dicom';

const run = promisify(execFile);

/** What a peer wrote: an uncompressed little-endian file. */
export interface Uncompressed {
  readonly header: Part10;
  /** the whole value of Pixel Data */
  readonly pixels: Uint8Array;
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const readUncompressed = async (bytes: Uint8Array): Promise<Uncompressed> => {
  const header = await readPart10(whole(bytes), { leniency: fieldLeniency, bulkThreshold: 0 });
  const { dataset } = header;
  const element =
    dataset.get(tags.PixelData) ?? dataset.get(tags.FloatPixelData) ?? dataset.get(tags.DoubleFloatPixelData);
  if (element?.kind !== 'bulk') throw new Error('the peer wrote no uncompressed pixels');
  return { header, pixels: bytes.subarray(element.offset, element.offset + element.length) };
};

export type Peer = (path: string, out: string) => readonly [command: string, args: readonly string[]];

/** Each makes an uncompressed little-endian file. */
export const peers = {
  dcmdjpeg: (path, out) => ['dcmdjpeg', ['+cn', path, out]],
  dcmdjpegToRgb: (path, out) => ['dcmdjpeg', [path, out]],
  dcmdjpls: (path, out) => ['dcmdjpls', [path, out]],
  dcmdrle: (path, out) => ['dcmdrle', [path, out]],
  dcmconv: (path, out) => ['dcmconv', ['+te', path, out]],
  gdcm: (path, out) => ['gdcmconv', ['--raw', path, out]],
} as const satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof peers;

/** What the peer makes of a file; undefined when it cannot. */
export const decodedBy = async (name: PeerName, path: string): Promise<Uncompressed | undefined> => {
  const out = join(tmpdir(), `throughline-peer-${randomUUID()}.dcm`);
  const [command, args] = peers[name](path, out);
  try {
    await run(command, [...args], { timeout: 60_000 });
    return await readUncompressed(await readFile(out));
  } catch {
    return undefined;
  } finally {
    await rm(out, { force: true });
  }
};

/** Samples of a JPEG 2000 or HTJ2K codestream by OpenJPEG, plane after plane, little endian. */
export const decodedByOpenJpeg = async (stream: Uint8Array): Promise<Uint8Array> => {
  const base = join(tmpdir(), `throughline-peer-${randomUUID()}`);
  try {
    await writeFile(`${base}.j2k`, stream);
    await run('opj_decompress', ['-i', `${base}.j2k`, '-o', `${base}.rawl`], { timeout: 60_000 });
    return await readFile(`${base}.rawl`);
  } finally {
    await Promise.all([rm(`${base}.j2k`, { force: true }), rm(`${base}.rawl`, { force: true })]);
  }
};
