/** Deliveries to destinations that take, refuse, lack room, have some already, or go away. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import { createDimseServer, type DimseServer, failure } from '@throughline/dimse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { registerEntity } from '../application-entities/index.ts';
import { correctAttributes } from '../corrections/index.ts';
import { closeWorkers } from '../retrieve/index.ts';
import { storeInstance } from '../store/index.ts';
import { getDelivery, requestDelivery, takeDelivery } from './index.ts';

const principal = testPrincipal();
const objects = 12;
let context: TestContext;
let server: DimseServer;
let later = 0;

/** What the destination does; set by each test. */
let statusOf: (uid: string) => number;
let offered: (sopClassUid: string, transferSyntaxUid: string) => boolean;
let held: readonly string[];
let most: number;
const stored: string[] = [];
const syntaxes = new Set<string>();
let [open, atOnce] = [0, 0];

beforeAll(async () => {
  context = await createTestContext({ clock: () => new Date(Date.now() + later) });
  server = createDimseServer<null>({
    accept: ({ contexts }) =>
      open < most
        ? {
            accept: true,
            contexts: contexts.filter((one) => offered(one.abstractSyntax, one.transferSyntaxes[0] ?? '')),
            principal: null,
          }
        : { accept: false, result: 2, source: 3, reason: 2 },
    handlers: {
      store: async (_, { sopInstanceUid, transferSyntaxUid }, data) => {
        syntaxes.add(transferSyntaxUid);
        await data.forEach(() => {});
        const status = statusOf(sopInstanceUid);
        if (status !== 0) throw failure(status);
        stored.push(sopInstanceUid);
        return { status: 0 };
      },
      find: async function* (_, { identifier }) {
        const level = identifier.string(tags.QueryRetrieveLevel) ?? '';
        const answer = () =>
          new Dataset()
            .set(tags.QueryRetrieveLevel, level)
            .set(tags.StudyInstanceUID, identifier.string(tags.StudyInstanceUID) ?? '')
            .set(tags.SeriesInstanceUID, '1.2.3');
        if (level === 'SERIES') yield answer();
        else
          for (const uid of held)
            yield answer().set(tags.SOPInstanceUID, uid).set(tags.SOPClassUID, uids.CTImageStorage);
      },
    },
    onEvent: ({ type }) => {
      if (type === 'associated') open += 1;
      if (type === 'ended') open -= 1;
      atOnce = Math.max(atOnce, open);
    },
  });
  await server.listen(0, '127.0.0.1');
  const entity = { address: '127.0.0.1', services: ['echo'] as const, host: '127.0.0.1', port: server.port };
  await registerEntity(context, principal, { ...entity, aeTitle: 'ELSEWHERE' });
  await registerEntity(context, principal, { ...entity, aeTitle: 'NOBODY', port: 1 });
});
afterAll(async () => {
  await server?.close();
  await closeWorkers();
  await context?.close();
});
beforeEach(() => {
  statusOf = () => 0;
  offered = () => true;
  held = [];
  most = 100;
  atOnce = 0;
  stored.length = 0;
  syntaxes.clear();
});

const store = async () => {
  const study = newUid();
  const instances = Array.from({ length: objects }, () => newUid());
  for (const instance of instances)
    await storeInstance(context, principal, {
      body: inChunks(ctObject({ study, instance })),
      receivedFrom: 'CT',
      issuer: 'COUNTY',
    });
  return { study, instances };
};

const never = new AbortController().signal;
/** Runs everything that is due, now and after every pause, until nothing waits. */
const runAll = async (rounds = 40): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    for (let taken = await takeDelivery(context, principal, never); taken; )
      await taken.done.then(async () => (taken = await takeDelivery(context, principal, never)));
    later += 3 * 3_600_000;
  }
};

const deliver = async (study: string, aeTitle = 'ELSEWHERE', rounds?: number) => {
  const { id } = await requestDelivery(context, principal, { studyInstanceUid: study, aeTitle });
  await runAll(rounds);
  return getDelivery(context, principal, id);
};

