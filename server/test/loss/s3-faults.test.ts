/** D7, L1, L2: the S3 service fails in every way that we know of; what was acknowledged is there, what was not is nowhere. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { referencedBlobs, versionsOf } from '../../src/db/index.ts';
import { sweepOrphans } from '../../src/features/store/index.ts';
import { createS3Store } from '../../src/storage/s3/store.ts';
import { createTestContext, type TestContext, testPrincipal } from '../context.ts';
import { type FakeRequest, type FakeS3, type Fault, startFakeS3 } from '../s3/fake.ts';
import { Ledger } from './ledger.ts';
import { expectHonoured, expectInvisible, makeObject, storeAndNote } from './oracle.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-s3-'));
const principal = testPrincipal();
const ledger = new Ledger(join(folder, 'acked'));
let fake: FakeS3;
let context: TestContext;
let now = Date.parse('2026-03-04T05:00:00Z');
const alarms: string[] = [];

beforeAll(async () => {
  fake = await startFakeS3('images');
  const objects = createS3Store({
    place: {
      bucket: 'images',
      prefix: 'hub/',
      region: 'us-east-1',
      endpoint: fake.endpoint,
      credentials: () => ({ accessKeyId: 'key', secretAccessKey: 'secret' }),
    },
    timing: { requestMs: 400, waitsMs: [2, 4, 8] },
    clock: () => new Date(now),
    alarm: (message) => alarms.push(message),
  });
  context = await createTestContext({ objects, clock: () => new Date(now) });
});
afterAll(async () => {
  await context.close();
  await fake.close();
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The n-th requests that match are met with these faults; all others go well. */
const faults = (matches: (request: FakeRequest) => boolean, ...planned: readonly (Fault | undefined)[]): void => {
  const left = [...planned];
  fake.fault = (request) => (matches(request) ? left.shift() : undefined);
};
const always = (matches: (request: FakeRequest) => boolean, fault: Fault): void => {
  fake.fault = (request) => (matches(request) ? fault : undefined);
};

beforeEach(() => {
  fake.fault = () => undefined;
  fake.clockAhead = 0;
  fake.opaqueTags = false;
  fake.staleKeys = undefined;
  alarms.length = 0;
  // Whatever failed before has been forgiven by now.
  now += 60_000;
});

const isPut = ({ method }: FakeRequest): boolean => method === 'PUT';
const isPart = ({ method, query }: FakeRequest): boolean => method === 'PUT' && query.has('partNumber');
const isBegin = ({ method, query }: FakeRequest): boolean => method === 'POST' && query.has('uploads');
const isComplete = ({ method, query }: FakeRequest): boolean => method === 'POST' && query.has('uploadId');
const isLook = ({ method, key }: FakeRequest): boolean => key !== '' && (method === 'HEAD' || method === 'GET');
const isGet = ({ method, key }: FakeRequest): boolean => method === 'GET' && key !== '';

const slowDown: Fault = { kind: 'status', status: 503, code: 'SlowDown' };
const internal = (done: boolean): Fault => ({ kind: 'status', status: 500, code: 'InternalError', done });
const silence = (done: boolean): Fault => ({ kind: 'silence', done });
const reset = (done: boolean): Fault => ({ kind: 'reset', done });
const taken: Fault = { kind: 'status', status: 412, code: 'PreconditionFailed' };
const contended: Fault = { kind: 'status', status: 409, code: 'ConditionalRequestConflict' };
const noise: Fault = { kind: 'noise' };
const rot: Fault = { kind: 'rot' };

/** Two parts of 5 MiB and a rest. */
const large = () => makeObject({ side: 2350 });
const small = () => makeObject();

const tagsAreOpaque = (): void => {
  fake.opaqueTags = true;
};
const clocksDiffer = (): void => {
  fake.clockAhead = 3_600_000;
};

interface Case {
  readonly name: string;
  readonly make?: typeof small;
  readonly arrange: () => void;
}

