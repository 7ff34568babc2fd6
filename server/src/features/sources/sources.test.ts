import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import type { Principal } from '../access/index.ts';
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

describe('the registry of sources', () => {
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