describe('a delivery', () => {
  it('sends everything once, over several associations', async () => {
    const { study, instances } = await store();
    expect(await deliver(study, 'ELSEWHERE', 1)).toMatchObject({ state: 'done', sent: objects, failed: 0, waiting: 0 });
    expect(stored.toSorted()).toEqual(instances.toSorted());
    expect(atOnce).toBeGreaterThan(1);
  });

  it('leaves out what the destination has', async () => {
    const { study, instances } = await store();
    held = instances.slice(0, 5);
    expect(await deliver(study, 'ELSEWHERE', 1)).toMatchObject({ state: 'done', sent: objects - 5, present: 5 });
    expect(stored.toSorted()).toEqual(instances.slice(5).toSorted());
  });

  it('sends again what was corrected since the destination had it from us, and that once', async () => {
    const { study, instances } = await store();
    await deliver(study, 'ELSEWHERE', 1);
    held = instances;
    expect(await deliver(study, 'ELSEWHERE', 1)).toMatchObject({ sent: 0, present: objects });
    const change = { studyInstanceUid: study, attributes: { StudyDescription: 'MR HEAD' }, reason: 'wrong protocol' };
    await correctAttributes(context, principal, change);
    expect(await deliver(study, 'ELSEWHERE', 1)).toMatchObject({ state: 'done', sent: objects, present: 0 });
    expect(await deliver(study, 'ELSEWHERE', 1)).toMatchObject({ sent: 0, present: objects });
  });

  it('is not stopped by an object that the destination refuses', async () => {
    const { study, instances } = await store();
    const [poison = ''] = instances;
    statusOf = (uid) => (uid === poison ? 0xc000 : 0);
    const ended = await deliver(study);
    expect(ended).toMatchObject({ state: 'incomplete', sent: objects - 1, failed: 1 });
    expect(ended.failures).toEqual([{ sopInstanceUid: poison, status: 0xc000 }]);
  });

  it('is not stopped by an object whose bytes are damaged', async () => {
    const { study, instances } = await store();
    const [poison = ''] = instances;
    const blobs = join(context.config.dataFolder, 'blobs');
    const files = readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of files.map((entry) => join(entry.parentPath, entry.name))) {
      const bytes = readFileSync(file);
      const at = bytes.lastIndexOf(poison);
      if (at >= 0) writeFileSync(file, bytes.fill('9', at, at + 1));
    }
    const ended = await deliver(study);
    expect(ended).toMatchObject({ state: 'incomplete', sent: objects - 1, failed: 1 });
    expect(ended.failures).toEqual([{ sopInstanceUid: poison, status: null }]);
    expect(stored).not.toContain(poison);
  });

  it('goes on later when the destination is out of resources', async () => {
    const { study } = await store();
    let answered = 0;
    statusOf = () => (answered++ < 6 ? 0xa700 : 0);
    expect(await deliver(study)).toMatchObject({ state: 'done', sent: objects, failed: 0 });
    expect(new Set(stored).size).toBe(stored.length);
  });

  it('tries again what the destination failed to process, but not for ever', async () => {
    const { study, instances } = await store();
    const [never = '', ...others] = instances;
    const [once = ''] = others;
    const failing = new Set([once]);
    statusOf = (uid) => (uid === never || failing.delete(uid) ? 0x0110 : 0);
    const ended = await deliver(study);
    expect(ended).toMatchObject({ state: 'incomplete', sent: objects - 1, failed: 1 });
    expect(ended.failures).toEqual([{ sopInstanceUid: never, status: 0x0110 }]);
  });

  it('gets through to a destination that takes one association at a time', async () => {
    const { study } = await store();
    most = 1;
    expect(await deliver(study)).toMatchObject({ state: 'done', sent: objects });
  });

  it.each([
    ['as they are', undefined, uids.ExplicitVRLittleEndian],
    ['as Implicit VR where nothing else is taken', uids.ImplicitVRLittleEndian, uids.ImplicitVRLittleEndian],
    ['as JPEG-LS where nothing else is taken', uids.JPEGLSLossless, uids.JPEGLSLossless],
  ])('sends objects %s', async (_, only, expected) => {
    const { study } = await store();
    offered = (_class, syntax) => only === undefined || syntax === only;
    expect(await deliver(study, 'ELSEWHERE', 1)).toMatchObject({ state: 'done', sent: objects });
    expect([...syntaxes]).toEqual([expected]);
  });

  it('says so when the destination takes no such objects', async () => {
    const { study } = await store();
    offered = (sopClassUid) => sopClassUid !== uids.CTImageStorage;
    expect(await deliver(study)).toMatchObject({ state: 'incomplete', failed: objects, sent: 0 });
  });

  it('is given up when the destination is never there', async () => {
    const { study } = await store();
    expect(await deliver(study, 'NOBODY', 3)).toMatchObject({ state: 'waiting', waiting: objects });
    await runAll();
    const { id } = await requestDelivery(context, principal, { studyInstanceUid: study, aeTitle: 'NOBODY' });
    await runAll();
    expect(await getDelivery(context, principal, id)).toMatchObject({ state: 'incomplete', failed: objects });
  });

  it('of one series is of that series', async () => {
    const { study } = await store();
    const series = newUid();
    const body = inChunks(ctObject({ study, series }));
    await storeInstance(context, principal, { body, receivedFrom: 'CT', issuer: 'COUNTY' });
    const input = { studyInstanceUid: study, seriesInstanceUid: series, aeTitle: 'ELSEWHERE' };
    const { id } = await requestDelivery(context, principal, input);
    await runAll(1);
    expect(await getDelivery(context, principal, id)).toMatchObject({ state: 'done', sent: 1 });
  });

  it.each([
    ['an unknown destination', { aeTitle: 'STRANGER' }, 'unknown-destination'],
    ['an unknown study', { studyInstanceUid: newUid() }, 'not-found'],
    ['no association', { associations: 0 }, 'bad-request'],
    ['no UID', { studyInstanceUid: "' or 1=1" }, 'bad-request'],
  ])('to %s is refused', async (_, wrong, code) => {
    const { study } = await store();
    const input = { studyInstanceUid: study, aeTitle: 'ELSEWHERE', ...wrong };
    await expect(requestDelivery(context, principal, input)).rejects.toMatchObject({ code });
    await expect(requestDelivery(context, testPrincipal(['store']), input)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