const survived: readonly Case[] = [
  { name: 'slow down, twice', arrange: () => faults(isPut, slowDown, slowDown) },
  { name: 'an internal error', arrange: () => faults(isPut, internal(false)) },
  { name: 'an internal error after it was stored', arrange: () => faults(isPut, internal(true)) },
  { name: 'no answer, and nothing stored', arrange: () => faults(isPut, silence(false)) },
  { name: 'no answer after it was stored', arrange: () => faults(isPut, silence(true)) },
  { name: 'a broken connection, and nothing stored', arrange: () => faults(isPut, reset(false)) },
  { name: 'a broken connection after it was stored', arrange: () => faults(isPut, reset(true)) },
  {
    name: 'an answer lost, then a look that fails, then the name taken by itself',
    arrange: () => {
      const puts = [silence(true), undefined];
      const looks: (Fault | undefined)[] = [slowDown];
      fake.fault = (request) => (isPut(request) ? puts.shift() : isLook(request) ? looks.shift() : undefined);
    },
  },
  { name: 'contention after a lost answer', arrange: () => faults(isPut, silence(false), contended) },
  { name: 'noise on the way in', arrange: () => faults(isPut, noise) },
  { name: 'a clock an hour apart', arrange: clocksDiffer },
  { name: 'entity tags that are no digests', arrange: tagsAreOpaque },
  { name: 'a transfer back that is cut', arrange: () => faults(isGet, { kind: 'cut', bytes: 100 }) },
  { name: 'a read that is refused for a while', arrange: () => faults(isGet, slowDown, slowDown) },
  { name: 'in parts: nothing wrong', make: large, arrange: () => undefined },
  { name: 'in parts: the beginning unanswered', make: large, arrange: () => faults(isBegin, silence(true)) },
  { name: 'in parts: a part unanswered', make: large, arrange: () => faults(isPart, undefined, silence(true)) },
  { name: 'in parts: noise in a part', make: large, arrange: () => faults(isPart, noise) },
  { name: 'in parts: the end unanswered, but done', make: large, arrange: () => faults(isComplete, silence(true)) },
  { name: 'in parts: the end unanswered, and not done', make: large, arrange: () => faults(isComplete, reset(false)) },
  { name: 'in parts: entity tags that are no digests', make: large, arrange: tagsAreOpaque },
  {
    name: 'in parts: transfers back that are cut',
    make: large,
    arrange: () => faults(isGet, { kind: 'cut', bytes: 6_000_000 }, { kind: 'cut', bytes: 100 }),
  },
];

describe('an object is acknowledged and there after', () => {
  it.each(survived)('$name', async ({ make = small, arrange }) => {
    arrange();
    const made = make();
    expect(await storeAndNote(context, principal, ledger, made)).toBe('stored');
    const mine = ledger.lines().filter((line) => line.sopInstanceUid === made.line.sopInstanceUid);
    expect(mine).toHaveLength(1);
    await expectHonoured(context, principal, mine);
    expect(alarms).toEqual([]);
  });
});

interface Refusal extends Case {
  readonly code: string;
  readonly alarm?: boolean;
}

const unhealthy = 'storage-unhealthy';
const refused: readonly Refusal[] = [
  { name: 'nothing but slow down', code: unhealthy, arrange: () => always(isPut, slowDown) },
  { name: 'nothing but internal errors', code: unhealthy, arrange: () => always(isPut, internal(false)) },
  { name: 'silence', code: unhealthy, arrange: () => always(() => true, silence(false)) },
  {
    name: 'silence after it was stored, and no look',
    code: unhealthy,
    arrange: () => always(() => true, silence(true)),
  },
  {
    name: 'no permission',
    code: unhealthy,
    arrange: () => always(isPut, { kind: 'status', status: 403, code: 'AccessDenied' }),
  },
  {
    name: 'no room',
    code: 'out-of-resources',
    arrange: () => always(isPut, { kind: 'status', status: 403, code: 'QuotaExceeded' }),
  },
  { name: 'a name that is taken', code: unhealthy, alarm: true, arrange: () => faults(isPut, taken) },
  { name: 'a name that is contended', code: unhealthy, alarm: true, arrange: () => faults(isPut, contended) },
  { name: 'other bytes on the disk than were sent', code: unhealthy, alarm: true, arrange: () => faults(isPut, rot) },
  {
    name: 'other bytes on the disk, and tags that are no digests',
    code: unhealthy,
    alarm: true,
    arrange: () => {
      fake.opaqueTags = true;
      faults(isPut, rot);
    },
  },
  { name: 'nothing but noise', code: unhealthy, arrange: () => always(isPut, noise) },
  { name: 'in parts: no part goes through', make: large, code: unhealthy, arrange: () => always(isPart, slowDown) },
  {
    name: 'in parts: other bytes on the disk',
    make: large,
    code: unhealthy,
    alarm: true,
    arrange: () => faults(isPart, rot),
  },
  {
    name: 'in parts: the end never answered',
    make: large,
    code: unhealthy,
    arrange: () => always((request) => isComplete(request) || isLook(request), silence(true)),
  },
];

