/** The synthetic network is the same for a seed, holds what its truth says, and is well-formed and marked. */
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPart10, tags } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateNetwork, type Truth } from './index.ts';

const out = mkdtempSync(join(tmpdir(), 'network-'));
afterAll(() => rmSync(out, { recursive: true }));

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(out, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

const generate = (folder: string, seed: number): Promise<Truth> =>
  generateNetwork({ out: join(out, folder), seed, today: '2026-05-01', background: 0, stories: ['knee-replacement'] });

let truth: Truth;
beforeAll(async () => {
  truth = await generate('a', 1);
  await generate('b', 1);
});

it('gives the same bytes for the same seed', () => {
  const [a, b] = [filesOf('a'), filesOf('b')];
  expect(a.length).toBeGreaterThan(4);
  expect(b.map((path) => path.slice(join(out, 'b').length))).toEqual(
    a.map((path) => path.slice(join(out, 'a').length)),
  );
  for (const [at, path] of a.entries()) {
    expect(readFileSync(path).equals(readFileSync(b[at] as string)), path).toBe(true);
  }
});

it('holds every study of its truth at the site that the truth names, strictly readable and marked SYNTHETIC', async () => {
  const held = new Set<string>();
  for (const path of filesOf('a').filter((name) => name.endsWith('.dcm'))) {
    const { dataset } = await readPart10(createReadStream(path));
    const site = path.split('/').at(-2);
    held.add(`${site} ${dataset.string(tags.StudyInstanceUID)}`);
    expect(JSON.stringify([...dataset.elements()].flatMap(({ tag }) => dataset.strings(tag)))).toContain('SYNTHETIC');
  }
  const [story] = truth.stories;
  expect(held).toContain(`${story?.currentSite} ${story?.current}`);
  expect(story?.priors.length).toBeGreaterThan(0);
  for (const prior of story?.priors ?? []) expect(held).toContain(`${prior.site} ${prior.studyUid}`);
});
