/** Who may call and who is sent to, over the API, with DCMTK at the other end. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { applicationEntity, sourceTest } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { ctObject } from '../../../../test/objects.ts';
import { command as admin } from '../../../cli/admin.ts';
import { testEntity } from '../../../features/application-entities/index.ts';
import { freePort } from '../../../free-port.ts';
import { startDimse } from '../../dimse/start.ts';
import { buildApp } from '../app.ts';

const local = '127.0.0.1';
const folder = mkdtempSync(join(tmpdir(), 'throughline-entities-'));
const file = (name: string): string => join(folder, name);

/** Signed by itself: whoever trusts it trusts it alone. */
const makeCertificate = (name: string): void => {
  const kind = ['-newkey', 'rsa:2048', '-nodes', '-sha256', '-days', '90'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=IP:${local}`];
  const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
};

let context: TestContext;
let app: FastifyInstance;
let door: Awaited<ReturnType<typeof startDimse>>;
const peers: ChildProcess[] = [];

beforeAll(async () => {
  for (const name of ['hub', 'pacs', 'stranger']) makeCertificate(name);
  writeFileSync(file('ct.dcm'), ctObject());
  context = await createTestContext({
    environment: {
      THROUGHLINE_DEMO: '1',
      THROUGHLINE_DICOM_TLS_CERT: file('hub.pem'),
      THROUGHLINE_DICOM_TLS_KEY: file('hub.key'),
      THROUGHLINE_DICOM_TLS_CA: file('pacs.pem'),
    },
  });
  app = await buildApp(context);
  door = await startDimse(context);
});
afterEach(() => {
  for (const peer of peers.splice(0)) peer.kill();
});
afterAll(async () => {
  await door?.close();
  await app?.close();
  await context?.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  app.inject({ method, url: `/api/application-entities${path}`, ...(payload && { payload }) });
const put = (aeTitle: string, more: object) =>
  ask('PUT', `/${aeTitle}`, { address: local, services: ['echo'], ...more });
const listed = async () => applicationEntity.array().parse((await ask('GET', '')).json());
const tested = async (aeTitle: string) => sourceTest.parse((await ask('POST', `/${aeTitle}/test`, {})).json());

it('keeps all that is said of an entity, lists it and removes it', async () => {
  const source = {
    siteName: 'County General',
    issuer: 'COUNTY',
    dicomwebUrl: 'http://127.0.0.1:8042/dicom-web',
    queryBy: 'qido',
    retrieveBy: 'wado',
  };
  await app.inject({ method: 'PUT', url: '/api/sources/county', payload: source });
  const whole = {
    address: '10.1.0.0/16',
    services: ['store', 'find', 'performed'],
    destination: { host: 'pacs.county', port: 104, tls: true },
    certificate: 'ab'.repeat(32),
    issuer: 'COUNTY',
    oneIssuer: true,
    sourceName: 'county',
    deliverBy: 'stow',
    userIdentity: { rule: 'token' },
  };
  const kept = { ...whole, aeTitle: 'WHOLE', userIdentity: { rule: 'token', hasPasscode: false } };
  expect((await put('WHOLE', whole)).json()).toEqual(kept);
  expect(await listed()).toEqual([kept]);
  const fingerprint = Array(32).fill('AB').join(':');
  expect((await put('WHOLE', { ...whole, certificate: fingerprint })).json()).toEqual(kept);
  const bare = (await put('WHOLE', { userIdentity: null })).json();
  expect(bare).toEqual({ aeTitle: 'WHOLE', address: local, services: ['echo'] });
  expect((await ask('DELETE', '/WHOLE')).statusCode).toBe(204);
  expect(await listed()).toEqual([]);
  expect((await ask('DELETE', '/WHOLE')).statusCode).toBe(404);
});

it.each([
  ['an AE title that is too long', 'SEVENTEEN-LETTERS', {}, 'An AE title has 1 to 16 characters'],
  ['an address that is none', 'BAD', { address: 'ct1.county' }, 'an IP address or a network such as 10.1.0.0/16'],
  ['no service', 'BAD', { services: [] }, 'Name at least one service of echo, store'],
  ['a service that there is not', 'BAD', { services: ['print'] }, 'services.0: '],
  [
    'half an address',
    'BAD',
    { destination: { host: 'pacs', port: 0 } },
    'destination.port: is a number from 1 to 65535',
  ],
  ['a short fingerprint', 'BAD', { certificate: 'abcd' }, '64 hexadecimal digits'],
  ['one issuer only, and none', 'BAD', { oneIssuer: true }, 'has an issuer'],
  ['a source that there is not', 'BAD', { sourceName: 'nowhere' }, 'No source has this name'],
  ['STOW-RS without a source', 'BAD', { deliverBy: 'stow' }, 'names the source'],
  [
    'a passcode to prove, and none',
    'BAD',
    { userIdentity: { rule: 'passcode' } },
    'the name and the passcode to prove',
  ],
  ['a name alone', 'BAD', { userIdentity: { rule: 'none', name: 'ct' } }, 'both a name and a passcode'],
  ['a short passcode', 'BAD', { userIdentity: { rule: 'passcode', name: 'ct', passcode: 'short' } }, '12 characters'],
])('says what is wrong with %s', async (_title, aeTitle, more, sentence) => {
  const answer = await put(aeTitle, more);
  expect([answer.statusCode, answer.json().message]).toEqual([400, expect.stringContaining(sentence)]);
  expect(await listed()).toEqual([]);
});

/** Whether DCMTK is let in as this user, with an object. */
const isLetIn = async (user: string, passcode: string): Promise<boolean> => {
  const port = String(door.address.split(':').at(-1));
  const who = ['-aet', 'CONSOLE', '-aec', context.config.dicom.aeTitle, '-usr', user, '-pwd', passcode];
  return promisify(execFile)('storescu', [...who, local, port, file('ct.dcm')]).then(
    () => true,
    () => false,
  );
};

const isListening = async (port: number): Promise<boolean> => {
  const socket = createConnection({ host: local, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

describe('a passcode', () => {
  const first = 'correct horse battery';
  const second = 'staple correct horse';
  const say = async (userIdentity: object | null | undefined) => {
    const answer = await put('CONSOLE', { services: ['store'], userIdentity });
    for (const secret of [first, second, 'scrypt$']) expect(answer.body).not.toContain(secret);
    return answer.json().userIdentity ?? answer.json().message;
  };

  it('stays until another is given or it is taken away, and is never told', async () => {
    const kept = { rule: 'passcode', name: 'ct', hasPasscode: true };
    expect(await say({ rule: 'passcode', name: 'ct', passcode: first })).toEqual(kept);
    expect([await isLetIn('ct', first), await isLetIn('ct', second)]).toEqual([true, false]);
    // Left out with the user, or alone.
    expect(await say(undefined)).toEqual(kept);
    expect(await say({ rule: 'passcode' })).toEqual(kept);
    expect(await say({ rule: 'none', name: 'mr' })).toEqual({ rule: 'none', name: 'mr', hasPasscode: true });
    expect([await isLetIn('mr', first), await isLetIn('ct', first)]).toEqual([true, false]);
    expect(await say({ rule: 'passcode', passcode: second })).toEqual({ ...kept, name: 'mr' });
    expect([await isLetIn('mr', second), await isLetIn('mr', first)]).toEqual([true, false]);
    expect((await ask('GET', '')).body).not.toContain('scrypt$');
    // Taken away, by itself or with all that is asked of the user.
    expect(await say({ rule: 'passcode', passcode: null })).toContain('the passcode to prove');
    expect(await say({ rule: 'token', passcode: null })).toEqual({ rule: 'token', hasPasscode: false });
    expect(await say({ rule: 'passcode', name: 'ct', passcode: first })).toEqual(kept);
    expect((await put('CONSOLE', { services: ['store'], userIdentity: null })).json()).not.toHaveProperty(
      'userIdentity',
    );
    expect(await isLetIn('ct', first)).toBe(false);
  });

  it('stays by the command too, until that says none', async () => {
    vi.stubEnv('DATABASE_URL', context.databaseUrl);
    vi.stubEnv('THROUGHLINE_DATA', context.config.dataFolder);
    writeFileSync(file('passcode'), `${first}\n`);
    const add = (...more: readonly string[]) =>
      admin.run(['ae', 'add', 'CONSOLE', '--address', local, '--services', 'store', ...more]);
    await add('--user-identity', 'passcode', '--user', 'ct', '--passcode-file', file('passcode'));
    await add();
    expect(await isLetIn('ct', first)).toBe(true);
    await add('--user-identity', 'none');
    expect(await isLetIn('ct', first)).toBe(false);
    vi.unstubAllEnvs();
  });
});

describe('a test of the connection', () => {
  const storescp = async (...args: readonly string[]): Promise<number> => {
    const port = await freePort();
    const peer = spawn('storescp', [...args, '--ignore', '-od', folder, String(port)], { stdio: 'ignore' });
    peers.push(peer);
    await vi.waitUntil(() => isListening(port), { timeout: 20_000, interval: 50 });
    return port;
  };
  const at = async (port: number, more: object = {}) => {
    await put('PACS', { destination: { host: local, port, ...more } });
    return tested('PACS');
  };
  const tls = (name: string) => ['+tls', file(`${name}.key`), file(`${name}.pem`), '+cf', file('hub.pem')];

  it('passes where C-ECHO is answered', async () => {
    const { passed, steps } = await at(await storescp());
    expect(steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      ...['dns passed', 'tcp passed', 'association passed', 'echo passed'],
    ]);
    expect([passed, steps.at(-1)?.text]).toEqual([true, 'C-ECHO came back']);
  });

  it('says that the association is rejected', async () => {
    const { passed, steps } = await at(await storescp('--refuse'));
    expect([passed, steps.map(({ outcome }) => outcome)]).toEqual([false, ['passed', 'passed', 'failed', 'skipped']]);
    expect(steps[2]).toMatchObject({ step: 'association', text: expect.stringContaining('THROUGHLINE calling PACS') });
    expect(steps[2]?.next).toContain('Have THROUGHLINE');
  });

  it('says that nobody listens, and that nobody knows the name', async () => {
    const port = await freePort();
    expect((await at(port)).steps[1]?.text).toBe(`${local} is there, and nothing listens on port ${port}`);
    await put('PACS', { destination: { host: 'no-such-host.invalid', port: 104 } });
    expect((await tested('PACS')).steps[0]?.text).toBe('nobody knows the name no-such-host.invalid');
  });

  it('goes over TLS where it says so, to nobody else', async () => {
    const ours = await at(await storescp(...tls('pacs')), { tls: true });
    expect([ours.passed, ours.steps.map(({ step }) => step)]).toEqual([
      true,
      ['dns', 'tcp', 'tls', 'association', 'echo'],
    ]);
    const other = await at(await storescp(...tls('stranger')), { tls: true });
    expect(other.steps[2]).toMatchObject({ step: 'tls', outcome: 'failed' });
    expect(other.steps[2]?.text).toContain('its certificate is not accepted');
    expect((await at(await storescp(), { tls: true })).steps[2]).toMatchObject({ step: 'tls', outcome: 'failed' });
  });

  it('is for administrators, of what is listed with an address; that it was tried is written down', async () => {
    await put('CALLER', {});
    const nothing = await ask('POST', '/CALLER/test', {});
    expect([nothing.statusCode, nothing.json().message]).toEqual([400, expect.stringContaining('no host and port')]);
    expect((await ask('POST', '/NOBODY/test', {})).statusCode).toBe(404);
    const reader = testPrincipal(['read']);
    const refused = testEntity(context, reader, 'PACS', new AbortController().signal);
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    const details = await context.db.tenant(reader.tenantId, (trx) =>
      trx.selectFrom('audit_events').select('detail').where('action', '=', 'E').execute(),
    );
    expect(details).toContainEqual({ detail: { applicationEntity: 'PACS', test: true } });
  });
});
