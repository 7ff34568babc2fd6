/** Documents, waveforms and films in a real browser: what a cardiologist sees of them, and that nothing of them runs. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { generateNetwork, type StoryTruth } from '@throughline/tools/network';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './harness/browser.ts';
import { type Hub, startHub } from './harness/hub.ts';
import { writeStudy } from './harness/objects.ts';

let hub: Hub;
let browser: Browser;
let context: BrowserContext;
let folder: string;
let story: StoryTruth;

const store = async (objects: readonly Uint8Array[]): Promise<void> => {
  const boundary = randomUUID();
  const head = Buffer.from(`--${boundary}\r\ncontent-type: application/dicom\r\n\r\n`);
  const parts = objects.flatMap((object) => [head, object, Buffer.from('\r\n')]);
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  const headers = { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` };
  const answer = await hub.request('/dicom-web/studies', { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`storing: ${answer.status} ${await answer.text()}`);
};

/** Objects of one patient without pictures, each of what is in it hostile or broken on purpose. */
const hostile = { study: newUid(), film: newUid() };

const hostileObject = (sopClassUid: string, description: string, fill: (dataset: Dataset) => void, syntax?: string) => {
  const dataset = new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyDate, '20260102')
    .set(tags.Modality, 'OT')
    .set(tags.StudyDescription, 'DOCUMENTS')
    .set(tags.PatientName, 'SYNTHETIC^HOSTILE')
    .set(tags.PatientID, 'HOSTILE1')
    .set(tags.PatientBirthDate, '19700101')
    .set(tags.StudyInstanceUID, hostile.study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.SeriesDescription, description)
    .set(tags.InstanceNumber, '1');
  fill(dataset);
  return encodePart10(dataset, syntax ?? uids.ExplicitVRLittleEndian);
};

const scriptedPdf = Buffer.from(
  `%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\('ran'\\); this.submitForm\\('http://127.0.0.1:1/'\\)) >> >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Annots [5 0 R] >> endobj
4 0 obj << /Length 26 >> stream
1 0 0 rg 0 0 200 200 re f
endstream endobj
5 0 obj << /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A << /S /URI /URI (http://127.0.0.1:1/out) >> >> endobj
trailer << /Root 1 0 R >>`,
  'latin1',
);

const scriptedCda = Buffer.from(
  `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Discharge summary</title><component><structuredBody><component><section><title>Course</title><text><paragraph>&lt;img src=x onerror="window.ran=1"&gt; uneventful.</paragraph><list><item>Home &amp; well</item></list><h:script xmlns:h="http://www.w3.org/1999/xhtml">window.ran = 1</h:script></text></section></component></structuredBody></component></ClinicalDocument>`,
);

const hostileStudy = (): readonly Uint8Array[] => [
  hostileObject(uids.EncapsulatedPDFStorage, 'SCRIPTED', (dataset) =>
    dataset
      .set(tags.MIMETypeOfEncapsulatedDocument, 'application/pdf')
      .set(tags.EncapsulatedDocument, scriptedPdf, 'OB'),
  ),
  hostileObject(uids.EncapsulatedCDAStorage, 'SUMMARY', (dataset) =>
    dataset
      .set(tags.MIMETypeOfEncapsulatedDocument, 'text/XML')
      .set(tags.EncapsulatedDocument, scriptedCda, 'OB')
      .set(tags.EncapsulatedDocumentLength, scriptedCda.length),
  ),
  hostileObject(
    uids.VideoEndoscopicImageStorage,
    'OLD FILM',
    (dataset) =>
      dataset
        .set(tags.Rows, 480)
        .set(tags.Columns, 640)
        .set(tags.NumberOfFrames, '25')
        .put(encapsulate([Buffer.from('000001b32801e0', 'hex')])),
    uids.MPEG2MPML,
  ),
];

const filesBelow = async (path: string): Promise<readonly string[]> =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dcm'))
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-documents-'));
  const truth = await generateNetwork({
    out: folder,
    seed: 1,
    today: new Date().toISOString().slice(0, 10),
    background: 0,
    stories: ['single-ventricle'],
  });
  story = truth.stories[0] as StoryTruth;
  hub = await startHub();
  for (const path of await filesBelow(folder)) await store([await readFile(path)]);
  await store(hostileStudy());
  browser = await launchBrowser();
  const authorization = `Bearer ${await hub.issuer.token('imaging.read imaging.write', 'e2e')}`;
  context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    extraHTTPHeaders: { authorization },
  });
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a page complained of, and where else than to the hub it wanted to go. */
const troubles: string[] = [];

