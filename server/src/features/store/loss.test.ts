/** What happens to acknowledgements when the database goes away, and to bytes that never got a row. */
import { newUid } from '@throughline/dicom';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { versionsOf } from '../../db/index.ts';
import type { Failure } from '../../errors.ts';
import { findMissingBlobs, storeInstance, sweepOrphans } from './index.ts';

let context: TestContext;
let now = Date.parse('2026-03-04T05:00:00Z');
const principal = testPrincipal();

beforeAll(async () => {
  context = await createTestContext({ clock: () => new Date(now) });
});
afterAll(() => context.close());

const store = (instance: string, study: string) =>
  storeInstance(context, principal, { body: inChunks(ctObject({ instance, study })), receivedFrom: 'CT1' });
const isStored = async (uid: string): Promise<boolean> =>
  (await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, uid))).length === 1;

describe('connections lost while objects are committed', () => {
  it('never make an acknowledged object vanish, and failures are told as such', async () => {
    const killer = new pg.Client({ connectionString: context.databaseUrl });
    killer.on('error', () => undefined);
    await killer.connect();
    const study = newUid();
    const acked: string[] = [];
    let failed = 0;
    const terminate = () =>
      killer.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    const send = async (): Promise<void> => {
      for (let i = 0; i < 12; i += 1) {
        const uid = newUid();
        try {
          await store(uid, study);
          acked.push(uid);
          if (acked.length % 7 === 0) await terminate();
        } catch (error) {
          expect(error, String((error as Failure).cause)).toMatchObject({ code: 'database-unavailable' });
          failed += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, send));
    await killer.end();
    expect(acked.length).toBeGreaterThan(20);
    expect(acked.length + failed).toBe(96);
    for (const uid of acked) expect(await isStored(uid)).toBe(true);
    await store(newUid(), study);
  });
});

describe('the sweep', () => {
  it('takes blobs without a row out of the way after a day, and leaves all others', async () => {
    const uid = newUid();
    await store(uid, newUid());
    const writer = await context.objects.create(principal.tenantId);
    await writer.write(Buffer.from('never got a row'));
    const orphan = await writer.commit();
    now += 23 * 3_600_000;
    await sweepOrphans(context);
    expect(await context.objects.lengthOf(orphan.blob)).toBe(15);
    now += 3 * 3_600_000;
    expect((await sweepOrphans(context)).orphans).toBeGreaterThanOrEqual(1);
    expect(await context.objects.lengthOf(orphan.blob)).toBe(undefined);
    expect((await sweepOrphans(context)).orphans).toBe(0);
    const [version] = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, uid));
    expect(await context.objects.lengthOf(version?.blob ?? '')).toBeGreaterThanOrEqual(
      version?.byte_length ?? Infinity,
    );
  });

  it('raises an alarm for a row whose bytes are gone, and for nothing else', async () => {
    const study = newUid();
    // More objects of one series than one step of the walk takes, in one segment.
    const series = newUid();
    const many = Array.from({ length: 520 }, () => ctObject({ study, series, side: 1 }));
    await Promise.all(
      many.map((bytes) => storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1' })),
    );
    const all = await findMissingBlobs(context, principal.tenantId);
    expect(all.missing).toBe(0);
    expect(all.locations).toBeGreaterThan(520);
    const uid = newUid();
    await store(uid, newUid());
    const [version] = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, uid));
    await context.objects.remove(version?.blob ?? '');
    expect((await findMissingBlobs(context, principal.tenantId)).missing).toBe(1);
  });
});
