/** The running hub as `dicomweb-client`, which others wrote, sees it: in a browser, where that library lives. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './harness/browser.ts';
import { type Hub, startHub } from './harness/hub.ts';
import { type MadeStudy, writeStudy } from './harness/objects.ts';

const library = createRequire(import.meta.url).resolve('dicomweb-client/build/dicomweb-client.js');

interface Client {
  readonly [method: string]: (options: unknown) => Promise<unknown>;
}

declare const window: { client: Client };

describe('dicomweb-client', () => {
  let hub: Hub;
  let browser: Browser;
  let page: Page;
  let folder: string;
  let study: MadeStudy;

  /** Calls a method of the library in the page; binary results come back as lengths. */
  const call = (method: string, options: unknown = {}): Promise<never> =>
    page.evaluate(
      async ([name, given]) => {
        const brief = (value: unknown): unknown => {
          if (value instanceof ArrayBuffer) return { bytes: value.byteLength };
          return Array.isArray(value) ? value.map(brief) : value;
        };
        return brief(await window.client[name as string]?.(given));
      },
      [method, options] as const,
    ) as Promise<never>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dicomweb-client-'));
    hub = await startHub();
    study = await writeStudy(folder, { imagesPerSeries: 2, patientId: 'CLIENT-1' });
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(`${hub.baseUrl}/health`);
    await page.evaluate(await readFile(library, 'utf8'));
    const token = await hub.issuer.token('imaging.read imaging.write', 'foreign-client');
    await page.evaluate(
      ([url, authorization]) => {
        const { DICOMwebClient } = (globalThis as unknown as { DICOMwebClient: { api: Record<string, never> } })
          .DICOMwebClient.api as unknown as { DICOMwebClient: new (options: unknown) => Client };
        window.client = new DICOMwebClient({ url, headers: { Authorization: authorization } });
      },
      [`${hub.baseUrl}/dicom-web`, `Bearer ${token}`] as const,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const at = () => ({
    studyInstanceUID: study.studyInstanceUid,
    seriesInstanceUID: study.seriesInstanceUids[0],
    sopInstanceUID: study.files[0]?.sopInstanceUid,
  });

  it('stores', async () => {
    const files = await Promise.all(study.files.map(async ({ path }) => (await readFile(path)).toString('base64')));
    const told = await page.evaluate(async (all) => {
      const datasets = all.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
      return window.client.storeInstances?.({ datasets });
    }, files);
    expect(JSON.parse(String(told))['00081199'].Value).toHaveLength(2);
  });

  it('searches at every level', async () => {
    const studies: Record<string, { Value: unknown[] }>[] = await call('searchForStudies', {
      queryParams: { PatientID: 'CLIENT-1' },
    });
    expect(studies.map((found) => found['0020000D']?.Value[0])).toEqual([study.studyInstanceUid]);
    expect(await call('searchForSeries', at())).toHaveLength(1);
    expect(await call('searchForInstances', at())).toHaveLength(2);
  });

  it('retrieves metadata at every level', async () => {
    expect(await call('retrieveStudyMetadata', at())).toHaveLength(2);
    expect(await call('retrieveSeriesMetadata', at())).toHaveLength(2);
    expect(await call('retrieveInstanceMetadata', at())).toMatchObject([{ '00100020': { Value: ['CLIENT-1'] } }]);
  });

  it('retrieves objects at every level, with equal bytes', async () => {
    const { length } = await readFile(study.files[0]?.path ?? '');
    expect(await call('retrieveStudy', at())).toEqual([{ bytes: length }, { bytes: length }]);
    expect(await call('retrieveSeries', at())).toHaveLength(2);
    expect(await call('retrieveInstance', at())).toEqual({ bytes: length });
  });

  it('retrieves frames and bulk data', async () => {
    const frame = { bytes: 64 * 64 * 2 };
    expect(await call('retrieveInstanceFrames', { ...at(), frameNumbers: [1] })).toEqual([frame]);
    const [header]: Record<string, { BulkDataURI: string }>[] = await call('retrieveInstanceMetadata', at());
    const found = await call('retrieveBulkData', { BulkDataURI: header?.['7FE00010']?.BulkDataURI });
    expect([found].flat()).toEqual([frame]);
  });

  it('retrieves pictures', async () => {
    const mediaTypes = [{ mediaType: 'image/png' }];
    const picture = [{ bytes: expect.any(Number) }];
    expect([await call('retrieveInstanceRendered', { ...at(), mediaTypes })].flat()).toEqual(picture);
    expect([await call('retrieveInstanceFramesRendered', { ...at(), frameNumbers: [1], mediaTypes })].flat()).toEqual(
      picture,
    );
    const thumbnail = { ...at(), frameNumbers: [1], mediaTypes };
    expect([await call('retrieveInstanceFramesThumbnail', thumbnail)].flat()).toEqual(picture);
    expect([await call('retrieveInstanceThumbnail', { ...at(), mediaTypes })].flat()).toEqual(picture);
  });
});
