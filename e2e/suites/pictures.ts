/** What a reader sees of the pictures themselves: which belong together, which side is which, and that they come back. */
import type { Manifest } from '@throughline/contract';
import type { StoryTruth } from '@throughline/tools/network';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';

const patient = { timeout: 40_000 };

interface Desk {
  readonly newContext: () => Promise<BrowserContext>;
  readonly openIn: (context: BrowserContext, path: string) => Promise<Page>;
  /** A story whose priors have all come. */
  readonly story: (id: string) => Promise<StoryTruth>;
}

const panes = ['current', 'prior'] as const;
type PaneName = (typeof panes)[number];

/** What is answered on the way is answered before there is nobody to answer. */
const end = async (context: BrowserContext): Promise<void> => {
  await context.unrouteAll({ behavior: 'wait' });
  await context.close();
};

const pane = (page: Page, name: PaneName) => page.locator(`section[data-pane=${name}]`);

const bothLive = (page: Page) =>
  Promise.all(
    panes.map((name) =>
      page.waitForSelector(`[data-stage=${name}][data-live=true]`, { timeout: 40_000, state: 'attached' }),
    ),
  );

const sliceOf = async (page: Page, name: PaneName): Promise<number> =>
  Number(await pane(page, name).getAttribute('data-slice'));

const textOf = async (page: Page, name: PaneName): Promise<string> =>
  (await pane(page, name).locator('.pane-text').last().textContent()) ?? '';

const press = async (page: Page, key: string, times: number): Promise<void> => {
  for (let step = 0; step < times; step += 1) {
    const before = await sliceOf(page, 'current');
    await page.keyboard.press(key);
    await expect.poll(() => sliceOf(page, 'current'), patient).not.toBe(before);
  }
};

const lettersOf = (page: Page, name: PaneName): Promise<Record<string, string>> =>
  pane(page, name)
    .locator('[data-letters]')
    .evaluateAll((letters) =>
      Object.fromEntries(letters.map((one) => [(one as HTMLElement).dataset.letters, one.textContent])),
    );

type Change = (header: Record<string, unknown>) => Record<string, unknown>;

/** Manifests as the hub gives them, with other attributes. */
const changeManifests = async (context: BrowserContext, change: (study: string) => Change): Promise<void> => {
  await context.route('**/api/studies/*/manifest', async (route) => {
    const answer = await route.fetch();
    const manifest = (await answer.json()) as Manifest;
    const series = manifest.series.map((one) => ({
      ...one,
      metadata: one.metadata.map(change(manifest.studyInstanceUid)),
    }));
    await route.fulfill({ response: answer, json: { ...manifest, series } });
  });
};

const inOneFrame: Change = (header) => ({ ...header, '00200052': { vr: 'UI', Value: ['2.25.1'] } });

