import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, readPart10, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Association,
  type ContextOffer,
  connect,
  createDimseServer,
  type DimseServer,
  failure,
  type MoveTarget,
  type OutgoingInstance,
  Status,
  type SubOperations,
} from './index.ts';
import { type DcmtkServer, dcmtk, dcmtkServer, freePort } from './testing/dcmtk.ts';
import { type TestObject, testObject } from './testing/objects.ts';

/** Both directions against DCMTK, programs that were written without us in mind. */

const UNCOMPRESSED = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];
const FIND = uids.StudyRootQueryRetrieveInformationModelFind;
const GET = uids.StudyRootQueryRetrieveInformationModelGet;
const MOVE = uids.StudyRootQueryRetrieveInformationModelMove;
const SC = uids.SecondaryCaptureImageStorage;

const objects = [...UNCOMPRESSED, uids.RLELossless].map((transferSyntaxUid) => testObject({ transferSyntaxUid }));
const [explicit, implicit, compressed] = objects as [TestObject, TestObject, TestObject];

const storage: readonly ContextOffer[] = objects.map(({ transferSyntaxUid }) => ({
  abstractSyntax: SC,
  transferSyntaxes: [transferSyntaxUid],
}));

let folder: string;
const fileOf = (object: TestObject) => join(folder, `${object.sopInstanceUid}.dcm`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dimse-dcmtk-'));
  for (const object of objects) await writeFile(fileOf(object), object.file);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function emptyFolder(name: string): Promise<string> {
  const path = join(folder, name);
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  return path;
}

/** The data sets of the files in a folder, in any order. */
async function datasetsIn(path: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const name of await readdir(path)) {
    const bytes = await readFile(join(path, name));
    const chunks = [bytes];
    const { dataset, datasetOffset } = await readPart10({
      async *[Symbol.asyncIterator]() {
        yield* chunks;
      },
    });
    found.set(dataset.string(tags.SOPInstanceUID) ?? name, bytes.subarray(datasetOffset));
  }
  return found;
}

const asIs = (list: readonly TestObject[]) => new Map(list.map((one) => [one.sopInstanceUid, one.bytes]));

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

