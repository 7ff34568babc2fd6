/** D10: bytes are damaged on the disk in every way; the scrub must name exactly what was damaged, and mend what it can. */
import { copyFileSync, openSync, readFileSync, truncateSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { versionsOf } from '../../db/index.ts';
import { listExceptions } from '../exceptions/index.ts';
import { listInstances, openInstance } from '../retrieve/index.ts';
import { storeInstance } from '../store/index.ts';
import { type Fault, scrub, scrubStale } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
let now = Date.parse('2026-03-04T05:00:00Z');
beforeAll(async () => {
  context = await createTestContext({ clock: () => new Date(now) });
});
afterAll(() => context.close());

interface Stored {
  readonly study: string;
  readonly instance: string;
  readonly path: string;
  readonly bytes: Buffer;
}

const locate = async (instance: string) => {
  const [version] = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, instance));
  if (!version) throw new Error('It was not stored.');
  return version;
};

/** Each in a blob of its own, since each is the only one of its series. */
const store = async (study: string, value: number): Promise<Stored> => {
  const instance = newUid();
  const bytes = Buffer.from(ctObject({ study, instance, value, patientId: study.slice(-12) }));
  await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1' });
  const { blob } = await locate(instance);
  return { study, instance, bytes, path: join(context.config.dataFolder, 'blobs', blob) };
};

const overwrite = (path: string, at: number, bytes: Uint8Array): void => {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
};

