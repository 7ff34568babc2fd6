import { Dataset, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ContextOffer,
  createDimseServer,
  type DimseServer,
  failure,
  type MoveTarget,
  type OutgoingInstance,
  Status,
} from './index.ts';
import { dcmtk, freePort } from './testing/dcmtk.ts';
import {
  asIs,
  compressed,
  datasetsIn,
  emptyFolder,
  explicit,
  FIND,
  fileOf,
  folder,
  GET,
  implicit,
  MOVE,
  makeFolder,
  objects,
  removeFolder,
  SC,
  storage,
  UNCOMPRESSED,
} from './testing/dcmtk-files.ts';
import type { TestObject } from './testing/objects.ts';

/** Our provider against the users of DCMTK, programs that were written without us in mind. */

beforeAll(makeFolder);
afterAll(removeFolder);

describe('DCMTK calls us', () => {
  let server: DimseServer;
  let received: Map<string, Buffer>;
  let queries: string[];
  let identities: string[];
  let cancelled: boolean;
  let target: MoveTarget;
  const offers: ContextOffer[] = [
    { abstractSyntax: uids.Verification, transferSyntaxes: UNCOMPRESSED },
    { abstractSyntax: SC, transferSyntaxes: [...UNCOMPRESSED, uids.RLELossless], scpRole: true },
    ...[FIND, GET, MOVE].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: UNCOMPRESSED })),
  ];
  const outgoing = (list: readonly TestObject[]): OutgoingInstance[] =>
    list.map((object) => ({
      ...object,
      async *open() {
        for (let at = 0; at < object.bytes.length; at += 1000) yield object.bytes.subarray(at, at + 1000);
      },
    }));

  beforeAll(async () => {
    server = createDimseServer<null>({
      accept: ({ userIdentity }) => {
        if (userIdentity) identities.push(`${userIdentity.primary} ${userIdentity.secondary}`);
        return { accept: true, contexts: offers, principal: null };
      },
      handlers: {
        store: async (_association, { sopInstanceUid }, data) => {
          const chunks: Buffer[] = [];
          for await (const chunk of data) chunks.push(chunk);
          received.set(sopInstanceUid, Buffer.concat(chunks));
          return { status: Status.Success };
        },
        find: async function* (_association, { identifier }, signal) {
          const name = identifier.string(tags.PatientName);
          if (name === 'FAIL') throw failure(Status.OutOfResources, 'Too much');
          queries.push(`${identifier.string(tags.QueryRetrieveLevel)} ${name}`);
          for (let index = 0; index < 50; index += 1) {
            yield new Dataset()
              .set(tags.QueryRetrieveLevel, 'STUDY')
              .set(tags.PatientName, `MATCH^${index}`)
              .set(tags.StudyInstanceUID, `1.2.${index}`);
          }
          if (name === 'ENDLESS') await new Promise((resolve) => signal.addEventListener('abort', resolve));
          cancelled = signal.aborted;
        },
        get: async () => ({ count: 2, instances: outgoing([explicit, implicit]) }),
        move: async (_association, { destination }) => {
          if (destination !== 'MOVESCU') throw failure(Status.MoveDestinationUnknown, 'Move destination unknown');
          return { count: 3, instances: outgoing(objects), target };
        },
      },
    });
    await server.listen(0, '127.0.0.1');
  });

  beforeEach(() => {
    received = new Map();
    queries = [];
    identities = [];
    cancelled = false;
  });

  afterAll(() => server.close());

  const us = () => ['-aec', 'HUB', '127.0.0.1', String(server.port)];

  test('echoscu', async () => {
    const { code, output } = await dcmtk(folder, 'echoscu', '-v', ...us());
    expect(output).toContain('Received Echo Response (Success)');
    expect(code).toBe(0);
  });

  test('echoscu with 100 presentation contexts, thrice', async () => {
    const args = ['--repeat', '3', '--propose-pc', '100'];
    expect(await dcmtk(folder, 'echoscu', ...args, ...us())).toMatchObject({ code: 0 });
  });

  test('storescu with user identity', async () => {
    const args = ['-usr', 'name', '-pwd', 'word', ...us(), fileOf(explicit)];
    expect(await dcmtk(folder, 'storescu', ...args)).toMatchObject({ code: 0 });
    expect(identities).toEqual(['name word']);
  });

  test.each([
    ['small PDUs', '--max-pdu', '4096'],
    ['large PDUs', '--max-pdu', '131072'],
  ])('storescu, %s', async (_name, ...options) => {
    const result = await dcmtk(folder, 'storescu', ...options, ...us(), fileOf(explicit), fileOf(implicit));
    expect(result).toMatchObject({ code: 0 });
    expect(received).toEqual(asIs([explicit, implicit]));
  });

  test('dcmsend, every transfer syntax as it is', async () => {
    const result = await dcmtk(folder, 'dcmsend', '-v', '-dn', ...us(), ...objects.map(fileOf));
    expect(result).toMatchObject({ code: 0 });
    // dcmsend turns implicit VR into the explicit VR that it put first in the same context.
    expect([...received.keys()].toSorted()).toEqual(objects.map((one) => one.sopInstanceUid).toSorted());
    for (const { sopInstanceUid, bytes } of [explicit, compressed]) expect(received.get(sopInstanceUid)).toEqual(bytes);
  });

  test('findscu', async () => {
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'PatientName=SMITH*', '-k', 'StudyInstanceUID'];
    const { code, output } = await dcmtk(folder, 'findscu', '-v', '-S', ...keys, ...us());
    expect(code).toBe(0);
    expect(queries).toEqual(['STUDY SMITH*']);
    expect(output.match(/MATCH\^\d+/g)).toHaveLength(50);
    expect(output).toContain('Received Final Find Response (Success)');
  });

  test('findscu, a failure with its comment', async () => {
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'PatientName=FAIL'];
    const { output } = await dcmtk(folder, 'findscu', '-d', '-S', ...keys, ...us());
    expect(output).toMatch(/OutOfResources|a700/i);
    expect(output).toContain('Too much');
  });

  test('findscu cancels', async () => {
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'PatientName=ENDLESS'];
    const { output } = await dcmtk(folder, 'findscu', '-v', '-S', '--cancel', '3', ...keys, ...us());
    expect(cancelled).toBe(true);
    expect(output).toMatch(/Cancel/);
  });

  test('getscu', async () => {
    const out = await emptyFolder('get');
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${explicit.studyInstanceUid}`];
    const { code, output } = await dcmtk(folder, 'getscu', '-v', '-S', '+B', '-od', out, ...keys, ...us());
    expect(code, output).toBe(0);
    expect(output).toMatch(/Number of Completed Suboperations\s*: [12]/);
    expect([...(await datasetsIn(out)).keys()]).toContain(explicit.sopInstanceUid);
  });

  test('movescu, received by itself', async () => {
    const out = await emptyFolder('move');
    const port = await freePort();
    target = {
      host: '127.0.0.1',
      port,
      aeTitle: 'MOVESCU',
      contexts: storage,
    };
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${explicit.studyInstanceUid}`];
    const args = ['-v', '-S', '+B', '+xa', '--port', String(port), '-aet', 'MOVESCU', '-aem', 'MOVESCU'];
    const { code, output } = await dcmtk(out, 'movescu', ...args, ...keys, ...us());
    expect(code, output).toBe(0);
    expect(output).toContain('Received Final Move Response (Success)');
    expect(await datasetsIn(out)).toEqual(asIs(objects));
  });

  test('movescu to a destination that is not known', async () => {
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'StudyInstanceUID=1.2'];
    const { output } = await dcmtk(folder, 'movescu', '-v', '-S', '-aem', 'NOWHERE', ...keys, ...us());
    expect(output).toMatch(/MoveDestinationUnknown|0xa801/i);
  });
});
