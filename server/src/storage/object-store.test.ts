import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeS3, startFakeS3 } from '../../test/s3/fake.ts';
import { realS3 } from '../../test/s3/real.ts';
import { newId } from '../ids.ts';
import { createFilesystemStore } from './filesystem.ts';
import { createMemoryStore } from './memory.ts';
import type { ObjectStore, StoredBlob } from './object-store.ts';
import { createS3Store } from './s3/store.ts';

const root = mkdtempSync(join(tmpdir(), 'throughline-blobs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const tenant = newId();
const watermarks = { warnBytes: 0, stopBytes: 0 };

const collect = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
};

const put = async (store: ObjectStore, ...chunks: readonly Uint8Array[]): Promise<string> => {
  const writer = await store.create(tenant);
  for (const chunk of chunks) await writer.write(chunk);
  return (await writer.commit()).blob;
};

const putIn = async (store: ObjectStore, group: string | undefined, bytes: Uint8Array): Promise<StoredBlob> => {
  const writer = await store.create(tenant);
  await writer.write(bytes);
  return writer.commit(group);
};

const list = async (store: ObjectStore, before: Date): Promise<string[]> => {
  const names: string[] = [];
  for await (const name of store.madeBefore(before)) names.push(name);
  return names.sort();
};

let fake: FakeS3;
beforeAll(async () => {
  fake = await startFakeS3('images');
});
afterAll(() => fake.close());

/** Each store below a prefix of its own, as two installations in one bucket would be. */
const inFake = (clock?: () => Date) =>
  createS3Store({
    place: {
      bucket: 'images',
      prefix: `${newId()}/`,
      region: 'us-east-1',
      endpoint: fake.endpoint,
      credentials: () => ({ accessKeyId: 'key', secretAccessKey: 'secret' }),
    },
    clock,
  });

const real = realS3();

const forms: readonly (readonly [string, (clock?: () => Date) => ObjectStore])[] = [
  ['filesystem', (clock?: () => Date) => createFilesystemStore({ root: join(root, newId()), watermarks, clock })],
  ['memory', (clock?: () => Date) => createMemoryStore({ clock })],
  ['S3, a service of our own', inFake],
  ...(real
    ? ([['S3, a real service', (clock?: () => Date) => createS3Store({ place: real.below(newId()), clock })]] as const)
    : []),
];

describe.each(forms)('object store: %s', (_name, make) => {
  it('gives back any bytes in any range, however they came in pieces', async () => {
    const store = make();
    const pieces = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4000), async (chunks, from, size) => {
        const whole = Buffer.concat(chunks);
        const blob = await put(store, ...chunks);
        expect(await collect(store.read(blob))).toEqual(whole);
        const offset = Math.floor(from * whole.length);
        const length = Math.min(size, whole.length - offset);
        expect(Buffer.from(await store.readBytes(blob, { offset, length }))).toEqual(
          whole.subarray(offset, offset + length),
        );
        expect(await store.lengthOf(blob)).toBe(whole.length);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps bytes larger than what is held in memory', async () => {
    const store = make();
    const chunks = Array.from({ length: 17 }, (_, at) => Buffer.alloc(700_000, at));
    const blob = await put(store, ...chunks);
    expect((await collect(store.read(blob))).equals(Buffer.concat(chunks))).toBe(true);
    const range = { offset: 5_200_000, length: 100_000 };
    expect(
      Buffer.concat(chunks)
        .subarray(5_200_000, 5_300_000)
        .equals(await store.readBytes(blob, range)),
    ).toBe(true);
  });

  it('keeps objects of a group apart, however they share blobs', async () => {
    const store = make();
    const contents = Array.from({ length: 60 }, (_, at) => Buffer.alloc((at * 997) % 5000, at));
    const groups = ['series 1', 'series 2'];
    const stored = await Promise.all(contents.map((bytes, at) => putIn(store, groups[at % 2], bytes)));
    const large = await putIn(store, 'series 1', Buffer.alloc(3_000_000, 9));
    for (const [at, { blob, offset, length }] of stored.entries())
      expect(Buffer.from(await store.readBytes(blob, { offset, length }))).toEqual(contents[at]);
    expect((await store.readBytes(large.blob, large)).length).toBe(3_000_000);
    await store.close();
  });

  it('releases what got no row without touching what shares its blob', async () => {
    const store = make();
    const [one, other] = await Promise.all([
      putIn(store, 'a', Buffer.from('one')),
      putIn(store, 'a', Buffer.from('other')),
    ]);
    const alone = await putIn(store, undefined, Buffer.from('alone'));
    await store.release(one);
    await store.release(alone);
    expect(Buffer.from(await store.readBytes(other.blob, other)).toString()).toBe('other');
    expect(await store.lengthOf(alone.blob)).toBe(undefined);
    await store.close();
  });

  it('names blobs at random, below the tenant and the hour', async () => {
    const store = make(() => new Date('2026-03-04T05:59:59Z'));
    const names = await Promise.all(Array.from({ length: 20 }, () => put(store, Buffer.from('x'))));
    expect(new Set(names).size).toBe(20);
    for (const name of names) expect(name.startsWith(`${tenant}/2026030405/`)).toBe(true);
  });

  it('says that bytes are missing: absent blob, range past the end, name not of its making', async () => {
    const store = make();
    const blob = await put(store, Buffer.from('twelve bytes'));
    const absent = `${tenant}/2026030405/${newId()}`;
    const missing = { code: 'bytes-missing' };
    await expect(store.readBytes(absent)).rejects.toMatchObject(missing);
    await expect(store.readBytes(blob, { offset: 8, length: 5 })).rejects.toMatchObject(missing);
    await expect(collect(store.read(blob, { offset: 13, length: 1 }))).rejects.toMatchObject(missing);
    await expect((async () => store.readBytes('../../etc/passwd'))()).rejects.toMatchObject(missing);
    expect(await store.lengthOf(absent)).toBe(undefined);
  });

  it('forgets what is discarded, small or large', async () => {
    const store = make(() => new Date('2026-03-04T05:00:00Z'));
    for (const size of [10, 3_000_000]) {
      const writer = await store.create(tenant);
      await writer.write(Buffer.alloc(size));
      await writer.discard();
    }
    expect(await list(store, new Date('2026-03-05T00:00:00Z'))).toEqual([]);
  });

  it('lists whole hours before a time, and takes blobs out of the way', async () => {
    let now = new Date('2026-03-04T05:30:00Z');
    const store = make(() => now);
    const old = await put(store, Buffer.from('old'));
    const quarantined = await put(store, Buffer.from('odd'));
    now = new Date('2026-03-04T06:30:00Z');
    const young = await put(store, Buffer.from('young'));
    expect(await list(store, now)).toEqual([old, quarantined].sort());
    await store.quarantine(quarantined);
    await store.quarantine(quarantined);
    expect(await list(store, now)).toEqual([old]);
    await store.remove(old);
    await store.remove(old);
    expect(await list(store, now)).toEqual([]);
    expect(Buffer.from(await store.readBytes(young)).toString()).toBe('young');
  });
});

it('senders that leave while others wait for the disk harm nobody', async () => {
  const store = createFilesystemStore({ root: join(root, newId()), watermarks });
  const large = 2 ** 20;
  const begun = await Promise.all(
    Array.from({ length: 18 }, async () => ({ writer: await store.create(tenant), body: randomBytes(2 * large) })),
  );
  for (const { writer, body } of begun) await writer.write(body.subarray(0, large));
  const [staying, leaving] = [begun.slice(0, 12), begun.slice(12)];
  const stored = staying.map(async ({ writer, body }) => {
    await writer.write(body.subarray(large));
    return { body, at: await writer.commit() };
  });
  // What nobody wants any more may be written or not.
  const left = Promise.allSettled(leaving.map(async ({ writer, body }) => writer.write(body.subarray(large))));
  await Promise.all(leaving.map(({ writer }) => writer.discard()));
  await left;
  for (const { body, at } of await Promise.all(stored))
    expect(body.equals(await store.readBytes(at.blob, at))).toBe(true);
  expect(await store.health()).toMatchObject({ state: 'ok' });
  await store.close();
});

it('quarantine keeps the bytes', async () => {
  const folder = join(root, newId());
  const store = createFilesystemStore({ root: folder, watermarks });
  const blob = await put(store, Buffer.from('kept'));
  await store.quarantine(blob);
  expect(readdirSync(join(folder, 'quarantine', tenant)).length).toBe(1);
});
