/** The main job, seen by a browser: every story's study beside its best prior, the list and the line as the truth says. */
import { interoperabilityStatement, type Reading, reading as readingShape } from '@throughline/contract';
import type { StoryTruth } from '@throughline/tools/network';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, getJson } from '../environments/environment.ts';
import { launchBrowser } from '../harness/browser.ts';
import { describeNarrow } from './narrow.ts';
import { describePictures } from './pictures.ts';

/** What is judged is that it happens; how fast is for the benchmarks, on a machine with nothing else to do. */
const patient = { timeout: 30_000 };

const viewport = { width: 1920, height: 1080 };

export const readingOf = async (environment: Environment, story: StoryTruth): Promise<Reading> =>
  readingShape.parse(await getJson(environment, `/api/reading/${story.current}`));

/** What is shown once the last transfer has said that it is done: the objects are here a moment earlier. */
export const settledReadingOf = async (environment: Environment, story: StoryTruth): Promise<Reading> => {
  await expect
    .poll(
      async () => {
        const { verdict, reasons } = (await readingOf(environment, story)).completeness;
        return verdict === story.verdict ? verdict : `${verdict}: ${JSON.stringify(reasons)}`;
      },
      { timeout: 60_000, interval: 500, message: story.id },
    )
    .toBe(story.verdict);
  return readingOf(environment, story);
};

const gradeOf = (story: StoryTruth, uid: string): number =>
  story.priors.find((prior) => prior.studyUid === uid)?.grade ?? -1;

const isFlagged = (prior: { readonly tier: string }): boolean =>
  prior.tier === 'show-first' || prior.tier === 'relevant';

/** The list is the truth's: best first, what matters flagged and nothing else, nobody else's study, none missing. */
export const expectRanking = (found: Reading, story: StoryTruth): void => {
  const flagged = found.priors.filter(isFlagged);
  const wanted = story.priors.filter((prior) => prior.grade >= 2).map((prior) => prior.studyUid);
  expect(flagged[0]?.studyInstanceUid ?? null, 'the best prior').toBe(story.best);
  expect(flagged.map((prior) => prior.studyInstanceUid).toSorted(), 'what matters').toEqual(wanted.toSorted());
  expect(found.priors.map((prior) => prior.studyInstanceUid).toSorted(), 'every prior').toEqual(
    story.priors.map((prior) => prior.studyUid).toSorted(),
  );
  const first = found.priors.filter((prior) => prior.tier === 'show-first');
  for (const prior of first) expect(gradeOf(story, prior.studyInstanceUid), 'shown first').toBe(3);
  for (const prior of flagged) expect(prior.reasons.length, 'a reason for each').toBeGreaterThan(0);
};

const expectPerson = (found: Reading, story: StoryTruth): void => {
  const linked = found.person.records.map(({ issuer, patientId }) => `${issuer} ${patientId}`).toSorted();
  expect(linked, 'whose records').toEqual(story.records.map(({ issuer, id }) => `${issuer} ${id}`).toSorted());
};

/** Something is drawn: more than one shade in the middle of the picture. */
const isDrawn = (page: Page, pane: string): Promise<boolean> =>
  page.evaluate((name) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`[data-stage=${name}] canvas`);
    const pixels = canvas
      ?.getContext('2d')
      ?.getImageData(canvas.width * 0.3, canvas.height * 0.3, canvas.width * 0.4, canvas.height * 0.4).data;
    return pixels !== undefined && new Set(pixels.filter((_, at) => at % 4 === 0)).size > 8;
  }, pane);

const live = (page: Page, pane: string) =>
  page.waitForSelector(`[data-stage=${pane}][data-live=true]`, { timeout: 30_000, state: 'attached' });

const studyIn = (page: Page, pane: string): Promise<string | null> =>
  page.getAttribute(`section[data-pane=${pane}]`, 'data-study');