const open = async (path: string): Promise<Page> => {
  const page = await context.newPage();
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(hub.baseUrl)) troubles.push(request.url());
  });
  await page.goto(`${hub.baseUrl}${path}`);
  return page;
};

/** A picture of the page for whoever looks at it. */
const keep = async (page: Page, name: string): Promise<void> => {
  const to = process.env.THROUGHLINE_SCREENSHOTS;
  if (to) await page.screenshot({ path: join(to, `${name}.png`) });
};

const priorOf = (modality: string, name: RegExp): Promise<string> =>
  hub
    .request(`/api/reading/${story.current}`)
    .then((answer) => answer.json() as Promise<{ priors: readonly Record<string, unknown>[] }>)
    .then(({ priors }) => {
      const found = priors.find(
        (prior) => (prior.modalities as readonly string[]).includes(modality) && name.test(String(prior.localName)),
      );
      return String(found?.studyInstanceUid);
    });

const prior = '[data-pane=prior]';

/** The shades in the middle of a canvas. */
const shadesOf = (page: Page, selector: string): Promise<number> =>
  page.evaluate((canvasSelector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(canvasSelector);
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(data?.filter((_, at) => at % 4 === 0)).size;
  }, selector);

/** Every colour on a canvas, as red, green, blue and how much it covers. */
const coloursOf = (page: Page, selector: string): Promise<readonly string[]> =>
  page.evaluate((canvasSelector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(canvasSelector);
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colours = new Set<string>();
    for (let at = 0; at < data.length; at += 4) colours.add(Array.from(data.slice(at, at + 4)).join(' '));
    return [...colours];
  }, selector);

it('draws a 12-lead ECG beside the current study, larger and faster by keys, and names it in the list and the timeline', async () => {
  const study = await priorOf('ECG', /ECG/);
  const page = await open(`/read/${story.current}?prior=${study}`);
  const picture = page.locator(`${prior} [data-media=waveform] img`);
  await page.waitForSelector(`${prior} [data-media=waveform] [data-ready=true]`);
  await page.waitForSelector('[data-stage=current][data-live=true]', { state: 'attached' });
  await keep(page, 'ecg');
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(900);
  expect(await page.locator(`[data-prior="${study}"]`).count()).toBeLessThanOrEqual(1);
  expect(await page.locator('[aria-label=Timeline]').textContent()).toContain('ECG');
  expect(await page.locator(`${prior} [aria-pressed=true]`).textContent()).toContain('12-lead ECG');
  await page.locator(`${prior} [data-pane-focus]`).focus();
  const width = (await picture.boundingBox())?.width ?? 0;
  for (const key of ['+', '.', 'v']) await page.keyboard.press(key);
  await expect.poll(() => picture.getAttribute('src')).toMatch(/gain=20&speed=50&layout=rows$/);
  await expect.poll(async () => (await picture.boundingBox())?.width ?? 0).toBeGreaterThan(width * 1.9);
  await keep(page, 'ecg-rows');
  await page.keyboard.press('z');
  await expect.poll(() => picture.getAttribute('src')).toMatch(/gain=10$/);
  // A key of pictures does nothing to one that nobody sees.
  await page.keyboard.press('m');
  expect(await page.locator('[data-said]').textContent()).toContain('12-lead ECG');
  await page.keyboard.press('d');
  expect(await page.locator('.blink-picture').count()).toBe(0);
  await page.close();
});

it('shows a report on paper in the pane of the study that it belongs to, and its pictures again', async () => {
  const study = await priorOf('XA', /CATH/);
  const page = await open(`/read/${story.current}?prior=${study}`);
  await page.waitForSelector('[data-stage=prior][data-live=true]', { state: 'attached' });
  await page.locator(`${prior} [data-pane-focus]`).focus();
  await page.keyboard.press('d');
  await expect.poll(() => page.locator('.blink-picture').count()).toBe(1);
  await page.keyboard.press(']');
  await page.waitForSelector(`${prior} [data-media=pdf] [data-page="1"][data-state=ready]`);
  expect(await page.locator('.blink-picture').count()).toBe(0);
  await page.keyboard.press(']');
  expect(await page.locator('[data-said]').textContent()).toContain('no other series there');
  await keep(page, 'pdf');
  expect(await shadesOf(page, `${prior} [data-media=pdf] canvas`)).toBeGreaterThan(8);
  await page.keyboard.press('+');
  await page.waitForSelector(`${prior} [data-media=pdf] [data-page="1"][data-state=ready]`);
  await page.keyboard.press('[');
  await expect.poll(() => page.locator('[data-media]').count()).toBe(0);
  await page.getByRole('button', { name: /CATH REPORT/ }).click();
  await page.waitForSelector(`${prior} [data-media=pdf]`);
  await page.close();
});

