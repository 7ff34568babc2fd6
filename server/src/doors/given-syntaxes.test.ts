/** One object of each form out of both doors in the syntaxes that peers ask for: DCMTK's getscu, and WADO-RS. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encapsulate, encodeDataset, newUid, tags, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../test/context.ts';
import { ctDataset } from '../../test/objects.ts';
import { registerEntity } from '../features/application-entities/index.ts';
import { defaultSyntax, openFileObject, type ServedInstance } from '../features/retrieve/index.ts';
import { decodeFrame } from '../features/retrieve/pixels/decode.ts';
import { encodeFrame } from '../features/retrieve/pixels/encode.ts';
import { pixelFormat } from '../features/retrieve/pixels/format.ts';
import { fromNative } from '../features/retrieve/pixels/native.ts';
import { startDimse } from './dimse/start.ts';
import { buildApp } from './http/app.ts';

const run = promisify(execFile);
const side = 40;
const values = Uint16Array.from({ length: side * side }, (_, at) => (at * 37) & 0xffff);

let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;
let app: FastifyInstance;
let root: string;
let folder: string;

const stored: Record<string, { study: string; series: string; instance: string }> = {};

const objectIn = async (syntax: string, names: (typeof stored)[string]): Promise<Uint8Array> => {
  const dataset = ctDataset({ ...names, side });
  const format = {
    ...{ transferSyntaxUid: uids.ExplicitVRLittleEndian, rows: side, columns: side, samples: 1, bitsAllocated: 16 },
    ...{ bitsStored: 16, highBit: 15, signed: false, float: false, planar: false, photometric: 'MONOCHROME2' },
  };
  const bytes = new Uint8Array(values.buffer);
  if (syntax === uids.ExplicitVRLittleEndian) dataset.set(tags.PixelData, bytes, 'OW');
  else dataset.put(encapsulate([await encodeFrame(fromNative(bytes, format), format, syntax)]));
  return encodeDataset(dataset, syntax);
};

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  door = await startDimse(context);
  app = await buildApp(context);
  root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  folder = await mkdtemp(join(tmpdir(), 'throughline-given-'));
  await registerEntity(context, testPrincipal(), { aeTitle: 'PEER', address: '127.0.0.1', services: ['store', 'get'] });
  for (const syntax of [uids.ExplicitVRLittleEndian, uids.JPEGLSLossless, uids.HTJ2KLossless]) {
    const names = { study: newUid(), series: newUid(), instance: newUid() };
    stored[syntax] = names;
    const association = await connect({
      ...{ host: '127.0.0.1', port: Number(door.address.split(':').at(-1)) },
      ...{ callingAeTitle: 'PEER', calledAeTitle: 'THROUGHLINE' },
      contexts: [{ abstractSyntax: uids.CTImageStorage, transferSyntaxes: [syntax] }],
    });
    const data = await objectIn(syntax, names);
    const object = {
      sopClassUid: uids.CTImageStorage,
      sopInstanceUid: names.instance,
      transferSyntaxUid: syntax,
      data,
    };
    expect((await association.store(object)).status).toBe(0);
    await association.release();
  }
});
afterAll(async () => {
  await app.close();
  await door.close();
  await context.close();
  await rm(folder, { recursive: true, force: true });
});

/** Reads what was given and compares its values. */
const expectSame = async (bytes: Uint8Array, syntax: string, instance: string): Promise<void> => {
  const object = await openFileObject(bytes);
  expect(object.header.transferSyntaxUid).toBe(syntax);
  expect(object.header.dataset.string(tags.SOPInstanceUID)).toBe(instance);
  const frame = await (await object.frames()).read(1);
  expect((await decodeFrame({ ...pixelFormat(object.header), bytes: frame })).values).toEqual(values);
};

const both = (named: readonly (readonly [string, string])[]) =>
  Object.values([uids.ExplicitVRLittleEndian, uids.JPEGLSLossless, uids.HTJ2KLossless]).flatMap((from) =>
    named.map(([how, syntax]) => [from, how, syntax] as const),
  );

it.each(
  both([
    ['+xe', uids.ExplicitVRLittleEndian],
    ['+xt', uids.JPEGLSLossless],
    ['+xv', uids.JPEG2000Lossless],
  ]),
)('getscu: %s with %s', async (from, option, syntax) => {
  const names = stored[from];
  const out = join(folder, `${from}${option}`);
  await mkdir(out);
  const address = ['-aet', 'PEER', '-aec', 'THROUGHLINE', '127.0.0.1', String(door.address.split(':').at(-1))];
  const keys = ['-k', '0008,0052=STUDY', '-k', `0020,000D=${names?.study}`];
  await run('getscu', ['-S', option, '-od', out, ...address, ...keys]);
  const [file] = await readdir(out);
  // What the peer also takes and is stored goes out untouched.
  const bytes = await readFile(join(out, file ?? ''));
  await expectSame(bytes, syntax, names?.instance ?? '');
});

