/** I4, L1: the hub over an S3 service, killed while objects arrive: every positive answer is honoured, bytes come back from the bucket. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeS3, startFakeS3 } from '../server/test/s3/fake.ts';
import { realS3 } from '../server/test/s3/real.ts';
import { type Archive, startArchive } from './loss/archive.ts';

const real = realS3();
let fake: FakeS3 | undefined;
let archive: Archive;

const environment = async (): Promise<Readonly<Record<string, string>>> => {
  if (real) return { ...real.environment, THROUGHLINE_STORE: `${real.environment.THROUGHLINE_STORE}/${Date.now()}` };
  fake = await startFakeS3('images');
  return {
    THROUGHLINE_STORE: 's3://images/hub',
    THROUGHLINE_S3_ENDPOINT: fake.endpoint,
    AWS_ACCESS_KEY_ID: 'key-that-nobody-prints',
    AWS_SECRET_ACCESS_KEY: 'secret-that-nobody-prints',
  };
};

beforeAll(async () => {
  archive = await startArchive({ env: await environment() });
});
afterAll(async () => {
  await archive?.close();
  await fake?.close();
});

describe(`the hub over ${real ? 'a real S3 service' : 'an S3 service of our own'}`, () => {
  it('killed twice in the midst of it', async () => {
    for (const most of [5, 15]) {
      const sending = archive.sending();
      const load = archive.load(4, sending);
      await expect.poll(() => sending.acknowledged, { timeout: 60_000, interval: 20 }).toBeGreaterThan(most);
      await archive.hub.kill();
      sending.stop();
      await load;
      await archive.hub.start();
    }
    await archive.check();
  }, 240_000);

  it('keeps an object that is uploaded in parts', async () => {
    const sending = archive.sending();
    await sending.byCStore(archive.target, 2, 1800);
    expect(sending.acknowledged).toBe(2);
    await archive.check();
  }, 120_000);

  it('has no file of its own, and says its secrets to nobody', async () => {
    expect(archive.hub.process().output()).not.toMatch(/nobody-prints/);
    for (const path of ['/ready', '/metrics', '/api/openapi.json'])
      expect(await (await archive.hub.request(path)).text()).not.toMatch(/nobody-prints/);
  });
});