describe('an object is refused, and nowhere to be seen, after', () => {
  it.each(refused)('$name', async ({ make = small, arrange, code, alarm }) => {
    arrange();
    const made = make();
    await expect(storeAndNote(context, principal, ledger, made)).rejects.toMatchObject({ code });
    fake.fault = () => undefined;
    await expectInvisible(context, principal, [made.line.sopInstanceUid]);
    expect(alarms.length).toBe(alarm ? 1 : 0);
    // At once nothing new is tried; a moment later the service is asked whether it answers again.
    const before = fake.requests.length;
    await expect(storeAndNote(context, principal, ledger, small())).rejects.toMatchObject({ code });
    expect(fake.requests.length).toBe(before);
    now += 6000;
    expect(await storeAndNote(context, principal, ledger, made)).toBe('stored');
  });
});

it('a service that cannot be read says nothing about the bytes', async () => {
  const made = small();
  await storeAndNote(context, principal, ledger, made);
  const [version] = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, made.line.sopInstanceUid));
  always(isGet, { kind: 'cut', bytes: 0 });
  await expect(context.objects.readBytes(version?.blob ?? '')).rejects.toMatchObject({ code: unhealthy });
  always(isLook, slowDown);
  await expect(context.objects.lengthOf(version?.blob ?? '')).rejects.toMatchObject({ code: unhealthy });
});

it('the same object from sixteen senders at once is kept once, and other bytes beside it', async () => {
  const fields = { study: newUid(), series: newUid(), instance: newUid() };
  const same = makeObject({ ...fields, value: 1 });
  const outcomes = await Promise.all(Array.from({ length: 16 }, () => storeAndNote(context, principal, ledger, same)));
  expect(outcomes.toSorted()).toEqual([...Array.from({ length: 15 }, () => 'duplicate'), 'stored']);
  expect(
    await storeAndNote(context, principal, new Ledger(join(folder, 'others')), makeObject({ ...fields, value: 2 })),
  ).toBe('conflict');
  const mine = ledger.lines().filter((line) => line.sopInstanceUid === fields.instance);
  await expectHonoured(context, principal, mine, 2);
});

describe('the sweep', () => {
  it('takes what got no row out of the way, gives up what nobody finished, and is not led astray by an old list', async () => {
    const writer = await context.objects.create(principal.tenantId);
    await writer.write(Buffer.from('never got a row'));
    const orphan = await writer.commit();
    const before = fake.uploads.size;
    const unfinished = await context.objects.create(principal.tenantId);
    await unfinished.write(Buffer.alloc(6_000_000));
    await unfinished.write(Buffer.alloc(6_000_000));
    expect(fake.uploads.size).toBe(before + 1);
    expect((await sweepOrphans(context)).unfinished).toBe(0);

    // The service knows when uploads began by its own clock.
    now = Date.now() + 26 * 3_600_000;
    fake.staleKeys = [...fake.objects.keys(), `hub/${principal.tenantId}/2020010100/${principal.tenantId}`];
    const report = await sweepOrphans(context);
    expect(report.orphans).toBeGreaterThanOrEqual(2);
    expect(report.unfinished).toBe(before + 1);
    expect(fake.uploads.size).toBe(0);
    expect(await context.objects.lengthOf(orphan.blob)).toBe(undefined);
    expect(fake.objects.get(`hub/quarantine/${orphan.blob}`)?.bytes.toString()).toBe('never got a row');
    await unfinished.discard();
  });
});

it('in the end every acknowledged object is there, and no name that a row tells of was ever deleted', async () => {
  const conflicting = ledger.lines().filter((line) => line.digest !== '');
  const versions = await Promise.all(
    conflicting.map((line) => context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, line.sopInstanceUid))),
  );
  expect(versions.every((found) => found.length >= 1)).toBe(true);
  await expectHonoured(
    context,
    principal,
    conflicting.filter((_, at) => versions[at]?.length === 1),
  );
  const deleted = fake.deleted.map((key) => key.replace(/^hub\//, ''));
  expect(await context.db.tenant(principal.tenantId, (trx) => referencedBlobs(trx, deleted))).toEqual(new Set());
});
