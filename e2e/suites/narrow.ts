/** Small windows, and zoom of 200 %: nothing lies over anything else, and the pictures keep the room. */
import type { StoryTruth } from '@throughline/tools/network';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';

interface Desk {
  readonly newContext: () => Promise<BrowserContext>;
  readonly openIn: (context: BrowserContext, path: string) => Promise<Page>;
  readonly stories: () => readonly StoryTruth[];
}

/** What a screen of 1280 by 800 has at 200 % zoom. */
const zoomed = { width: 640, height: 400 };

/** Marks and words of the timeline that lie over each other, or end outside it. */
const collisions = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const timeline = document.querySelector('[data-timeline]');
    const edge = timeline?.getBoundingClientRect().right ?? 0;
    const boxes = [...(timeline?.querySelectorAll('svg rect, svg text, [data-lane]') ?? [])].map((element) => ({
      text: element.textContent || 'a mark',
      box: element.getBoundingClientRect(),
    }));
    const over = (a: DOMRect, b: DOMRect): boolean =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
    const outside = boxes.filter(({ box }) => box.right > edge).map(({ text }) => `${text} is cut`);
    const pairs = boxes.flatMap((a, at) =>
      boxes.slice(at + 1).flatMap((b) => (over(a.box, b.box) ? [`${a.text} over ${b.text}`] : [])),
    );
    return [...outside, ...pairs];
  });

const heightOf = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().height);

export const describeNarrow = ({ newContext, openIn, stories }: Desk): void => {
  it('lets no mark or word of the timeline lie over another, in windows of any width', async () => {
    const context = await newContext();
    for (const story of stories().filter(({ priors }) => priors.length >= 3)) {
      const page = await openIn(context, `/read/${story.current}`);
      for (const width of [960, 1024]) {
        await page.setViewportSize({ width, height: 768 });
        await page.waitForSelector('[data-timeline] svg rect');
        for (const size of ['as it is', 'large']) {
          await expect.poll(() => collisions(page), { message: `${story.id} at ${width}, ${size}` }).toEqual([]);
          await page.keyboard.press('t');
        }
      }
      await page.close();
    }
    await context.close();
  }, 240_000);

  it('leaves the rows of the worklist most of a window at 200 % zoom', async () => {
    const context = await newContext();
    const page = await openIn(context, '/');
    await page.setViewportSize(zoomed);
    await page.waitForSelector('[role=row][data-key]');
    expect(await heightOf(page, 'footer')).toBeLessThan(70);
    expect(await heightOf(page, 'div:has(> [role=grid])')).toBeGreaterThan(zoomed.height * 0.6);
    await context.close();
  });

  it('leaves the pictures room at 200 % zoom, and brings the timeline over them by one key', async () => {
    const context = await newContext();
    const page = await openIn(context, `/read/${stories().find(({ id }) => id === 'lung-nodule')?.current}`);
    await page.setViewportSize(zoomed);
    for (const pane of ['current', 'prior']) {
      await page.waitForSelector(`[data-stage=${pane}][data-live=true]`, { state: 'attached', timeout: 30_000 });
      const picture = await heightOf(page, `[data-pane=${pane}] .pane-view`);
      expect(picture).toBeGreaterThan(140);
      expect(await heightOf(page, `[data-pane=${pane}] .pane-foot`)).toBeLessThan(picture / 2);
    }
    await page.keyboard.press('t');
    const strip = await page.locator('[data-timeline]').boundingBox();
    expect((strip?.y ?? 0) + (strip?.height ?? 0)).toBe(zoomed.height);
    expect(strip?.height).toBeGreaterThan(200);
    await page.getByRole('button', { name: 'Esc close' }).click();
    await expect.poll(() => page.locator('[data-timeline]').isVisible()).toBe(false);
    await context.close();
  });
};
