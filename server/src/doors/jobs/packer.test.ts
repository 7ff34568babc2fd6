/** Header packs: made when a series rests, made anew when it grew, and served without opening an object. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { listInstances, seriesHeaders } from '../../features/retrieve/index.ts';
import { storeInstance } from '../../features/store/index.ts';
import { packSettled, SETTLED_MS } from './packer.ts';

const principal = testPrincipal();
const root = 'http://hub.example/dicom-web';

describe('header packs', () => {
  let context: TestContext;
  let ahead = 0;
  let study = '';
  let series = '';

  beforeAll(async () => {
    context = await createTestContext({ clock: () => new Date(Date.now() + ahead) });
  });
  afterAll(() => context.close());
  beforeEach(() => {
    [study, series] = [newUid(), newUid()];
    ahead = 0;
  });

  const store = (instance = newUid()) =>
    storeInstance(context, principal, { body: inChunks(ctObject({ study, series, instance })), receivedFrom: 'CT1' });

  const packs = () =>
    context.db.tenant(principal.tenantId, (trx) =>
      trx
        .selectFrom('series_packs as sp')
        .innerJoin('series as se', 'se.id', 'sp.series_id')
        .select(['sp.instances', 'sp.built_at'])
        .where('se.series_instance_uid', '=', series)
        .execute(),
    );

  /** The outbox is read as far as no open transaction of the server is older: other tests have some. */
  const packed = (instances: number) =>
    expect
      .poll(
        async () => {
          await packSettled(context, principal.tenantId);
          return (await packs()).map((pack) => pack.instances);
        },
        { timeout: 20_000, interval: 50 },
      )
      .toEqual([instances]);

  const headers = async (
    from: TestContext = context,
  ): Promise<readonly Record<string, { Value?: unknown[]; BulkDataURI?: string }>[]> => {
    const instances = await listInstances(from, principal, { studyInstanceUid: study });
    return JSON.parse((await seriesHeaders(from, principal, instances, root)).toString('utf8'));
  };

  it('wait until the series rests', async () => {
    await store();
    await packSettled(context, principal.tenantId);
    expect(await packs()).toEqual([]);
    ahead = SETTLED_MS + 1000;
    await packed(1);
  });

  it('are made anew for a series that grew', async () => {
    await store();
    ahead = SETTLED_MS + 1000;
    await packed(1);
    await store();
    expect(await headers()).toHaveLength(2);
    ahead += SETTLED_MS;
    await packed(2);
  });

  it('are not made twice', async () => {
    await store();
    ahead = SETTLED_MS + 1000;
    await packed(1);
    const before = await packs();
    expect(await headers()).toHaveLength(1);
    await packSettled(context, principal.tenantId);
    expect(await packs()).toEqual(before);
  });

  it('are served without opening an object, with the addresses of bulk data', async () => {
    const instance = newUid();
    await store(instance);
    ahead = SETTLED_MS + 1000;
    await packed(1);
    const unreadable = { ...context, objects: { ...context.objects, readBytes: () => Promise.reject(new Error()) } };
    const [header] = await headers(unreadable);
    expect(header?.['00080018']?.Value).toEqual([instance]);
    expect(header?.['7FE00010']?.BulkDataURI).toBe(
      `${root}/studies/${study}/series/${series}/instances/${instance}/bulkdata/7FE00010`,
    );
  });
});
