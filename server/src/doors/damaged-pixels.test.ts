/** Objects whose compressed pixels are cut short or lie, asked for in another form: no peer is given less than all of one. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../test/context.ts';
import { ctDataset, inChunks } from '../../test/objects.ts';
import { registerEntity } from '../features/application-entities/index.ts';
import { encodeFrame } from '../features/retrieve/pixels/encode.ts';
import type { PixelFormat } from '../features/retrieve/pixels/frame.ts';
import { fromNative } from '../features/retrieve/pixels/native.ts';
import { storeInstance } from '../features/store/index.ts';
import { startDimse } from './dimse/start.ts';
import { buildApp } from './http/app.ts';

const run = promisify(execFile);
const side = 64;
const frameCount = 3;

const format: PixelFormat = {
  ...{ transferSyntaxUid: uids.ExplicitVRLittleEndian, rows: side, columns: side, samples: 1, bitsAllocated: 16 },
  ...{ bitsStored: 16, highBit: 15, signed: false, float: false, planar: false, photometric: 'MONOCHROME2' },
};
const native = new Uint8Array(Uint16Array.from({ length: side * side }, (_, at) => (at * at) >> 3).buffer);

/** PS3.5 G: a segment for each byte of a pixel, in runs of 128 as they are. */
const rleFrame = (): Uint8Array => {
  const segments = [1, 0].map((byte) => {
    const plane = native.filter((_, at) => at % 2 === byte);
    const runs = Array.from({ length: plane.length / 128 }, (_, at) => [127, ...plane.slice(at * 128, at * 128 + 128)]);
    return Buffer.from(runs.flat());
  });
  const header = Buffer.alloc(64);
  header.writeUInt32LE(2, 0);
  header.writeUInt32LE(64, 4);
  header.writeUInt32LE(64 + (segments[0]?.length ?? 0), 8);
  return Buffer.concat([header, ...segments]);
};

const frameIn = async (syntax: string): Promise<Uint8Array> =>
  syntax === uids.RLELossless ? rleFrame() : encodeFrame(fromNative(native, format), format, syntax);

const syntaxes = [
  ['RLE', uids.RLELossless],
  ['JPEG-LS', uids.JPEGLSLossless],
  ['JPEG 2000', uids.JPEG2000Lossless],
  ['HTJ2K', uids.HTJ2KLossless],
] as const;

const even = (bytes: Uint8Array): Uint8Array =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
const half = (bytes: Uint8Array): Uint8Array => even(bytes.subarray(0, bytes.length >> 1));

interface Fragments {
  readonly fragments: readonly Uint8Array[];
  /** Basic Offset Table (PS3.5 A.4) */
  readonly offsets?: readonly number[];
}

/** Whole frames made into something that is none. */
const damages: Readonly<Record<string, (frames: readonly Uint8Array[]) => Fragments>> = {
  'the first frame cut short': ([first = native, ...more]) => ({ fragments: [half(first), ...more] }),
  'the last frame cut short': (frames) => ({ fragments: [...frames.slice(0, -1), half(frames.at(-1) ?? native)] }),
  'a frame too few': (frames) => ({ fragments: frames.slice(1) }),
  'a table that lies': (frames) => {
    const fragments = frames.flatMap((frame) => [frame.subarray(0, 600), frame.subarray(600)]);
    const ends = fragments.map((_, at) => fragments.slice(0, at).reduce((sum, { length }) => sum + length + 8, 0));
    return { fragments, offsets: [ends[0] ?? 0, ends[1] ?? 0, ends[4] ?? 0] };
  },
};

const withPixels = (dataset: Dataset, { fragments, offsets = [] }: Fragments): Dataset =>
  dataset.set(tags.NumberOfFrames, String(frameCount)).put({
    ...{ kind: 'fragments', tag: tags.PixelData, vr: 'OB', fragments },
    offsetTable: new Uint8Array(Uint32Array.from(offsets).buffer),
  });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;
let app: FastifyInstance;
let root: string;
let folder: string;
let receiver: ChildProcess;

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  door = await startDimse(context);
  app = await buildApp(context);
  root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  folder = await mkdtemp(join(tmpdir(), 'throughline-damaged-'));
  await mkdir(join(folder, 'moved'));
  const port = await freePort();
  // Takes uncompressed objects only.
  receiver = spawn('storescp', ['+x=', '-od', join(folder, 'moved'), String(port)], { stdio: 'ignore' });
  await registerEntity(context, testPrincipal(), { aeTitle: 'PEER', address: '127.0.0.1', services: ['get', 'move'] });
  const address = '127.0.0.1';
  await registerEntity(context, testPrincipal(), {
    ...{ aeTitle: 'RECEIVER', address, services: ['store'], host: address, port },
  });
});
afterAll(async () => {
  receiver.kill();
  await app.close();
  await door.close();
  await context.close();
  await rm(folder, { recursive: true, force: true });
});

interface Study {
  readonly study: string;
  readonly series: string;
  /** by what was done to them */
  readonly damaged: Readonly<Record<string, string>>;
}