export const describePictures = ({ newContext, openIn, story }: Desk): void => {
  it('hangs a prior beside what is seen, scrolls both together by relative position, and says so', async () => {
    const context = await newContext();
    const page = await openIn(context, `/read/${(await story('lung-nodule')).current}`);
    await bothLive(page);
    await press(page, 's', 20);
    // Pictures 1.5, 3 and 5 mm apart of the same 300 mm.
    await expect.poll(() => sliceOf(page, 'prior'), patient).toBe(60);
    await page.keyboard.press('2');
    await expect.poll(() => textOf(page, 'prior'), patient).toContain('/60');
    expect(await sliceOf(page, 'current')).toBe(120);
    expect(await sliceOf(page, 'prior')).toBe(36);
    await press(page, 's', 10);
    await expect.poll(() => sliceOf(page, 'prior'), patient).toBe(39);
    expect(await sliceOf(page, 'current'), 'what was led does not lead back').toBe(130);
    for (const name of panes) expect(await textOf(page, name)).toContain('linked by relative position, not registered');
    await end(context);
  });

  it('keeps what the reader set for the prior that it was set for, and begins anew for another', async () => {
    const context = await newContext();
    const page = await openIn(context, `/read/${(await story('lung-nodule')).current}`);
    await bothLive(page);
    await page.keyboard.press('l');
    await expect.poll(() => textOf(page, 'prior'), patient).toMatch(/not linked$/);
    await press(page, 's', 8);
    const before = await sliceOf(page, 'prior');
    await page.keyboard.press('l');
    await expect.poll(() => textOf(page, 'prior'), patient).toContain('linked as you set it');
    await press(page, 's', 8);
    await expect.poll(() => sliceOf(page, 'prior'), patient).toBe(before + 4);
    await page.keyboard.press('2');
    await expect.poll(() => textOf(page, 'prior'), patient).toContain('linked by relative position');
    await page.keyboard.press('1');
    await expect.poll(() => textOf(page, 'prior'), patient).toContain('linked as you set it');
    expect(await sliceOf(page, 'prior')).toBe(before + 4);
    await end(context);
  });

  it('goes by position in one frame of reference, and links nothing across planes', async () => {
    const { current } = await story('lung-nodule');
    const registered = await newContext();
    // The prior was made 30 mm further down than where its middle would lie.
    const lower: Change = (header) => {
      const [x, y, z] = (header['00200032'] as { Value: number[] }).Value;
      return { ...header, '00200032': { vr: 'DS', Value: [x, y, Number(z) - 30] } };
    };
    await changeManifests(registered, (study) => (header) => {
      if (header['00200032'] === undefined) return header;
      return inOneFrame(study === current ? header : lower(header));
    });
    const page = await openIn(registered, `/read/${current}`);
    await bothLive(page);
    await expect.poll(() => textOf(page, 'prior'), patient).toContain('linked by position');
    await expect.poll(() => sliceOf(page, 'prior'), patient).toBe(59);
    await page.keyboard.press('PageDown');
    await expect.poll(() => sliceOf(page, 'prior'), patient).toBe(64);
    for (let step = 0; step < 9; step += 1) await page.keyboard.press('PageDown');
    await expect.poll(() => textOf(page, 'prior'), patient).toContain('which ends beyond this picture');
    await registered.close();

    const turned = await newContext();
    await changeManifests(
      turned,
      (study) => (header) =>
        study === current ? header : { ...header, '00200037': { vr: 'DS', Value: [0, 1, 0, 0, 0, -1] } },
    );
    const other = await openIn(turned, `/read/${current}`);
    await bothLive(other);
    await expect.poll(() => textOf(other, 'current'), patient).toContain('not linked: other planes');
    expect(await lettersOf(other, 'prior')).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
    const before = await sliceOf(other, 'prior');
    await press(other, 's', 3);
    expect(await sliceOf(other, 'prior')).toBe(before);
    await other.keyboard.press('l');
    await expect
      .poll(() => other.locator('[data-said]').textContent(), patient)
      .toContain('cannot be scrolled together');
    await turned.close();
  });

  it('says at the edges which side of the patient lies there, and nothing where nobody says', async () => {
    const context = await newContext();
    const frontal = { left: 'R', right: 'L', top: 'H', bottom: 'F' };
    for (const [id, letters] of [
      ['missing-slices', { left: 'R', right: 'L', top: 'A', bottom: 'P' }],
      ['hip-dysplasia', frontal],
      ['breast', { left: 'P', right: 'A', top: 'L', bottom: 'R' }],
      ['adult-echo', {}],
    ] as const) {
      const page = await openIn(context, `/read/${(await story(id)).current}`);
      await bothLive(page);
      expect(await lettersOf(page, 'current'), id).toEqual(letters);
      await page.close();
    }
    await end(context);
  });

  it('turns a picture, and the letters at its edges with it, whatever draws it anew', async () => {
    const context = await newContext();
    const page = await openIn(context, `/read/${(await story('knee-replacement')).current}`);
    await bothLive(page);
    const upright = { left: 'R', right: 'L', top: 'H', bottom: 'F' };
    const turned = { left: 'F', right: 'H', top: 'R', bottom: 'L' };
    await expect.poll(() => lettersOf(page, 'current'), patient).toEqual(upright);
    await page.keyboard.press('u');
    await expect.poll(() => lettersOf(page, 'current'), patient).toEqual(turned);
    expect(await textOf(page, 'current')).toContain('turned 90° clockwise');
    expect(await lettersOf(page, 'prior'), 'the other stays').toEqual(upright);
    const drawn = (): Promise<string> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-stage=current] canvas');
        const row = (y: number) => canvas?.getContext('2d')?.getImageData(0, y, canvas.width, 1).data ?? [];
        const lit = (y: number) => [...row(y)].filter((value, at) => at % 4 === 0 && value > 8).length > 9;
        return canvas && lit(Math.round(canvas.height / 2)) && !lit(2) ? 'on its side' : 'upright';
      });
    await expect.poll(drawn, patient).toBe('on its side');
    await page.setViewportSize({ width: 1400, height: 900 });
    await expect.poll(drawn, patient).toBe('on its side');
    expect(await lettersOf(page, 'current'), 'in a window of another size').toEqual(turned);
    await page.keyboard.press('z');
    await expect.poll(() => lettersOf(page, 'current'), patient).toEqual(upright);
    await expect.poll(drawn, patient).toBe('upright');
    await end(context);
  });

  it('says that pictures do not come, asks for them again and is whole again, workers and all', async () => {
    const context = await newContext();
    const lost = /\/frames\/|\/decodeImageFrameWorker/;
    await context.route(lost, (route) => route.abort('internetdisconnected'));
    const page = await openIn(context, `/read/${(await story('lung-nodule')).current}`);
    for (const name of panes) {
      await expect.poll(() => pane(page, name).getByRole('alert').textContent(), patient).toContain('do not come');
      expect(await pane(page, name).getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
    }
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await context.unroute(lost);
    await bothLive(page);
    for (const name of panes) expect(await pane(page, name).getByRole('alert').count()).toBe(0);
    await end(context);
  });

  it('brings the picture that was scrolled to while the network was away', async () => {
    const context = await newContext();
    const last = new Set<string>();
    await context.route('**/api/studies/*/manifest', async (route) => {
      const answer = await route.fetch();
      const { series } = (await answer.json()) as Manifest;
      for (const { instances } of series) last.add(instances.at(-1)?.sopInstanceUid ?? '');
      await route.fulfill({ response: answer });
    });
    const isLast = ({ pathname }: URL): boolean => [...last].some((uid) => pathname.includes(`/${uid}/frames/`));
    // From before the page is opened: whatever is loaded ahead of the reader, the last picture is not.
    await context.route(isLast, (route) => route.abort('internetdisconnected'));
    const page = await openIn(context, `/read/${(await story('lung-nodule')).current}`);
    await bothLive(page);
    await page.keyboard.press('End');
    await expect.poll(() => pane(page, 'current').getByRole('alert').textContent(), patient).toContain('Picture 200');
    await context.unroute(isLast);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => sliceOf(page, 'current'), patient).toBe(199);
    expect(await pane(page, 'current').getByRole('alert').count()).toBe(0);
    await end(context);
  });

  it('loads the page anew when a part of it did not come', async () => {
    const context = await newContext();
    const lost = /\/assets\/Reading-/;
    await context.route(lost, (route) => route.abort('internetdisconnected'));
    const page = await openIn(context, `/read/${(await story('lung-nodule')).current}`);
    await page.waitForSelector('#unreached', patient);
    await context.unroute(lost);
    await bothLive(page);
    await end(context);
  });

  it('says in the worklist from when it is while the hub is not reached, and is true again when it is', async () => {
    const context = await newContext();
    const page = await openIn(context, '/');
    await page.waitForSelector('[role=row]');
    const line = page.locator('[data-unreached]');
    const says = /cannot be reached. What is shown is from \d\d:\d\d/;
    await context.setOffline(true);
    await expect.poll(() => line.textContent(), patient).toMatch(says);
    await context.setOffline(false);
    await expect.poll(() => line.getAttribute('data-unreached'), patient).toBe('false');
    // The network is there, but the hub is not.
    await context.route('**/api/**', (route) => route.abort('connectionrefused'));
    await expect.poll(() => line.textContent(), patient).toMatch(says);
    expect(await page.locator('[role=row]').count()).toBeGreaterThan(0);
    await context.unroute('**/api/**');
    await expect.poll(() => line.getAttribute('data-unreached'), patient).toBe('false');
    await end(context);
  });
};
