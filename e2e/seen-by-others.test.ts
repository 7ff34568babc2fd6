/** Every page, judged by axe; the demo has nobody to sign in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../server/src/free-port.ts';
import { startDemo } from './environments/demo.ts';
import type { Environment } from './environments/environment.ts';
import {
  type Demo,
  driveAnswerBesideReading,
  driveElsewhere,
  driveFind,
  driveWorklist,
  expectNothingCut,
} from './harness/around-pictures.ts';
import { launchBrowser, launchBrowserWithWebGl } from './harness/browser.ts';
import { driveEntities } from './harness/entities-page.ts';
import { driveHl7 } from './harness/hl7-page.ts';
import { type Ohif, startOhif } from './harness/ohif.ts';
import { start } from './harness/processes.ts';
import { depth } from './loss/depth.ts';

/** OHIF takes ten seconds for a study: `npm run test:deep` opens all of them. */
const eachOf = depth.deep ? 1 : 3;

/** What axe has against the page as it is now. */
const faultsIn = async (page: Page): Promise<readonly string[]> => {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const checker = (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    return (await checker.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
  });
};

describe('the demo, seen by others', () => {
  let environment: Environment;
  let browser: Browser;
  let ohif: Ohif;

  beforeAll(async () => {
    environment = await startDemo();
    browser = await launchBrowser();
    ohif = await startOhif(environment.baseUrl);
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await ohif?.close();
    await environment?.close();
  });

  it.each([
    ['worklist', '/', '[role=row]'],
    ['reading', '/read/', '[data-stage=prior][data-live=true]'],
    ['sources', '/sources', '[role=row]'],
    ['destinations and callers', '/application-entities', '[role=row]'],
    ['HL7', '/hl7', '[role=grid]'],
    ['exceptions', '/exceptions', '[aria-label=Exceptions] li'],
    ['exam names', '/terms', '[role=grid]'],
    ['identity', '/identity', '[aria-label=Questions]'],
    ['measures', '/measures', 'table'],
  ])('axe finds no fault in the page of %s', async (_name, path, whole) => {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    const [story] = environment.truth.stories;
    await page.goto(`${environment.baseUrl}${path === '/read/' ? `${path}${story?.current}` : path}`);
    await page.waitForSelector(whole, { state: 'attached' });
    expect(await faultsIn(page)).toEqual([]);
    await context.close();
  });

  it('a receiver of HL7 is made, tried and paused, and a message is read by a mapping, by keyboard alone', async () => {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await driveHl7(page, environment.baseUrl);
    await page.close();
  });

  it('a destination is added, tried, mended and removed, by keyboard alone; axe finds no fault in its form', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-destination-'));
    const port = await freePort();
    const receiver = start('storescp', ['--ignore', '-od', folder, String(port)]);
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    await driveEntities(page, environment.baseUrl, port, async () => expect(await faultsIn(page)).toEqual([]));
    await context.close();
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('what waits leads from the worklist to the very question', async () => {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(environment.baseUrl);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Exceptions' }).click();
    const question = page.getByRole('link', { name: 'Compare them' }).last();
    const review = new URL((await question.getAttribute('href')) ?? '', environment.baseUrl).searchParams.get('review');
    await question.click();
    const asked = page.waitForRequest((request) => request.url().endsWith(`/api/identity/reviews/${review}`));
    await page.reload();
    await asked;
    await page
      .getByRole('region', { name: 'The two records' })
      .getByRole('button', { name: /Same person/ })
      .waitFor();
    // Answered and taken back without a mouse.
    const says = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
    await page.keyboard.press('n');
    await says('Said: not one person.');
    await page.keyboard.press('u');
    await says('Taken back: not one person.');
    // A reason is written without a mouse, too, and stays with the pair that it was written beside.
    const reason = page.getByRole('textbox', { name: /Reason/ });
    const shows = (text: string) => expect.poll(() => reason.inputValue()).toBe(text);
    await page.keyboard.press('r');
    await page.keyboard.type('sane kin, seen by Sue');
    await page.keyboard.press('Enter');
    await shows('sane kin, seen by Sue');
    await page.keyboard.press('k');
    await shows('');
    await page.close();
  });

  it.each<[string, (demo: Demo) => Promise<void>]>([
    ['who a patient is, and where and when of what, is cut on no screen and at no zoom', expectNothingCut],
    [
      'what is answered about identity is seen on the page of the study at once, and so is its undo',
      driveAnswerBesideReading,
    ],
    ['a prior is found and hung by keyboard, and no key is offered that the demo refuses', driveFind],
    ['the filter is there after Back and in no address, and no title names a patient', driveWorklist],
    ['a reader in another zone is told whose clock it is', driveElsewhere],
  ])('%s', async (_name, drive) => {
    const { baseUrl, truth } = environment;
    const story = (id: string) => {
      const found = truth.stories.find((one) => one.id === id);
      if (found === undefined) throw new Error(`no story ${id}`);
      return found;
    };
    await drive({ browser, baseUrl, story });
  });

  it('what an exam name means is said, seen and taken back on its page', async () => {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`${environment.baseUrl}/terms`);
    const said = await page.evaluate(async () => {
      const exam = { issuer: 'ELSEWHERE', localCode: '', name: 'SYNTHETIC EXAM 7', modality: '' };
      const body = JSON.stringify({ exam, correction: { modality: 'CT', focus: 'liver' }, reason: 'they said so' });
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/api/terms/map', { method: 'PUT', headers, body })).status;
    });
    expect(said).toBe(200);
    await page.getByRole('button', { name: 'What was said' }).click();
    const row = page.getByRole('row', { name: /SYNTHETIC EXAM 7/ });
    await expect.poll(() => row.textContent(), { timeout: 20_000 }).toContain('CT liver');
    await row.click();
    await page.getByRole('button', { name: 'Take the last word back' }).click();
    await expect.poll(() => row.textContent(), { timeout: 20_000 }).toContain('taken back: the name decides');
    const versions = page.getByRole('list', { name: 'Versions' });
    await expect.poll(() => versions.textContent(), { timeout: 20_000 }).toContain('took 1 back');
    await page.close();
  });

  it("OHIF's published build opens current studies from our DICOMweb", async () => {
    const withWebGl = await launchBrowserWithWebGl();
    try {
      const context = await withWebGl.newContext({ viewport: { width: 1280, height: 800 } });
      const thumbnails = '[data-cy="study-browser-thumbnail"], [data-cy="study-browser-thumbnail-no-image"]';
      for (const story of environment.truth.stories.filter((_, at) => at % eachOf === 0)) {
        const page = await context.newPage();
        await page.goto(`${ohif.url}/viewer?StudyInstanceUIDs=${story.current}`);
        await page.waitForSelector('.cornerstone-canvas, canvas', { timeout: 60_000 });
        await expect.poll(() => page.locator(thumbnails).count(), { timeout: 60_000 }).toBeGreaterThan(0);
        await page.close();
      }
    } finally {
      await withWebGl.close();
    }
  }, 600_000);
});
