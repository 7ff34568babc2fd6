/** From navigation to pictures: the reading page in a browser with an empty profile and without a GPU. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generateNetwork } from '@throughline/tools/network';
import type { Browser } from 'playwright-core';
import { progress } from '../command.ts';
import { type Benchmark, median, rounded } from './benchmark.ts';
import { benchHub } from './hub.ts';
import { benchStory } from './reading-story.ts';

const today = '2026-01-15';
const patienceMs = 60_000;

const launch = async (): Promise<Browser> => {
  const { chromium } = await import('playwright-core');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer', '--disable-background-networking'];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args });
};

interface Opening {
  readonly firstImageMs: number;
  readonly liveMs: number;
  readonly swapMs: number;
}

const settleMs = 3000;

/** One cold opening in a browser of its own; nothing is clicked. */
const openOnce = async (url: string): Promise<Opening> => {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    // A reader's browser runs already: its own start is not part of it.
    await delay(settleMs);
    await page.goto(url);
    const marked = (name: string) =>
      page.waitForFunction((wanted) => performance.getEntriesByName(wanted).length > 0, name, { timeout: patienceMs });
    for (const name of ['first-current', 'first-prior', 'live-current', 'live-prior']) await marked(name);
    const at = (name: string): Promise<number> =>
      page.evaluate((wanted) => performance.getEntriesByName(wanted)[0]?.startTime ?? 0, name);
    const firstImageMs = Math.max(await at('first-current'), await at('first-prior'));
    const liveMs = Math.max(await at('live-current'), await at('live-prior'));
    // The pictures of the other priors are fetched quietly once both are live.
    await delay(settleMs);
    await page.evaluate(() => performance.clearMarks('live-prior'));
    await page.evaluate(() =>
      addEventListener('keydown', () => performance.mark('pressed'), { once: true, capture: true }),
    );
    await page.keyboard.press('2');
    await marked('live-prior');
    return { firstImageMs, liveMs, swapMs: (await at('live-prior')) - (await at('pressed')) };
  } finally {
    await browser.close();
  }
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const say = (text: string): void => {
    if (!silent) progress(text);
  };
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bench-open-'));
  const hub = await benchHub(folder);
  try {
    say('Drawing a CT of 200 slices and ten priors …');
    const network = join(folder, 'network');
    const truth = await generateNetwork({ out: network, seed: 1, today, background: 0, told: [benchStory] });
    const study = truth.stories[0]?.current ?? '';
    say('Importing them …');
    await hub.run('import', join(network, 'sites', 'COUNTY'), join(network, 'today', 'COUNTY'));
    await hub.start();
    const runs = quick ? 3 : 7;
    const openings: Opening[] = [];
    // The first opening builds what is built once for a series; the browser is cold every time.
    await openOnce(`${hub.url}/read/${study}`);
    for (let run = 1; run <= runs; run += 1) {
      const opening = await openOnce(`${hub.url}/read/${study}`);
      openings.push(opening);
      say(
        `${run} of ${runs}: first ${Math.round(opening.firstImageMs)} ms, live ${Math.round(opening.liveMs)} ms, swap ${Math.round(opening.swapMs)} ms`,
      );
    }
    const of = (key: keyof Opening): number => rounded(median(openings.map((opening) => opening[key])), 0);
    const ours = { firstImageMs: of('firstImageMs'), liveMs: of('liveMs'), swapMs: of('swapMs'), clicks: 0 };
    return { what: 'open', ours, peer: null, ratio: null, unit: 'ms', runs };
  } finally {
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  }
};