const read = async ({ study, instance }: Stored): Promise<Buffer> => {
  const [found] = await listInstances(context, principal, { studyInstanceUid: study, sopInstanceUid: instance });
  if (!found) throw new Error('It is not listed.');
  const chunks: Uint8Array[] = [];
  for await (const chunk of openInstance(context, found)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const addReplica = async ({ instance, bytes }: Stored): Promise<void> => {
  const writer = await context.objects.create(principal.tenantId);
  await writer.write(bytes);
  const { blob, offset, length } = await writer.commit();
  const { id } = await locate(instance);
  await context.db.tenant(principal.tenantId, (trx) =>
    trx
      .insertInto('locations')
      .values({ tenant_id: principal.tenantId, instance_id: id, blob, blob_offset: offset, byte_length: length })
      .execute(),
  );
};

/** What the exceptions desk says of it. */
const onTheDesk = async (study: string): Promise<readonly string[]> => {
  const { items } = await listExceptions(context, principal);
  return items.filter((item) => item.kind === 'damaged-study' && item.id === study).map((item) => item.text);
};

const damages: readonly (readonly [string, Fault, (stored: Stored) => void])[] = [
  ['one bit is flipped', 'altered', ({ path, bytes }) => overwrite(path, 900, Uint8Array.of((bytes[900] ?? 0) ^ 1))],
  ['the end is cut off', 'truncated', ({ path, bytes }) => truncateSync(path, bytes.length - 100)],
  ['the file is gone', 'deleted', ({ path }) => unlinkSync(path)],
  ['all is zero', 'altered', ({ path, bytes }) => writeFileSync(path, Buffer.alloc(bytes.length))],
];

describe('a scrub', () => {
  it.each(damages)(
    'finds that %s, gives nobody wrong bytes, and mends it from another copy',
    async (_name, fault, damage) => {
      const study = newUid();
      const [hurt, mendable, whole] = [await store(study, 1), await store(study, 2), await store(study, 3)];
      await addReplica(mendable);
      damage(hurt);
      damage(mendable);
      await expect(read(hurt)).rejects.toMatchObject({ code: 'bytes-missing' });

      const report = await scrub(context, principal, { studyInstanceUid: study });
      expect(report.copies).toBeGreaterThanOrEqual(4);
      const found = report.damaged.map((one) => [one.sopInstanceUid, one.fault, one.repaired]).toSorted();
      expect(found).toEqual(
        [
          [hurt.instance, fault, false],
          [mendable.instance, fault, true],
        ].toSorted(),
      );

      await expect(read(hurt)).rejects.toMatchObject({ code: 'bytes-missing' });
      expect(await read(mendable)).toEqual(mendable.bytes);
      expect(await read(whole)).toEqual(whole.bytes);
      const again = await scrub(context, principal, { studyInstanceUid: study });
      expect(again.damaged.map((one) => one.sopInstanceUid)).toEqual([hurt.instance]);
      const alerts = await context.db.tenant(principal.tenantId, (trx) =>
        trx
          .selectFrom('audit_events')
          .selectAll()
          .where('study_instance_uid', '=', study)
          .where('event_code', '=', '110113')
          .execute(),
      );
      expect(alerts).toHaveLength(2);
    },
  );

  it.each(damages)('leaves what it finds when %s to whoever sends the same again', async (_name, _fault, damage) => {
    const study = newUid();
    const hurt = await store(study, 7);
    damage(hurt);
    expect((await scrub(context, principal, { studyInstanceUid: study })).damaged).toHaveLength(1);
    expect(await onTheDesk(study)).toEqual([expect.stringMatching(/^The bytes of 1 object of a study are lost/)]);
    // By another sender: what CT1 sends of this series may still go to the file that was taken away.
    const send = () => storeInstance(context, principal, { body: inChunks(hurt.bytes), receivedFrom: 'CT2' });
    expect(await send()).toMatchObject({ outcome: 'stored' });
    expect(await read(hurt)).toEqual(hurt.bytes);
    expect(await onTheDesk(study)).toEqual([]);
    expect((await scrub(context, principal, { studyInstanceUid: study })).damaged).toEqual([]);
    expect(await send()).toMatchObject({ outcome: 'duplicate' });
  });

  it.each(damages.filter(([, fault]) => fault !== 'altered'))(
    'need not come first when %s and the same is sent again',
    async (_name, _fault, damage) => {
      const study = newUid();
      const hurt = await store(study, 8);
      damage(hurt);
      const sent = await storeInstance(context, principal, { body: inChunks(hurt.bytes), receivedFrom: 'CT2' });
      expect(sent).toMatchObject({ outcome: 'stored' });
      expect(await read(hurt)).toEqual(hurt.bytes);
      expect((await scrub(context, principal, { studyInstanceUid: study })).damaged).toEqual([]);
    },
  );

  it('finds both of two objects whose bytes changed places, and both whole when they are back', async () => {
    const study = newUid();
    const [one, other] = [await store(study, 4), await store(study, 5)];
    copyFileSync(other.path, one.path);
    writeFileSync(other.path, one.bytes);
    const report = await scrub(context, principal, { studyInstanceUid: study });
    expect(new Set(report.damaged.map((damage) => damage.sopInstanceUid))).toEqual(
      new Set([one.instance, other.instance]),
    );
    writeFileSync(one.path, one.bytes);
    writeFileSync(other.path, other.bytes);
    expect((await scrub(context, principal, { studyInstanceUid: study })).damaged).toEqual([]);
    expect(await read(one)).toEqual(readFileSync(one.path));
  });

  it('can be stopped, and keeps to its pace', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await scrub(context, principal, { signal: stop.signal })).toMatchObject({ copies: 0, stopped: true });
    const study = newUid();
    const { bytes } = await store(study, 6);
    const begun = performance.now();
    await scrub(context, principal, { studyInstanceUid: study, bytesPerSecond: bytes.length * 4 });
    expect(performance.now() - begun).toBeGreaterThan(240);
  });

  it('reads what was unread for long, and that once', async () => {
    now += 40 * 86_400_000;
    const since = new Date(now - 30 * 86_400_000);
    await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .updateTable('locations')
        .set({ stored_at: new Date(now - 40 * 86_400_000), verified_at: null })
        .execute(),
    );
    const first = await scrubStale(context, principal, since, {});
    expect(first.copies).toBeGreaterThan(4);
    expect(await scrubStale(context, principal, since, {})).toMatchObject({ copies: 0, damaged: [] });
  });
});
