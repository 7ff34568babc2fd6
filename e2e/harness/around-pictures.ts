/** What stands around the pictures, driven in the demo: what is told of whom, what is never cut, and the keys. */
import type { StoryTruth } from '@throughline/tools/network';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

const patient = { timeout: 30_000 };

/** Not what stands there while the list is coming. */
const row = '[role=row][data-key]';

const live = (page: Page, pane: string) =>
  page.waitForSelector(`[data-stage=${pane}][data-live=true]`, { ...patient, state: 'attached' });

export interface Demo {
  readonly browser: Browser;
  readonly baseUrl: string;
  readonly story: (id: string) => StoryTruth;
}

const openIn = async ({ browser, baseUrl }: Demo, path: string, size = { width: 1920, height: 1080 }) => {
  const page = await browser.newPage({ viewport: size });
  await page.goto(`${baseUrl}${path}`);
  return page;
};

/** The smallest screen, a common one, and a large one at 200 % zoom (WCAG 2.2, 1.4.4 and 1.4.10). */
export const sizes = [
  { width: 1024, height: 768 },
  { width: 1366, height: 768 },
  { width: 960, height: 540 },
] as const;

/** Text below these elements that does not lie within its box and the window, or that its box hides. */
const cutIn = (page: Page, selectors: readonly string[]): Promise<readonly string[]> =>
  page.evaluate((all) => {
    const hides = (element: Element): boolean => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return (
        (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) ||
        (overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1)
      );
    };
    return all.flatMap((selector) => {
      const found = [...document.querySelectorAll(selector)];
      if (found.length === 0) return [`${selector} is not there`];
      return found
        .flatMap((element) => [element, ...element.querySelectorAll('*')])
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return hides(element) || left < -1 || right > innerWidth + 1;
        })
        .map((element) => `${selector}: ${element.textContent}`);
    });
  }, selectors);

/** Long names, as they are in some hospitals, in the place of the demo's. */
const lengthen = (page: Page) =>
  page.route(/\/api\/(reading\/[\d.]+|worklist)(\?.*)?$/, async (route) => {
    const answer = await route.fetch();
    const text = (await answer.text())
      .replaceAll('County General', 'Universitätsklinikum Schleswig-Holstein, Campus Lübeck')
      .replaceAll('VANDERBERG, NOOR', 'VANDERBERG-HOHENZOLLERN-SIGMARINGEN, NOOR WILHELMINA ELISABETH');
    return route.fulfill({ response: answer, body: text });
  });

/** Names, birth date, sex, numbers, accession, date and side can be read in full on each of them. */
export const expectNothingCut = async (demo: Demo): Promise<void> => {
  const { current, accession, records } = demo.story('breast');
  for (const size of sizes) {
    const page = await demo.browser.newPage({ viewport: size });
    await lengthen(page);
    await page.goto(`${demo.baseUrl}/read/${current}`);
    await live(page, 'prior');
    const where = `${size.width} by ${size.height}`;
    expect(await cutIn(page, ['header', '[data-head]']), where).toEqual([]);
    const [banner, heads] = [
      await page.locator('header').textContent(),
      await page.locator('[data-head]').allTextContents(),
    ];
    for (const fact of ['VANDERBERG', 'F · ', accession.number, ...records.map(({ id }) => id)])
      expect(banner, where).toContain(fact);
    expect(heads.join(' '), where).toMatch(/\d{4}-\d\d-\d\d Mammogram left breast/);
    const drawn = await page.locator('[data-stage=current]').boundingBox();
    expect(drawn?.height ?? 0, `${where}: room for the picture`).toBeGreaterThan(size.height / 4);
    // Two lines of a hospital's name stand over no mark and no other name.
    const names = await page
      .locator('[data-lane]')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ top, bottom, right }) => ({ top, bottom, right })),
      );
    for (const [at, { top, right }] of names.entries()) {
      expect(top, where).toBeGreaterThanOrEqual((names[at - 1]?.bottom ?? 0) - 1);
      expect(right, where).toBeLessThanOrEqual(170);
    }
    await page.goto(`${demo.baseUrl}/`);
    await page.waitForSelector(row);
    const facts = [1, 2, 3, 4].map((n) => `${row} [class~=grid] > :nth-child(${n})`);
    expect(await cutIn(page, ['header', 'footer', ...facts]), `worklist at ${where}`).toEqual([]);
    await page.goto(`${demo.baseUrl}/identity`);
    await page.waitForSelector('[aria-label="The two records"] table');
    expect(await cutIn(page, ['header', '[role=row]', 'table']), `identity at ${where}`).toEqual([]);
    await page.close();
  }
};