/** Damaged objects between two whole ones. */
const storeStudy = async (syntax: string): Promise<Study> => {
  const frame = even(await frameIn(syntax));
  const frames = Array.from({ length: frameCount }, () => frame);
  const [study, series] = [newUid(), newUid()];
  const store = async (pixels: Fragments): Promise<string> => {
    const instance = newUid();
    const dataset = withPixels(ctDataset({ study, series, instance, side }), pixels);
    const body = inChunks(encodePart10(dataset, syntax));
    await storeInstance(context, testPrincipal(), { body, receivedFrom: 'CT1', issuer: 'NORTH' });
    return instance;
  };
  await store({ fragments: frames });
  const damaged: Record<string, string> = {};
  for (const [name, damage] of Object.entries(damages)) damaged[name] = await store(damage(frames));
  await store({ fragments: frames });
  return { study, series, damaged };
};

const dimsePort = () => Number(door.address.split(':').at(-1));
const address = () => ['-aet', 'PEER', '-aec', 'THROUGHLINE', '127.0.0.1', String(dimsePort())];

const told = async (tool: string, args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run(tool, [...args]).catch((error: { stdout: string; stderr: string }) => error);
  return `${stdout}${stderr}`;
};

const expectOnlyWhole = async (where: string): Promise<void> => {
  const files = await readdir(where);
  expect(files).toHaveLength(2);
  const whole = Buffer.concat(Array.from({ length: frameCount }, () => native));
  for (const file of files)
    expect((await readFile(join(where, file))).subarray(-whole.length).equals(whole)).toBe(true);
};

/** getscu does not say which objects failed. */
const failedUids = async (studyInstanceUid: string): Promise<readonly string[]> => {
  const sopClassUid = uids.StudyRootQueryRetrieveInformationModelGet;
  const association = await connect({
    ...{ host: '127.0.0.1', port: dimsePort(), callingAeTitle: 'PEER', calledAeTitle: 'THROUGHLINE' },
    contexts: [
      { abstractSyntax: sopClassUid, transferSyntaxes: [uids.ImplicitVRLittleEndian] },
      { abstractSyntax: uids.CTImageStorage, transferSyntaxes: [uids.ExplicitVRLittleEndian], scpRole: true },
    ],
  });
  const identifier = new Dataset().set(tags.QueryRetrieveLevel, 'STUDY').set(tags.StudyInstanceUID, studyInstanceUid);
  const onStore = async ({ data }: { data: { forEach(take: () => void): Promise<void> } }): Promise<number> => {
    await data.forEach(() => {});
    return 0;
  };
  const { failedUids: failed } = await association.get({ sopClassUid, identifier, onStore });
  await association.release();
  return failed;
};

describe.each(syntaxes)('%s', (_name, syntax) => {
  let sent: Study;
  beforeAll(async () => {
    sent = await storeStudy(syntax);
  });

  it('C-GET and C-MOVE: failed sub-operations with their UIDs, and the others arrive', async () => {
    const count = Object.keys(damages).length;
    const out = await mkdtemp(join(folder, 'got-'));
    const keys = ['-k', '0008,0052=STUDY', '-k', `0020,000D=${sent.study}`];
    const got = await told('getscu', ['-v', '-S', '+xe', '-od', out, ...address(), ...keys]);
    expect(got).toMatch(new RegExp(`Number of Failed Suboperations\\s*: ${count}`));
    await expectOnlyWhole(out);
    expect(await failedUids(sent.study)).toEqual(expect.arrayContaining(Object.values(sent.damaged)));
    const moved = await told('movescu', ['-d', '-S', '-aem', 'RECEIVER', ...address(), ...keys]);
    expect(moved).toMatch(new RegExp(`Failed Suboperations\\s*: ${count}`));
    expect(moved).toMatch(new RegExp(`, *${count} FailedSOPInstanceUIDList`));
    await expectOnlyWhole(join(folder, 'moved'));
    for (const file of await readdir(join(folder, 'moved'))) await rm(join(folder, 'moved', file));
  });

  const plain = `transfer-syntax=${uids.ExplicitVRLittleEndian}`;
  const octets = 'application/octet-stream';
  const asked: readonly (readonly [string, string, string])[] = [
    ['an object', '', `application/dicom; ${plain}`],
    ['objects', '', `multipart/related; type="application/dicom"; ${plain}`],
    ['frames', '/frames/1,2,3', `multipart/related; type="${octets}"; ${plain}`],
    ['pixel data', '/pixeldata', `multipart/related; type="${octets}"`],
  ];

  it.each(Object.keys(damages))('WADO, %s: an error status, or the object as it was stored', async (damage) => {
    const { study, series } = sent;
    const instance = sent.damaged[damage];
    const url = `${root}/studies/${study}/series/${series}/instances/${instance}`;
    const answers: string[] = [];
    for (const [what, path, accept] of asked) {
      const answer = await fetch(`${url}${path}`, { headers: { accept } });
      answers.push(`${what} ${answer.status}`);
      await answer.body?.cancel();
    }
    const query = `requestType=WADO&studyUID=${study}&seriesUID=${series}&objectUID=${instance}`;
    const uri = `${root}/wado?${query}&contentType=application/dicom&transferSyntax=${uids.ExplicitVRLittleEndian}`;
    answers.push(`WADO-URI ${(await fetch(uri)).status}`);
    expect(answers.map((answer) => answer.replace(/ \d+$/, ' 406'))).toEqual(answers);
    const stored = await fetch(url, { headers: { accept: 'application/dicom; transfer-syntax=*' } });
    expect(stored.status).toBe(200);
    expect(stored.headers.get('content-type')).toContain(syntax);
  });
});