it('draws documents by a worker of our own origin, under the policy that lets in no other', async () => {
  const page = await context.newPage();
  const answer = await page.goto(`${hub.baseUrl}/read/${hostile.study}`);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  // The decoder of pictures starts its own from a blob; from elsewhere comes none.
  expect(policy).toMatch(/worker-src 'self' blob:(;|$)/);
  await page.getByRole('button', { name: /SCRIPTED/ }).click();
  await page.waitForSelector('[data-pane=current] [data-media=pdf] [data-page="1"][data-state=ready]');
  expect(await coloursOf(page, '[data-media=pdf] canvas')).toEqual(['255 0 0 255']);
  const readers = page.workers().filter((worker) => worker.url().includes('pdf.worker'));
  expect(readers).toHaveLength(1);
  expect(new URL(readers[0]?.url() ?? '').origin).toBe(hub.baseUrl);
  await page.close();
});

it('blinks what hangs in the pane of the prior, also after another picture or series of it was gone to', async () => {
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) =>
      writeStudy(join(folder, name), { series: 2, patientId: 'BLINK1', patientName: 'SYNTHETIC^BLINK' }),
    ),
  );
  for (const { files } of [one, two].filter((made) => made !== undefined))
    await store(await Promise.all(files.map(({ path }) => readFile(path))));
  const page = await open(`/read/${one?.studyInstanceUid}?prior=${two?.studyInstanceUid}`);
  const live = () => page.waitForSelector('[data-stage=prior][data-live=true]', { state: 'attached' });
  await live();
  await page.waitForSelector('[data-stage=current][data-live=true]', { state: 'attached' });
  await page.locator(`${prior} [data-pane-focus]`).focus();
  await page.keyboard.press('d');
  await page.waitForSelector('.blink-picture');
  const seen = () =>
    page.evaluate(() =>
      ['[data-stage=prior] canvas', '.blink-picture canvas'].map((selector) =>
        document.querySelector<HTMLCanvasElement>(selector)?.toDataURL(),
      ),
    );
  const same = async (): Promise<string | undefined> => {
    await expect.poll(async () => new Set(await seen()).size).toBe(1);
    return (await seen())[0];
  };
  const first = await same();
  await page.keyboard.press('s');
  await expect.poll(async () => (await seen())[0]).not.toBe(first);
  await same();
  const series = page.locator(`${prior} [aria-pressed]`);
  const pressed = () => series.evaluateAll((all) => all.map((each) => each.getAttribute('aria-pressed')));
  const before = await pressed();
  await page.keyboard.press(before[0] === 'true' ? ']' : '[');
  await expect.poll(pressed).toEqual(before.toReversed());
  await live();
  await expect.poll(() => page.locator('.blink-picture canvas').isVisible()).toBe(true);
  const other = await same();
  await page.keyboard.press('Home');
  await expect.poll(async () => (await seen())[0]).not.toBe(other);
  await same();
  expect(await page.locator('.blink-picture').textContent()).toBe('PRIOR');
  await page.keyboard.press('d');
  expect(await page.locator('.blink-picture').count()).toBe(0);
  await page.close();
});

it('hangs what was found by its name beside the current study, by keys alone', async () => {
  const study = await priorOf('XA', /CATH/);
  const page = await open(`/read/${story.current}`);
  await page.waitForSelector('[data-stage=prior][data-live=true]', { state: 'attached' });
  await page.keyboard.press('/');
  await page.keyboard.type('cath');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`[data-pane=prior][data-study="${study}"] [data-stage=prior][data-live=true]`);
  expect(await page.locator('main').getAttribute('data-layout')).toBe('two');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.close();
});

it('plays a clip of an echo, by parts of it and by the key that plays pictures', async () => {
  const study = await priorOf('US', /COMPLETE/);
  const page = await open(`/read/${story.current}?prior=${study}`);
  await page.waitForSelector('[data-stage=prior][data-live=true]', { state: 'attached' });
  await page.getByRole('button', { name: /Video: APICAL 4CH CLIP/ }).click();
  await page.waitForSelector(`${prior} [data-media=video] [data-ready=true]`);
  const film = page.locator(`${prior} video`);
  const state = () =>
    film.evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight, video.paused, video.currentTime]);
  expect((await state()).slice(0, 3)).toEqual([320, 240, true]);
  await page.locator(`${prior} [data-pane-focus]`).focus();
  await page.keyboard.press('s');
  await expect.poll(async () => (await state())[3]).toBeCloseTo(0.04, 2);
  await page.keyboard.press(' ');
  await expect.poll(async () => Number((await state())[3])).toBeGreaterThan(0.2);
  await page.keyboard.press(' ');
  expect((await state())[2]).toBe(true);
  await keep(page, 'video');
  await page.close();
});