export const describeReading = (name: string, start: () => Promise<Environment>): void => {
  describe(`reading under ${name}`, () => {
    let environment: Environment;
    let browser: Browser;
    const closing: Promise<void>[] = [];

    beforeAll(async () => {
      environment = await start();
      browser = await launchBrowser();
    }, 400_000);
    afterAll(async () => {
      await Promise.all(closing);
      await browser?.close();
      await environment?.close();
    });

    const newContext = (): Promise<BrowserContext> =>
      browser.newContext({ viewport, extraHTTPHeaders: { ...environment.headers } });

    const openIn = async (context: BrowserContext, path: string): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(`${environment.baseUrl}${path}`);
      return page;
    };

    /** In a browser that has never been here. */
    const open = async (path: string): Promise<Page> => {
      const context = await newContext();
      const page = await openIn(context, path);
      page.once('close', () => closing.push(context.close()));
      return page;
    };

    const stories = (): readonly StoryTruth[] =>
      environment.truth.stories.filter((story) => !story.id.startsWith('background'));

    it('says of every story what the truth says', async () => {
      expect(stories().length).toBeGreaterThanOrEqual(16);
      for (const story of stories()) {
        const found = await settledReadingOf(environment, story);
        expectPerson(found, story);
        expectRanking(found, story);
        expect(found.completeness.verdict, story.id).toBe(story.verdict);
        for (const lacking of story.missing) {
          const study = found.completeness.studies.find((one) => one.studyInstanceUid === lacking.studyUid);
          expect([study?.received, study?.expected], 'received of expected').toEqual([lacking.has, lacking.of]);
        }
      }
    });

    it('tells from what happened that every hospital was asked, and that what was fetched came whole', async () => {
      const statements = interoperabilityStatement
        .array()
        .parse(await getJson(environment, '/api/interoperability', environment.adminHeaders));
      expect(statements.length).toBe(3);
      for (const { steps } of statements)
        for (const name of ['asked', 'found', 'fetched'])
          expect(steps.find(({ step }) => step === name)).toMatchObject({ step: name, state: 'works' });
    });

    it('lists the day', async () => {
      const page = await open('/');
      await page.waitForSelector('[role=row]');
      await expect.poll(() => page.locator('[role=row]').count(), patient).toBe(environment.truth.stories.length);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/read\//);
      await page.close();
    });

    it('finds the studies of other days by any number of the patient, and opens none unseen', async () => {
      const story = stories().find(({ id }) => id === 'lung-nodule');
      const elsewhere = story?.records.find(({ issuer }) => issuer !== story.accession.issuer);
      const page = await open('/');
      await page.waitForSelector('[role=row][data-key]');
      await page.keyboard.press('/');
      await page.keyboard.type(elsewhere?.id ?? '');
      const found = page.locator('[aria-label="Studies of other days"] [data-key]');
      await expect.poll(() => found.count(), patient).toBeGreaterThan(0);
      const known = [story?.current, ...(story?.priors.map(({ studyUid }) => studyUid) ?? [])];
      for (const row of await found.all()) expect(known).toContain(await row.getAttribute('data-key'));
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).pathname).toBe('/');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/read\//);
      expect(known).toContain(page.url().split('/read/')[1]);
      await page.close();
    });

    it('goes on to the next study by one key, and back to its row in the list', async () => {
      const page = await open('/');
      await page.waitForSelector('[role=row][data-key]');
      const rows = await page
        .locator('[role=row]')
        .evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.key ?? ''));
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(() => studyIn(page, 'current'), patient).toBe(rows[1]);
      await page.keyboard.press('n');
      await expect.poll(() => studyIn(page, 'current'), patient).toBe(rows[2]);
      await page.keyboard.press('h');
      const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.key);
      await expect.poll(focused, patient).toBe(rows[2]);
      await page.close();
    });

    it('hangs every current study beside its best prior, without a click', async () => {
      const day = await newContext();
      for (const story of stories()) {
        const { number, issuer } = story.accession;
        const page = await openIn(day, `/open?accession=${number}&issuer=${issuer}`);
        await live(page, 'current');
        expect(await studyIn(page, 'current'), story.id).toBe(story.current);
        expect(await isDrawn(page, 'current'), `${story.id} is drawn`).toBe(true);
        if (story.best !== null) {
          await live(page, 'prior');
          expect(await studyIn(page, 'prior'), story.id).toBe(story.best);
          expect(await isDrawn(page, 'prior'), `the prior of ${story.id} is drawn`).toBe(true);
        }
        expect(await page.getAttribute('[data-verdict]', 'data-verdict'), story.id).toBe(story.verdict);
        const shown = await page.locator('[aria-label="Relevant priors"] [data-prior]').count();
        expect(shown, story.id).toBe(story.priors.filter((prior) => prior.grade >= 2).length);
        await page.close();
      }
      await day.close();
    }, 600_000);

    it('swaps the prior by its number, scrolls both studies together, and prints its keys', async () => {
      const story = stories().find(({ id }) => id === 'lung-nodule');
      const page = await open(`/read/${story?.current}`);
      await live(page, 'current');
      await live(page, 'prior');
      const before = Number(await page.getAttribute('section[data-pane=prior]', 'data-slice'));
      for (let step = 0; step < 8; step += 1) await page.keyboard.press('s');
      await expect
        .poll(async () => Number(await page.getAttribute('section[data-pane=prior]', 'data-slice')), patient)
        .toBeGreaterThan(before);
      await page.keyboard.press('2');
      const second = (await page.getAttribute('[data-prior][data-number="2"]', 'data-prior')) ?? '';
      await expect.poll(() => studyIn(page, 'prior'), patient).toBe(second);
      await page.keyboard.press('?');
      await page.waitForSelector('[role=dialog][aria-label=Keys]');
      await page.close();
    });

    describeNarrow({ newContext, openIn, stories });

    describePictures({
      newContext,
      openIn,
      story: async (id) => {
        const found = stories().find((story) => story.id === id);
        if (found === undefined) throw new Error(`no story ${id}`);
        await settledReadingOf(environment, found);
        return found;
      },
    });

    it('shows what was measured at two hospitals as one line, and the dose, by one key', async () => {
      const story = stories().find(({ id }) => id === 'scoliosis');
      const page = await open(`/read/${story?.current}`);
      await live(page, 'current');
      await page.keyboard.press('g');
      const curve = page.locator('[data-series=cobb-angle]');
      await expect.poll(() => curve.locator('[data-point]').count(), patient).toBe(2);
      expect(await curve.textContent()).toContain('28°, +9° since');
      expect(await page.locator('[data-dose]').first().textContent()).toMatch(/^X-ray dose, 0 of \d studies known/);
      await page.keyboard.press('Escape');
      await expect.poll(() => curve.count(), patient).toBe(0);
      await page.close();
    });

    it('keeps the pictures when measurements are asked for without a network, and says so', async () => {
      const story = stories().find(({ id }) => id === 'scoliosis');
      const page = await open(`/read/${story?.current}`);
      await live(page, 'current');
      await page.context().setOffline(true);
      await page.keyboard.press('g');
      const panel = page.getByRole('region', { name: 'Measurements over time' });
      await expect.poll(() => panel.getByRole('status').textContent(), patient).toContain('The hub did not give');
      await page.keyboard.press('Escape');
      expect(await studyIn(page, 'current')).toBe(story?.current);
      expect(await isDrawn(page, 'current')).toBe(true);
      await page.context().setOffline(false);
      await page.close();
    });

    it('says of priors that are no pictures what they show', async () => {
      const story = stories().find(({ id }) => id === 'not-drawn');
      if (story === undefined) throw new Error('no such story');
      // The film is of another organ and stays where it is: by its modality alone nobody knows that it is one.
      const { priors } = await readingOf(environment, story);
      const others = priors.flatMap(({ notDrawn, shows }) => (notDrawn === null ? shows : []));
      expect(new Set(others)).toEqual(new Set(['pictures', 'ecg', 'document']));
    });

    it('says on a page that is open already which hospital fell silent, and since when', async () => {
      const story = stories().find(({ id }) => id === 'lung-nodule');
      const page = await open(`/read/${story?.current}`);
      const line = page.locator('[data-verdict]');
      await expect.poll(() => line.getAttribute('data-verdict'), { timeout: 60_000 }).toBe('complete');
      await environment.stopSite('COUNTY');
      await expect
        .poll(() => line.textContent(), { timeout: 90_000 })
        .toMatch(/^Complete as of \S+ · County General cannot be reached now, no answer since \S+ · 3 of 3/);
      await environment.startSite('COUNTY');
      await expect.poll(() => line.textContent(), { timeout: 90_000 }).not.toContain('cannot be reached');
      await page.close();
    }, 300_000);

    it('says which hospital is silent, and corrects itself when it is back', async () => {
      const story = stories().find(({ id }) => id === 'ms-brain');
      if (story === undefined) throw new Error('no such story');
      await environment.stopSite('COUNTY');
      const page = await open(`/read/${story.current}`);
      const line = page.locator('[data-verdict]');
      await expect.poll(() => line.textContent(), { timeout: 40_000 }).toContain('County General');
      expect(await line.getAttribute('data-verdict')).not.toBe('complete');
      await environment.startSite('COUNTY');
      await expect.poll(() => line.getAttribute('data-verdict'), { timeout: 60_000 }).toBe('complete');
      await page.close();
    }, 150_000);
  });
};
