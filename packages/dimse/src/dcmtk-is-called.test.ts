import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Dataset, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Association,
  type ContextOffer,
  connect,
  createDimseServer,
  Status,
  type SubOperations,
} from './index.ts';
import { type DcmtkServer, dcmtkServer, freePort } from './testing/dcmtk.ts';
import {
  asIs,
  datasetsIn,
  emptyFolder,
  explicit,
  FIND,
  folder,
  GET,
  MOVE,
  makeFolder,
  objects,
  removeFolder,
  SC,
  storage,
  UNCOMPRESSED,
} from './testing/dcmtk-files.ts';
import { testObject } from './testing/objects.ts';

/** Our user against the providers of DCMTK, programs that were written without us in mind. */

beforeAll(makeFolder);
afterAll(removeFolder);

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