const wanted = both([
  [
    `multipart/related; type="application/dicom"; transfer-syntax=${uids.ImplicitVRLittleEndian}`,
    uids.ImplicitVRLittleEndian,
  ],
  [`application/dicom; transfer-syntax=${uids.ExplicitVRLittleEndian}`, uids.ExplicitVRLittleEndian],
  [`application/dicom; transfer-syntax=${uids.JPEGLSLossless}`, uids.JPEGLSLossless],
  [`application/dicom; transfer-syntax=${uids.JPEG2000Lossless}`, uids.JPEG2000Lossless],
  [`application/dicom; transfer-syntax=${uids.HTJ2KLossless}`, uids.HTJ2KLossless],
  ['application/dicom', uids.ExplicitVRLittleEndian],
  ['multipart/related; type="application/dicom"', uids.ExplicitVRLittleEndian],
]);

it.each(wanted)('WADO-RS instance: %s as %s', async (from, accept, syntax) => {
  const { study, series, instance } = stored[from] ?? { study: '', series: '', instance: '' };
  const answer = await fetch(`${root}/studies/${study}/series/${series}/instances/${instance}`, {
    headers: { accept },
  });
  expect(answer.status).toBe(200);
  let bytes = Buffer.from(await answer.arrayBuffer());
  if (accept.startsWith('multipart')) {
    const start = bytes.indexOf('\r\n\r\n') + 4;
    bytes = bytes.subarray(start, bytes.lastIndexOf('\r\n--'));
  }
  await expectSame(bytes, syntax, instance);
});

it('WADO-RS: as it is stored for who takes anything', async () => {
  for (const [syntax, { study, series, instance }] of Object.entries(stored)) {
    const url = `${root}/studies/${study}/series/${series}/instances/${instance}`;
    for (const accept of ['*/*', 'multipart/related; type="application/dicom"; transfer-syntax=*']) {
      const answer = await fetch(url, { headers: { accept } });
      expect(await answer.text()).toContain(`transfer-syntax=${syntax}`);
    }
    const frame = await fetch(`${url}/frames/1`, {
      headers: { accept: 'application/octet-stream; transfer-syntax=*' },
    });
    expect(frame.headers.get('content-type')).toBe(`application/octet-stream; transfer-syntax=${syntax}`);
  }
});

it.each([
  [uids.JPEGBaseline8Bit, { rows: 8, columns: 8 }, uids.JPEGBaseline8Bit],
  [uids.MPEG4HP41, { rows: 8, columns: 8 }, uids.MPEG4HP41],
  [uids.ImplicitVRLittleEndian, { rows: null, columns: null }, uids.ExplicitVRLittleEndian],
  [uids.RLELossless, { rows: 4096, columns: 4096, number_of_frames: 1000 }, uids.RLELossless],
  [uids.RLELossless, { rows: 4096, columns: 4096, number_of_frames: 10 }, uids.ExplicitVRLittleEndian],
])('%s %o, where no syntax is named, is given as %s', (syntax, size, given) => {
  const instance = { number_of_frames: null, ...size, transfer_syntax_uid: syntax } as unknown as ServedInstance;
  expect(defaultSyntax(instance)).toBe(given);
});

it.each([
  ['image/jls', uids.JPEGLSLossless],
  ['image/jp2', uids.JPEG2000Lossless],
  ['image/jphc', uids.HTJ2KLossless],
  ['application/octet-stream', uids.ExplicitVRLittleEndian],
])('WADO-RS frame as %s', async (accept, syntax) => {
  for (const { study, series, instance } of Object.values(stored)) {
    const url = `${root}/studies/${study}/series/${series}/instances/${instance}/frames/1`;
    const answer = await fetch(url, { headers: { accept } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(`${accept}; transfer-syntax=${syntax}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const format = {
      ...{ transferSyntaxUid: syntax, rows: side, columns: side, samples: 1, bitsAllocated: 16, bitsStored: 16 },
      ...{ highBit: 15, signed: false, float: false, planar: false, photometric: 'MONOCHROME2' },
    };
    expect((await decodeFrame({ ...format, bytes })).values).toEqual(values);
  }
});

it('refuses what it cannot make', async () => {
  const { study, series, instance } = Object.values(stored)[0] ?? { study: '', series: '', instance: '' };
  const accept = `application/dicom; transfer-syntax=${uids.JPEGBaseline8Bit}`;
  const answer = await fetch(`${root}/studies/${study}/series/${series}/instances/${instance}`, {
    headers: { accept },
  });
  expect(answer.status).toBe(406);
});
