/** A hub that cannot start ends by itself and says what to do; one that is told to end while it starts, ends. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from './context.ts';

const shim = join(import.meta.dirname, '..', 'bin', 'throughline.mjs');
let context: TestContext;
let folder: string;

beforeAll(async () => {
  context = await createTestContext();
  folder = mkdtempSync(join(tmpdir(), 'throughline-start-'));
  writeFileSync(join(folder, 'text.json'), 'no keys');
});
afterAll(async () => {
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param until ends it with SIGTERM as soon as this is in its log */
const serve = (environment: Readonly<Record<string, string>>, until?: string): Promise<Ended> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      THROUGHLINE_DATA: context.config.dataFolder,
      DATABASE_URL: context.databaseUrl,
      THROUGHLINE_HTTP_PORT: '0',
      THROUGHLINE_DICOM_PORT: '0',
      ...environment,
    };
    const child = spawn(process.execPath, [shim, 'serve', '--roles=dicom,web'], { env });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out.push(text);
      if (until !== undefined && out.join('').includes(until)) child.kill('SIGTERM');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => void err.push(text));
    child.once('close', (code) => resolve({ code, out: out.join(''), err: err.join('') }));
  });

const jwt = { THROUGHLINE_JWT_ISSUER: 'https://id.example', THROUGHLINE_JWT_AUDIENCE: 'throughline' };

describe('a hub that cannot start says', { timeout: 120_000 }, () => {
  it('which setting is wrong, after one try', async () => {
    const { code, out, err } = await serve({ ...jwt, THROUGHLINE_JWKS: join(folder, 'none.json') });
    expect(code).toBe(1);
    expect(err).toMatch(
      /^throughline: The role \w+ does not start\. THROUGHLINE_JWKS: .*none\.json cannot be used: there/,
    );
    expect(out).not.toContain('started again');
  });

  it('that a file is no key set', async () => {
    const { code, err } = await serve({ ...jwt, THROUGHLINE_JWKS: join(folder, 'text.json') });
    expect([code, err]).toEqual([1, expect.stringContaining('text.json cannot be used: it is no JSON Web Key Set')]);
  });

  it('which port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, err } = await serve({ THROUGHLINE_DICOM_PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(err).toContain(
      `The role dicom does not start. THROUGHLINE_DICOM_PORT: 127.0.0.1:${port} cannot be listened on, another program`,
    );
  });

  it('what is the matter with a database, without its password', async () => {
    const url = new URL(context.databaseUrl);
    url.password = 'wrong-and-secret';
    const refused = await serve({ DATABASE_URL: url.href });
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('refuses the user or the password'),
    });
    const absent = await serve({ DATABASE_URL: 'postgres://hub:wrong-and-secret@127.0.0.1:1/images' });
    expect(absent.err).toBe(
      'throughline: DATABASE_URL: PostgreSQL at 127.0.0.1:1/images cannot be used: nothing listens there: start PostgreSQL, or correct host and port.\n',
    );
    expect(refused.err).not.toContain('secret');
  });
});

it('a hub that is told to end while its roles start, ends with success', { timeout: 120_000 }, async () => {
  const { code, out, err } = await serve({}, '"role":"dicom"');
  expect([code, err]).toEqual([0, '']);
  expect(out).not.toContain('started again');
});
