import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { findSourceByName, newId } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { openCredentials } from './credentials.ts';
import { listSources, putSource, removeSource } from './index.ts';

let context: TestContext;
const admin = testPrincipal();
const web = {
  siteName: 'Riverside Imaging',
  issuer: 'RIVERSIDE',
  dicomwebUrl: 'http://127.0.0.1:8042/dicom-web/',
  queryBy: 'qido',
  retrieveBy: 'wado',
};
const dimse = {
  siteName: 'County General',
  issuer: 'COUNTY',
  dimse: { aeTitle: 'COUNTY', host: '127.0.0.1', port: 4242 },
  queryBy: 'c-find',
  retrieveBy: 'c-get',
};

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const rowOf = (name: string, from: TestContext = context) =>
  from.db.tenant(admin.tenantId, async (trx) => (await findSourceByName(trx, name)) ?? expect.fail('no such source'));

describe('the credentials of a source', () => {
  const credentials = { kind: 'basic', user: 'throughline', password: 'correct horse' } as const;

  it('are refused while no key is configured', async () => {
    await expect(putSource(context, admin, 'keyless', { ...web, credentials })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('THROUGHLINE_SECRET_KEY'),
    });
  });

  it('are kept encrypted, told to nobody, opened with any configured key, and bound to their source', async () => {
    const [old, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('hex')];
    const keyed = await createTestContext({ environment: { THROUGHLINE_SECRET_KEY: old } });
    try {
      const told = await putSource(keyed, admin, 'a', { ...web, credentials });
      expect(told.credentials).toEqual({ kind: 'basic', user: 'throughline' });
      expect(JSON.stringify([told, await listSources(keyed, admin)])).not.toContain('correct horse');
      const row = await rowOf('a', keyed);
      expect(row.credentials?.includes('correct horse')).toBe(false);
      const withKeys = (...secretKeys: readonly string[]) => ({ ...keyed, config: { ...keyed.config, secretKeys } });
      expect(openCredentials(withKeys(next, old), row)).toEqual(credentials);
      expect(() => openCredentials(withKeys(next), row)).toThrow(/cannot be opened/);
      expect(() => openCredentials(keyed, { ...row, id: newId() })).toThrow(/cannot be opened/);

      await putSource(keyed, admin, 'a', { ...web, concurrency: 3 });
      expect(openCredentials(keyed, await rowOf('a', keyed))).toEqual(credentials);
      const elsewhere = { ...web, dicomwebUrl: 'http://127.0.0.1:9999/dicom-web' };
      await expect(putSource(keyed, admin, 'a', elsewhere)).rejects.toMatchObject({ code: 'bad-request' });
      await putSource(keyed, admin, 'a', { ...elsewhere, credentials: null });
      expect(openCredentials(keyed, await rowOf('a', keyed))).toBeUndefined();
    } finally {
      await keyed.close();
    }
  });

  it('do not stay when TLS is turned off', async () => {
    const keyed = await createTestContext({ environment: { THROUGHLINE_SECRET_KEY: randomBytes(32).toString('hex') } });
    const at = (tls: boolean) => ({ ...dimse, dimse: { ...dimse.dimse, host: 'pacs.example', tls } });
    try {
      await putSource(keyed, admin, 'b', { ...at(true), credentials });
      await expect(putSource(keyed, admin, 'b', at(false))).rejects.toMatchObject({ code: 'bad-request' });
      expect(await putSource(keyed, admin, 'b', at(true))).toMatchObject({ dimse: { tls: true } });
    } finally {
      await keyed.close();
    }
  });

  it.each([
    ['http to another machine', { ...web, dicomwebUrl: 'http://pacs.example/dicom-web', credentials }],
    ['DICOM in the clear', { ...dimse, dimse: { ...dimse.dimse, host: 'pacs.example' }, credentials }],
    ['a user with a colon', { ...web, credentials: { ...credentials, user: 'a:b' } }],
    ['a token with a line break', { ...web, credentials: { kind: 'bearer', token: 'a\nb' } }],
  ])('are not sent by %s', async (_title, input) => {
    await expect(putSource(context, admin, 'x', input)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('the registry of sources', () => {
  it('keeps all that is said of a source', async () => {
    const said = {
      ...web,
      dicomwebUrl: 'http://127.0.0.1:8042/dicom-web',
      kind: 'archive',
      codeSystem: 'RIVERSIDE-EXAMS',
      allowedHours: [{ days: [1, 2, 3, 4, 5], from: '19:00', to: '06:30' }],
      urgentAnytime: false,
      bytesPerSecond: 2_000_000,
      timeZone: 'Europe/Berlin',
      covers: { from: '2005-01-01', to: '2018-12-31', modalities: ['CT', 'MR'] },
      trust: 'unverified',
      dialect: { wildcards: 'none', mostAnswers: 100 },
    };
    expect(await putSource(context, admin, 'whole', said)).toMatchObject(said);
    const { kind } = await putSource(context, admin, 'whole', web);
    expect(kind).toBe('pacs');
    await removeSource(context, admin, 'whole');
  });

  it('adds, replaces, lists and removes; the id stays', async () => {
    const first = await putSource(context, admin, 'riverside-pacs', web);
    expect(first).toMatchObject({ dicomwebUrl: 'http://127.0.0.1:8042/dicom-web', timeoutMs: 10_000, enabled: true });
    await putSource(context, admin, 'county-pacs', dimse);
    const again = await putSource(context, admin, 'riverside-pacs', { ...web, concurrency: 4, enabled: false });
    expect(again).toMatchObject({ id: first.id, concurrency: 4, enabled: false });
    await removeSource(context, admin, 'county-pacs');
    expect((await listSources(context, admin)).map((source) => source.name)).toEqual(['riverside-pacs']);
    await expect(removeSource(context, admin, 'county-pacs')).rejects.toMatchObject({ code: 'not-found' });
    expect((await putSource(context, admin, 'county-pacs', dimse)).dimse).toEqual(dimse.dimse);
  });

  it.each([
    ['an empty name', '', web],
    ['no URL for QIDO-RS', 'x', { ...web, dicomwebUrl: undefined }],
    ['no AE title for C-GET', 'x', { ...dimse, dimse: undefined }],
    ['a URL that is none', 'x', { ...web, dicomwebUrl: 'riverside' }],
    ['a URL of another kind', 'x', { ...web, dicomwebUrl: 'file:///etc/passwd' }],
    ['a URL with a password', 'x', { ...web, dicomwebUrl: 'http://user:secret@127.0.0.1/dicom-web' }],
    ['an AE title with a backslash', 'x', { ...dimse, dimse: { ...dimse.dimse, aeTitle: 'A\\B' } }],
    ['a port out of range', 'x', { ...dimse, dimse: { ...dimse.dimse, port: 70_000 } }],
    ['a time zone that is none', 'x', { ...web, timeZone: 'Europe/Atlantis' }],
    ['a period that ends before it begins', 'x', { ...web, covers: { from: '2020-01-01', to: '2019-01-01' } }],
    ['hours of no day', 'x', { ...web, allowedHours: [{ days: [], from: '19:00', to: '06:00' }] }],
    ['an unknown way to ask', 'x', { ...web, queryBy: 'fax' }],
  ])('refuses %s', async (_title, name, input) => {
    await expect(putSource(context, admin, name, input)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('is for administrators', async () => {
    const reader: Principal = { ...admin, rights: new Set(['read', 'store']) };
    await expect(putSource(context, reader, 'x', web)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listSources(context, reader)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