/** An answer on the page of identity, and its undo, are seen on the page of the study at once, though nobody loads it again. */
export const driveAnswerBesideReading = async (demo: Demo): Promise<void> => {
  const reading = await openIn(demo, `/read/${demo.story('twins').current}`);
  const line = reading.locator('[data-verdict]');
  await expect.poll(() => line.textContent(), patient).toContain('waits for review');
  const identity = await openIn(demo, '/identity');
  const says = (text: string) => identity.getByRole('status').filter({ hasText: text }).waitFor();
  const questions = identity.getByRole('grid', { name: 'Questions' }).locator(row);
  await expect.poll(() => questions.count(), patient).toBeGreaterThan(0);
  const asked = await questions.count();
  for (let left = asked; left > 0; left -= 1) {
    await identity.keyboard.press('n');
    await expect.poll(() => questions.count(), patient).toBe(left - 1);
  }
  await expect.poll(() => line.textContent(), patient).not.toContain('waits for review');
  for (let back = 1; back <= asked; back += 1) {
    await identity.keyboard.press('u');
    await says('Taken back: not one person.');
    await expect.poll(() => questions.count(), patient).toBe(back);
  }
  await expect.poll(() => line.textContent(), patient).toContain('waits for review');
  await Promise.all([reading.close(), identity.close()]);
};

/** Find: the first hit is Enter's, arrows choose another one, the field says which to who cannot see it. */
export const driveFind = async (demo: Demo): Promise<void> => {
  const page = await openIn(demo, `/read/${demo.story('breast').current}`);
  await page.waitForSelector('[data-prior]');
  await page.keyboard.press('/');
  await page.keyboard.type('mammo');
  const field = page.getByRole('combobox', { name: "Find in this person's history" });
  const hits = page.getByRole('listbox', { name: 'Found priors' }).getByRole('option');
  await expect.poll(() => hits.count(), patient).toBe(2);
  const chosen = () => field.getAttribute('aria-activedescendant');
  expect(await chosen()).toBe(await hits.nth(0).getAttribute('id'));
  await page.keyboard.press('ArrowDown');
  await expect.poll(chosen).toBe(await hits.nth(1).getAttribute('id'));
  expect(await hits.nth(1).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const study = await hits.nth(1).getAttribute('data-prior');
  await expect.poll(() => page.getAttribute('section[data-pane=prior]', 'data-study'), patient).toBe(study);
  // The keys are the pictures' again.
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.waitFor();
  expect(await keys.textContent()).not.toContain('Follow what other applications open');
  await page.keyboard.press('Escape');
  const asked: string[] = [];
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.keyboard.press('o');
  await page.locator('[data-said]').filter({ hasText: 'it follows no other application' }).waitFor();
  expect(asked).toEqual([]);
  await page.close();
};

/** The filter is there again after Back, and no address ever has it; titles name no patient; no study leads to the list. */
export const driveWorklist = async (demo: Demo): Promise<void> => {
  const page = await openIn(demo, '/');
  await page.waitForSelector(row);
  expect(await page.title()).toBe('Worklist · Throughline');
  await page.keyboard.press('/');
  await page.keyboard.type('vanderb');
  const rows = page.locator(row);
  await expect.poll(() => rows.count(), patient).toBe(1);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/read\//);
  await expect.poll(() => page.title(), patient).toMatch(/^Reading MG \d{4}-\d\d-\d\d · Throughline$/);
  expect(page.url()).not.toContain('vanderb');
  await page.goBack();
  await expect.poll(() => rows.count(), patient).toBe(1);
  expect(new URL(page.url()).search).toBe('');
  await page.getByRole('textbox').press('Escape');
  await expect.poll(() => rows.count(), patient).toBeGreaterThan(1);
  for (const path of ['/read', '/read/']) {
    await page.goto(`${demo.baseUrl}${path}`);
    await page.waitForURL(`${demo.baseUrl}/`);
    await page.waitForSelector(row);
  }
  for (const [path, title] of [
    ['/identity', 'Identity'],
    ['/measures', 'Measures'],
    ['/closed', 'Closed'],
  ]) {
    await page.goto(`${demo.baseUrl}${path}`);
    await expect.poll(() => page.title(), patient).toBe(`${title} · Throughline`);
  }
  await page.close();
};

/** A reader elsewhere sees the clock of the hub, and whose it is. */
export const driveElsewhere = async ({ browser, baseUrl, story }: Demo): Promise<void> => {
  const far = new Date().getTimezoneOffset() === 720 ? 'Asia/Tokyo' : 'Pacific/Majuro';
  const context = await browser.newContext({ timezoneId: far, viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/read/${story('breast').current}`);
  await page
    .locator('[data-verdict]')
    .filter({ hasText: /times in \S+/ })
    .waitFor();
  await page.keyboard.press('c');
  const before = page.getByRole('region', { name: 'What was shown before' });
  const hour = String(new Date().getHours()).padStart(2, '0');
  await expect.poll(() => before.textContent(), patient).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (GMT|UTC)/);
  expect(await before.textContent()).toContain(` ${hour}:`);
  await context.close();
};