describe('we call DCMTK', () => {
  const open = (port: number, calledAeTitle: string, contexts: readonly ContextOffer[]): Promise<Association> =>
    connect({ host: '127.0.0.1', port, callingAeTitle: 'HUB', calledAeTitle, contexts });

  async function toEnd(iterable: AsyncIterable<unknown>): Promise<void> {
    for await (const _ of iterable);
  }

  async function* inChunks(bytes: Buffer): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
  }

  test('storescp takes every transfer syntax as it is', async () => {
    const out = await emptyFolder('storescp');
    const scp = await dcmtkServer(out, 'storescp', 'ANY', (port) => ['+xa', '+B', '-od', out, String(port)]);
    try {
      const association = await open(scp.port, 'ANY', storage);
      for (const object of objects) {
        expect(await association.store({ ...object, data: inChunks(object.bytes) })).toEqual({ status: 0 });
      }
      await association.release();
      expect(await datasetsIn(out)).toEqual(asIs(objects));
    } finally {
      await scp.stop();
    }
  });

  describe('dcmqrscp', () => {
    let archive: DcmtkServer;
    let movePort: number;
    const study = explicit.studyInstanceUid;
    const query = () =>
      new Dataset()
        .set(tags.QueryRetrieveLevel, 'STUDY')
        .set(tags.PatientName, '')
        .set(tags.PatientID, 'P1')
        .set(tags.StudyInstanceUID, '');
    const ofStudy = () => new Dataset().set(tags.QueryRetrieveLevel, 'STUDY').set(tags.StudyInstanceUID, study);

    beforeAll(async () => {
      movePort = await freePort();
      const area = await emptyFolder('archive');
      const configuration = join(folder, 'dcmqrscp.cfg');
      archive = await dcmtkServer(area, 'dcmqrscp', 'ARCHIVE', async (port) => {
        await writeFile(configuration, configurationOf(port, area));
        return ['-c', configuration, String(port)];
      });
      const association = await open(archive.port, 'ARCHIVE', storage);
      for (const { bytes: data, ...object } of [...studyObjects, other]) {
        expect(await association.store({ ...object, data })).toEqual({ status: 0 });
      }
      await association.release();
    });

    afterAll(() => archive.stop());

    const studyObjects = Array.from({ length: 5 }, () =>
      testObject({ transferSyntaxUid: uids.ExplicitVRLittleEndian, studyInstanceUid: study }),
    );
    const other = testObject({ transferSyntaxUid: uids.ExplicitVRLittleEndian });

    const configurationOf = (port: number, area: string) => `
NetworkTCPPort = ${port}
MaxPDUSize = 131072
MaxAssociations = 16
HostTable BEGIN
hub = (HUB, 127.0.0.1, ${movePort})
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
ARCHIVE ${area} RW (200, 1024mb) ANY
AETable END
`;

    test.each(UNCOMPRESSED)('find in %s', async (transferSyntax) => {
      const association = await open(archive.port, 'ARCHIVE', [
        { abstractSyntax: FIND, transferSyntaxes: [transferSyntax] },
      ]);
      const studies: (string | undefined)[] = [];
      for await (const match of association.find({ sopClassUid: FIND, identifier: query() })) {
        expect(match.string(tags.PatientName)).toBe('SYNTHETIC^TEST');
        studies.push(match.string(tags.StudyInstanceUID));
      }
      await association.release();
      expect(studies.toSorted()).toEqual([study, other.studyInstanceUid].toSorted());
    });

    test('find stopped after the first match, then again', async () => {
      const association = await open(archive.port, 'ARCHIVE', [
        { abstractSyntax: FIND, transferSyntaxes: UNCOMPRESSED },
      ]);
      const firsts: (string | undefined)[] = [];
      for (let round = 0; round < 3; round += 1) {
        for await (const match of association.find({ sopClassUid: FIND, identifier: query() })) {
          firsts.push(match.string(tags.PatientID));
          break;
        }
      }
      await association.release();
      expect(firsts).toEqual(['P1', 'P1', 'P1']);
    });

    test('get', async () => {
      const association = await open(archive.port, 'ARCHIVE', [
        { abstractSyntax: GET, transferSyntaxes: UNCOMPRESSED },
        { abstractSyntax: SC, transferSyntaxes: [uids.ExplicitVRLittleEndian], scpRole: true },
      ]);
      const got = new Map<string, Buffer>();
      const outcome = await association.get({
        sopClassUid: GET,
        identifier: ofStudy(),
        onStore: async ({ sopInstanceUid, data }) => {
          const chunks: Buffer[] = [];
          await data.forEach((chunk) => void chunks.push(chunk));
          got.set(sopInstanceUid, Buffer.concat(chunks));
          return Status.Success;
        },
      });
      await association.release();
      expect(outcome).toMatchObject({ status: 0, completed: 5, failed: 0, warning: 0 });
      expect(got).toEqual(asIs(studyObjects));
    });

    test('get without a context for the objects fails, and says which', async () => {
      const association = await open(archive.port, 'ARCHIVE', [
        { abstractSyntax: GET, transferSyntaxes: UNCOMPRESSED },
      ]);
      const getting = association.get({ sopClassUid: GET, identifier: ofStudy(), onStore: async () => 0 });
      await expect(getting).rejects.toMatchObject({ kind: 'refused' });
      association.abort();
    });

    test('move, to ourselves', async () => {
      const got = new Map<string, Buffer>();
      const origins: unknown[] = [];
      const receiver = createDimseServer<null>({
        accept: () => ({
          accept: true,
          contexts: [{ abstractSyntax: SC, transferSyntaxes: [uids.ExplicitVRLittleEndian] }],
          principal: null,
        }),
        handlers: {
          store: async (_association, { sopInstanceUid, moveOriginator }, data) => {
            const chunks: Buffer[] = [];
            for await (const chunk of data) chunks.push(chunk);
            got.set(sopInstanceUid, Buffer.concat(chunks));
            origins.push(moveOriginator?.aeTitle);
            return { status: Status.Success };
          },
        },
      });
      await receiver.listen(movePort, '127.0.0.1');
      const association = await open(archive.port, 'ARCHIVE', [
        { abstractSyntax: MOVE, transferSyntaxes: UNCOMPRESSED },
      ]);
      const steps: SubOperations[] = [];
      const moving = association.move({ sopClassUid: MOVE, identifier: ofStudy(), destination: 'HUB' });
      for await (const step of moving) steps.push(step);
      await association.release();
      await receiver.close();
      expect(steps.at(-1)).toMatchObject({ status: 0, completed: 5, failed: 0 });
      expect(steps.length).toBeGreaterThan(1);
      expect(got).toEqual(asIs(studyObjects));
      expect(origins).toEqual(['HUB', 'HUB', 'HUB', 'HUB', 'HUB']);
    });

    test('move to nobody', async () => {
      const association = await open(archive.port, 'ARCHIVE', [
        { abstractSyntax: MOVE, transferSyntaxes: UNCOMPRESSED },
      ]);
      const moving = association.move({ sopClassUid: MOVE, identifier: ofStudy(), destination: 'NOBODY' });
      await expect(toEnd(moving)).rejects.toMatchObject({ kind: 'refused', status: 0xa801 });
      await association.release();
    });

    test('a called AE title that it does not know is refused', async () => {
      await expect(open(archive.port, 'WRONG', storage)).rejects.toMatchObject({ kind: 'refused' });
    });
  });
});
