/** One hospital's system replaced by Orthanc: asked and fetched from as any other. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { siteNames } from '@throughline/tools/network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrthanc } from '../server/test/orthanc.ts';
import type { Environment } from './environments/environment.ts';
import { startServe } from './environments/serve.ts';
import { expectRanking, settledReadingOf } from './suites/reading.ts';

describe('Orthanc as a hospital', () => {
  let environment: Environment;

  beforeAll(async () => {
    environment = await startServe({
      replace: async (name, folders) => {
        if (name !== 'RIVERSIDE') return undefined;
        const orthanc = await startOrthanc(name);
        for (const folder of folders) {
          for (const file of await readdir(folder)) {
            if (file.endsWith('.dcm')) await orthanc.add(await readFile(join(folder, file)));
          }
        }
        const source = {
          siteName: siteNames[name],
          issuer: name,
          dimse: { aeTitle: orthanc.aeTitle, host: '127.0.0.1', port: orthanc.dicomPort },
          dicomwebUrl: orthanc.dicomwebUrl,
          queryBy: 'qido',
          retrieveBy: 'wado',
          timeoutMs: 10_000,
        };
        return { source, close: () => orthanc.close() };
      },
    });
  }, 400_000);
  afterAll(() => environment?.close());

  it('gives the same priors, ranked and whole', async () => {
    // What a site claims beyond what it has is our own sites' doing: Orthanc claims what it has.
    const stories = environment.truth.stories.filter(({ missing }) => missing.length === 0);
    for (const story of stories) {
      const found = await settledReadingOf(environment, story);
      expectRanking(found, story);
      expect(found.completeness.verdict, `${story.id}: ${JSON.stringify(found.completeness.reasons)}`).toBe(
        story.verdict,
      );
    }
    expect(stories.length).toBeGreaterThan(15);
  });
});
