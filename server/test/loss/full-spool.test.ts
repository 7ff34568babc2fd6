/**
 * D5: the volume runs full of what is only on its way: values of a STOW-RS request that come before their object is whole. They are kept
 * where the blobs are, by the same store; there is no other spool.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tags, toJson } from '@throughline/dicom';
import { newBoundary } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/doors/http/app.ts';
import { createFilesystemStore } from '../../src/storage/index.ts';
import { createTestContext, type TestContext } from '../context.ts';
import { ctDataset } from '../objects.ts';
import { canMount, mountVolume, type SmallVolume } from './volume.ts';

const MIB = 2 ** 20;

describe.skipIf(!canMount)('a volume that is full of what is on its way', () => {
  let folder: string;
  let volume: SmallVolume;
  let context: TestContext;
  let app: FastifyInstance;
  let root: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-spool-'));
    volume = mountVolume(join(folder, 'blobs'), 8);
    const objects = createFilesystemStore({ root: join(folder, 'blobs'), watermarks: { warnBytes: 0, stopBytes: 0 } });
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' }, objects });
    app = await buildApp(context);
    root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  });
  afterAll(async () => {
    await app?.close();
    await context?.close();
    volume?.unmount();
    rmSync(folder, { recursive: true, force: true });
  });

  const stow = async (instance: string, documents: readonly number[]) => {
    const boundary = newBoundary();
    const dataset = ctDataset({ instance });
    dataset.delete(tags.PixelData);
    const metadata = toJson(dataset, { bulkDataUri: () => 'none' });
    const items = documents.map((_, at) => ({ '00420011': { vr: 'OB', BulkDataURI: `document-${at}` } }));
    const told = JSON.stringify([{ ...metadata, '00081140': { vr: 'SQ', Value: items } }]);
    const part = (type: string, body: Uint8Array | string, location?: string): Buffer =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Type: ${type}\r\n${location ? `Content-Location: ${location}\r\n` : ''}\r\n`,
        ),
        Buffer.from(body as Uint8Array),
        Buffer.from('\r\n'),
      ]);
    const parts = documents.map((length, at) =>
      part('application/octet-stream', new Uint8Array(length).fill(at + 1), `document-${at}`),
    );
    const answer = await fetch(`${root}/studies`, {
      method: 'POST',
      headers: { 'content-type': `multipart/related; type="application/dicom+json"; boundary=${boundary}` },
      body: Buffer.concat([part('application/dicom+json', told), ...parts, Buffer.from(`--${boundary}--\r\n`)]),
    });
    return answer.status;
  };

  const isKept = async (instance: string) =>
    (await fetch(`${root}/instances?SOPInstanceUID=${instance}`)).status === 200;
  const files = () =>
    readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

  it('refuses it, keeps nothing of it, and takes the next that fits', async () => {
    expect(await stow('1.2.3.1', [1 * MIB, 1 * MIB])).toBe(200);
    const before = files().length;
    expect(await stow('1.2.3.2', [3 * MIB, 3 * MIB, 3 * MIB])).toBe(507);
    expect([await isKept('1.2.3.1'), await isKept('1.2.3.2')]).toEqual([true, false]);
    expect(files()).toHaveLength(before);
    // Fits while it is on its way, and not beside itself when it is put together.
    expect(await stow('1.2.3.3', [2.5 * MIB, 2 * MIB])).not.toBe(200);
    expect([await isKept('1.2.3.3'), files().length]).toEqual([false, before]);
    expect(await stow('1.2.3.4', [MIB / 2])).toBe(200);
    volume.resize(32);
    expect(await stow('1.2.3.2', [3 * MIB, 3 * MIB, 3 * MIB])).toBe(200);
    expect(await isKept('1.2.3.2')).toBe(true);
  });
});
