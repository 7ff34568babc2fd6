/** What is removed, when, and what is never lost by it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { versionsOf } from '../../db/index.ts';
import { listInstances } from '../retrieve/index.ts';
import { storeInstance, sweepOrphans } from '../store/index.ts';
import {
  applyRules,
  listDeletions,
  listDue,
  listRules,
  purgeDue,
  putRule,
  removeRule,
  requestDeletion,
  undelete,
} from './index.ts';

const DAY = 86_400_000;
let context: TestContext;
let now = Date.parse('2026-03-04T05:00:00Z');
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext({ clock: () => new Date(now) });
});
afterAll(() => context.close());

interface Sent {
  readonly study: string;
  readonly instance: string;
  readonly bytes: Uint8Array;
}

const make = (modality = 'CT'): Sent => {
  const [study, instance] = [newUid(), newUid()];
  return { study, instance, bytes: ctObject({ study, instance, modality, patientId: study.slice(-12) }) };
};
const send = ({ bytes }: Sent) => storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1' });
const sent = async (modality = 'CT'): Promise<Sent> => {
  const one = make(modality);
  await send(one);
  return one;
};
const isServed = async ({ study }: Sent): Promise<boolean> =>
  listInstances(context, principal, { studyInstanceUid: study }).then(
    () => true,
    () => false,
  );
const pathOf = async ({ instance }: Sent): Promise<string> => {
  const [version] = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, instance));
  return join(context.config.dataFolder, 'blobs', version?.blob ?? '');
};
const remove = ({ study }: Sent) =>
  requestDeletion(context, principal, { studyInstanceUid: study, reason: 'test', graceDays: 3 });

describe('removing a study', () => {
  it('hides it at once, keeps its bytes for the grace period, and can be taken back until then', async () => {
    const one = await sent();
    const path = await pathOf(one);
    const { id } = await remove(one);
    expect(await isServed(one)).toBe(false);
    now += 2 * DAY;
    expect(await purgeDue(context, principal)).toEqual({ removed: 0, failed: 0 });
    expect(existsSync(path)).toBe(true);
    expect(await undelete(context, principal, id)).toEqual({ instances: 1 });
    expect(await isServed(one)).toBe(true);
    now += 2 * DAY;
    expect(await purgeDue(context, principal)).toEqual({ removed: 0, failed: 0 });
    await expect(undelete(context, principal, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('leaves a tombstone, and the object can come again', async () => {
    const one = await sent();
    const path = await pathOf(one);
    const { id } = await remove(one);
    now += 4 * DAY;
    expect(await purgeDue(context, principal)).toEqual({ removed: 1, failed: 0 });
    expect(existsSync(path)).toBe(false);
    await expect(undelete(context, principal, id)).rejects.toMatchObject({ code: 'gone' });
    const tombstones = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('tombstones').select('sop_instance_uid').where('deletion_id', '=', id).execute(),
    );
    expect(tombstones).toEqual([{ sop_instance_uid: one.instance }]);
    expect((await send(one)).outcome).toBe('stored');
    expect(await isServed(one)).toBe(true);
    expect((await sweepOrphans(context)).orphans).toBe(0);
  });

  it('does not remove what was sent again meanwhile', async () => {
    const one = await sent();
    await remove(one);
    expect((await send(one)).outcome).toBe('duplicate');
    expect(await isServed(one)).toBe(true);
    now += 4 * DAY;
    await purgeDue(context, principal);
    expect(await isServed(one)).toBe(true);
    expect(existsSync(await pathOf(one))).toBe(true);
  });

  it('is not held up by one that cannot be removed', async () => {
    const [stuck, other] = [await sent(), await sent()];
    const [{ id }] = [await remove(stuck), await remove(other)];
    // A tombstone that is there already: the row cannot be written a second time.
    await context.db.tenant(principal.tenantId, async (trx) => {
      const [version] = await versionsOf(trx, stuck.instance);
      if (!version) throw new Error('It is not there.');
      const row = { tenant_id: principal.tenantId, deletion_id: id, instance_id: version.id };
      const about = { sop_instance_uid: stuck.instance, sha256: version.sha256, byte_length: version.byte_length };
      await trx
        .insertInto('tombstones')
        .values({ ...row, ...about })
        .execute();
    });
    now += 4 * DAY;
    expect(await purgeDue(context, principal)).toEqual({ removed: 1, failed: 1 });
    const found = (await listDeletions(context, principal)).find((one) => one.id === id);
    expect(found).toMatchObject({ attempts: 1, errorCode: 'processing-failure', doneAt: null });
    expect(await purgeDue(context, principal)).toEqual({ removed: 0, failed: 0 });
  });

  it('needs the right to it, a reason and a day', async () => {
    const { study } = await sent();
    const input = { studyInstanceUid: study, reason: 'test', graceDays: 1 };
    await expect(requestDeletion(context, testPrincipal(['read', 'store']), input)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(requestDeletion(context, principal, { ...input, reason: ' ' })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(requestDeletion(context, principal, { ...input, graceDays: 0 })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});

describe('a rule', () => {
  it('shows what it wants before it does it, asks once it is enabled, and respects what was taken back', async () => {
    const [old, other] = [await sent('XA'), await sent('NM')];
    await context.db.tenant(principal.tenantId, async (trx) => {
      const past = { received_at: new Date(now - 100 * DAY) };
      for (const { instance, study } of [old, other]) {
        await trx.updateTable('instances').set(past).where('sop_instance_uid', '=', instance).execute();
        await trx
          .updateTable('studies')
          .set({ created_at: past.received_at })
          .where('study_instance_uid', '=', study)
          .execute();
      }
    });
    const rule = { modality: 'XA', origin: 'local', olderThanDays: 90, graceDays: 3, enabled: false } as const;
    await putRule(context, principal, 'xa', rule);
    expect((await listDue(context, principal)).map((one) => one.studyInstanceUid)).toEqual([old.study]);
    expect(await applyRules(context, principal)).toBe(0);
    expect(await isServed(old)).toBe(true);
    await putRule(context, principal, 'xa', { ...rule, enabled: true });
    expect(await applyRules(context, principal)).toBe(1);
    expect([await isServed(old), await isServed(other)]).toEqual([false, true]);
    const [deletion] = await listDeletions(context, principal);
    await undelete(context, principal, deletion?.id ?? '');
    expect(await listDue(context, principal)).toEqual([]);
    expect(await listRules(context, principal)).toEqual([{ name: 'xa', ...rule, enabled: true }]);
    await removeRule(context, principal, 'xa');
  });

  it.each([
    ['foreign', 0],
    ['local', 1],
  ] as const)('for %s studies tells them from the others', async (origin, expected) => {
    const one = await sent('PT');
    await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .updateTable('instances')
        .set({ received_at: new Date(now - 100 * DAY) })
        .where('sop_instance_uid', '=', one.instance)
        .execute(),
    );
    await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .updateTable('studies')
        .set({ created_at: new Date(now - 100 * DAY) })
        .where('study_instance_uid', '=', one.study)
        .execute(),
    );
    await putRule(context, principal, 'pt', {
      modality: 'PT',
      origin,
      olderThanDays: 90,
      graceDays: 3,
      enabled: false,
    });
    const due = (await listDue(context, principal)).filter((each) => each.studyInstanceUid === one.study);
    expect(due).toHaveLength(expected);
    await removeRule(context, principal, 'pt');
  });
});