it('asks once more for what did not come, and says of no film that it cannot be played when it did not come', async () => {
  const again = (page: Page) => page.locator(`${prior} [role=alert]`).getByRole('button', { name: 'Try again' });
  const ecg = await open(`/read/${story.current}?prior=${await priorOf('ECG', /ECG/)}`);
  await ecg.waitForSelector(`${prior} [data-media=waveform] [data-ready=true]`);
  await ecg.route('**/rendered?*', (route) => route.abort());
  await ecg.locator(`${prior} [data-pane-focus]`).focus();
  await ecg.keyboard.press('+');
  await again(ecg).waitFor();
  await ecg.unroute('**/rendered?*');
  await again(ecg).click();
  await ecg.waitForSelector(`${prior} [data-media=waveform] [data-ready=true]`);
  await ecg.close();

  const echo = await open(`/read/${story.current}?prior=${await priorOf('US', /COMPLETE/)}`);
  await echo.waitForSelector('[data-stage=prior][data-live=true]', { state: 'attached' });
  await echo.route('**/rendered', (route) => route.fulfill({ status: 503 }));
  await echo.getByRole('button', { name: /Video: APICAL 4CH CLIP/ }).click();
  await again(echo).waitFor();
  expect(await echo.locator(`${prior} [role=alert]`).textContent()).not.toContain('cannot play');
  await echo.unroute('**/rendered');
  await again(echo).click();
  await echo.waitForSelector(`${prior} [data-media=video] [data-ready=true]`);
  await echo.close();

  for (const part of ['**/PdfView*.js', '**/pdf.worker*']) {
    const page = await open(`/read/${story.current}?prior=${await priorOf('XA', /CATH/)}`);
    await page.waitForSelector('[data-stage=prior][data-live=true]', { state: 'attached' });
    await page.route(part, (route) => route.abort());
    await page.getByRole('button', { name: /CATH REPORT/ }).click();
    await again(page).waitFor();
    await page.unroute(part);
    await again(page).click();
    await page.waitForSelector(`${prior} [data-media=pdf] [data-page="1"][data-state=ready]`);
    // Each time the one before is put away.
    for (let count = 0; count < 5; count += 1) await page.getByRole('button', { name: /CATH REPORT/ }).click();
    await page.waitForSelector(`${prior} [data-media=pdf] [data-page="1"][data-state=ready]`);
    await page.close();
  }
});

it('shows documents and films that mean harm, or are broken, without running or following anything of them', async () => {
  const page = await open(`/read/${hostile.study}`);
  await page.waitForSelector('[data-pane=current] [data-media]');
  await page.getByRole('button', { name: /SCRIPTED/ }).click();
  await page.waitForSelector('[data-pane=current] [data-media=pdf] [data-page="1"][data-state=ready]');
  expect(await coloursOf(page, '[data-media=pdf] canvas')).toEqual(['255 0 0 255']);
  await page.locator('[data-media=pdf] canvas').click();
  await page.getByRole('button', { name: /SUMMARY/ }).click();
  const text = page.locator('[data-media=text] [data-ready=true]');
  await expect.poll(() => text.textContent()).toContain('<img src=x onerror="window.ran=1"> uneventful.');
  expect(await text.textContent()).toContain('• Home & well');
  expect(await text.locator('script, img').count()).toBe(0);
  await keep(page, 'cda');
  await page.getByRole('button', { name: /OLD FILM/ }).click();
  await expect.poll(() => page.locator('[data-media=video] [role=alert]').textContent()).toContain('cannot play');
  await keep(page, 'no-video');
  const link = page.getByRole('link', { name: /Download/ });
  expect(await link.getAttribute('download')).toBe('video');
  // A browser sends the headers of this test with no download.
  const stored = await hub.request((await link.getAttribute('href')) ?? '');
  expect([...new Uint8Array(await stored.arrayBuffer())].slice(0, 4)).toEqual([0, 0, 1, 0xb3]);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(page.url()).toBe(`${hub.baseUrl}/read/${hostile.study}`);
  await page.close();
});

it('nothing went elsewhere, asked anything, or was stopped by the page’s policy', () => {
  expect(troubles).toEqual([]);
});
