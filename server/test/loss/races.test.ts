/**
 * D13, I6, I12, L3-L5, L11: store, delete, undelete, purge, scrub and sweep at once, their accesses to the storage in every order. An object
 * that is served has its bytes; one that was stored and not removed is served.
 */
import { newUid } from '@throughline/dicom';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { versionsOf } from '../../src/db/index.ts';
import { scrub } from '../../src/features/integrity/index.ts';
import { purgeDue, requestDeletion, undelete } from '../../src/features/retention/index.ts';
import { openOriginal } from '../../src/features/retrieve/index.ts';
import { findMissingBlobs, storeInstance, sweepOrphans } from '../../src/features/store/index.ts';
import type { ObjectStore } from '../../src/storage/index.ts';
import { createTestContext, type TestContext, testPrincipal } from '../context.ts';
import { ctObject, inChunks } from '../objects.ts';

const RUNS = process.env.THROUGHLINE_LOSS_DEPTH === 'deep' ? 1000 : 60;
const DAY = 86_400_000;

let context: TestContext;
let now = Date.parse('2026-03-04T05:00:00Z');
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext({ clock: () => new Date(now) });
});
afterAll(() => context.close());

/** The store, whose calls begin in the order that the scheduler gives them. */
const scheduled = (objects: ObjectStore, scheduler: fc.Scheduler): ObjectStore => {
  const inTurn = (label: string): Promise<void> => scheduler.schedule(Promise.resolve(), label).then(() => undefined);
  return {
    ...objects,
    create: async (tenantId) => {
      const writer = await objects.create(tenantId);
      return {
        write: (chunk) => writer.write(chunk),
        discard: () => writer.discard(),
        commit: async (group) => {
          await inTurn('commit');
          const stored = await writer.commit(group);
          await inTurn('committed');
          return stored;
        },
      };
    },
    read: async function* (blob, range) {
      await inTurn('read');
      yield* objects.read(blob, range);
    },
    remove: async (blob) => {
      await inTurn('remove');
      return objects.remove(blob);
    },
    release: async (stored) => {
      await inTurn('release');
      return objects.release(stored);
    },
    quarantine: async (blob) => {
      await inTurn('quarantine');
      return objects.quarantine(blob);
    },
  };
};

type Deed = 'store' | 'store other bytes' | 'purge' | 'undelete' | 'scrub' | 'sweep' | 'delete';
const deeds: readonly Deed[] = ['store', 'store', 'store other bytes', 'purge', 'undelete', 'scrub', 'sweep', 'delete'];

it('leave every object that is there whole, and remove none that was wanted last', async () => {
  const many = fc.array(fc.constantFrom(...deeds), { minLength: 2, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), many, async (scheduler, some) => {
      const [study, series, instance] = [newUid(), newUid(), newUid()];
      const patientId = study.slice(-12);
      const make = (value: number) => ctObject({ study, series, instance, patientId, value });
      const racing = { ...context, objects: scheduled(context.objects, scheduler) };
      const store = (where: typeof context, value: number) =>
        storeInstance(where, principal, { body: inChunks(make(value)), receivedFrom: 'CT1' });
      await store(context, 1);
      const input = { studyInstanceUid: study, reason: 'test', graceDays: 1 };
      const { id } = await requestDeletion(context, principal, input);
      now += 2 * DAY;
      const work: Readonly<Record<Deed, () => Promise<unknown>>> = {
        store: () => store(racing, 1),
        'store other bytes': () => store(racing, 2),
        purge: () => purgeDue(racing, principal),
        undelete: () => undelete(racing, principal, id),
        scrub: () => scrub(racing, principal, { studyInstanceUid: study }),
        sweep: () => sweepOrphans(racing),
        delete: () => requestDeletion(racing, principal, input),
      };
      const all = Promise.allSettled(some.map((deed) => work[deed]()));
      const outcomes = await scheduler.waitFor(all);
      for (const [at, outcome] of outcomes.entries())
        if (outcome.status === 'rejected')
          // What contradicts what the others did is refused as such; nothing fails for another reason.
          expect([some[at], outcome.reason.code]).toEqual([
            some[at],
            expect.stringMatching(/^(not-found|conflict|gone)$/),
          ]);

      const versions = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, instance));
      if (versions.length > 0) expect(versions.filter((version) => version.chosen)).toHaveLength(1);
      for (const { version } of versions) {
        const { body } = await openOriginal(context, principal, instance, version);
        let length = 0;
        for await (const chunk of body) length += chunk.length;
        expect(length).toBe(make(1).length);
      }
      // Nobody asked for its removal after it was wanted: it is there.
      if (some.some((deed) => deed.startsWith('store')) && !some.includes('delete'))
        expect(versions.length).toBeGreaterThan(0);
      expect((await findMissingBlobs(context, principal.tenantId)).missing).toBe(0);
    }),
    { numRuns: RUNS },
  );
}, 600_000);
