/** The page names its files by their hashes: when the web app is replaced below a hub that runs, the page must name the new ones. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerPage } from './page.ts';

const app = fastify();
let folder = '';

const build = async (name: string): Promise<void> => {
  await rm(join(folder, 'assets'), { recursive: true, force: true });
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'assets', `${name}.js`), `'${name}'`);
  await writeFile(join(folder, 'index.html'), `<head></head><script>start('/assets/${name}.js')</script>`);
};

const get = async (url: string) => {
  const { statusCode, body, headers } = await app.inject(url);
  return { statusCode, body, policy: String(headers['content-security-policy']) };
};

/** The file that the page starts, and whether it is there. */
const started = async (): Promise<readonly [string, number]> => {
  const { body, policy } = await get('/read/1.2.3');
  const [, script = '', file = ''] = /<script>(start\('(.*)'\))<\/script>/.exec(body) ?? [];
  expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [file, (await get(file)).statusCode];
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  await registerPage(app, folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

it('is the one that was built last, with its policy and its files', async () => {
  expect((await get('/')).body).toContain('is not built');
  await build('first');
  expect(await started()).toEqual(['/assets/first.js', 200]);
  await build('second-and-longer');
  expect(await started()).toEqual(['/assets/second-and-longer.js', 200]);
});

it('stays while another is built, so that who has it open goes on asking', async () => {
  await build('third');
  expect(await started()).toEqual(['/assets/third.js', 200]);
  await rm(join(folder, 'index.html'));
  expect((await get('/')).body).toContain('/assets/third.js');
});
