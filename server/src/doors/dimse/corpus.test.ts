/** Every object of the corpus in by C-STORE and out again by C-GET, byte for byte. */
import { readFileSync } from 'node:fs';
import { Dataset, DicomError, fieldLeniency, type Part10, Part10Reader, tags, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { corpusFiles } from '../../../test/corpus.ts';
import { registerEntity } from '../../features/application-entities/index.ts';
import { startDimse } from './start.ts';

const files = corpusFiles();
let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;

beforeAll(async () => {
  context = await createTestContext();
  door = await startDimse(context);
  await registerEntity(context, testPrincipal(), {
    aeTitle: 'CORPUS',
    address: '127.0.0.1',
    services: ['store', 'get'],
  });
});
afterAll(async () => {
  await door.close();
  await context.close();
});

const open = (contexts: Parameters<typeof connect>[0]['contexts']) =>
  connect({
    host: '127.0.0.1',
    port: Number(door.address.split(':').at(-1)),
    callingAeTitle: 'CORPUS',
    calledAeTitle: 'THROUGHLINE',
    contexts,
  });

interface Sendable {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

const isUid = (text: string): boolean => /^[\d.]{1,64}$/.test(text);

/** What a sender could announce; undefined for what is no object or names neither class nor instance. */
const sendable = async (bytes: Buffer): Promise<Sendable | undefined> => {
  let part10: Part10;
  try {
    const reader = new Part10Reader({ leniency: fieldLeniency, keep: 'header' });
    await reader.write(bytes);
    part10 = await reader.end();
  } catch (error) {
    if (error instanceof DicomError) return undefined;
    throw error;
  }
  const { dataset, meta, transferSyntaxUid, datasetOffset } = part10;
  const sopClassUid = dataset.string(tags.SOPClassUID) ?? meta.string(tags.MediaStorageSOPClassUID);
  const sopInstanceUid = dataset.string(tags.SOPInstanceUID) ?? meta.string(tags.MediaStorageSOPInstanceUID);
  if (
    !sopClassUid ||
    !isUid(sopInstanceUid ?? '') ||
    !sopInstanceUid ||
    sopClassUid === uids.MediaStorageDirectoryStorage
  )
    return undefined;
  return { sopClassUid, sopInstanceUid, transferSyntaxUid, dataset: bytes.subarray(datasetOffset) };
};

const contextFor = ({ sopClassUid, transferSyntaxUid }: Sendable) => ({
  abstractSyntax: sopClassUid,
  transferSyntaxes: [transferSyntaxUid],
});

const send = async (object: Sendable): Promise<number> => {
  const association = await open([contextFor(object)]);
  const { status } = await association.store({ ...object, data: object.dataset });
  await association.release();
  return status;
};

const sopClassUid = uids.StudyRootQueryRetrieveInformationModelGet;

const get = async (object: Sendable): Promise<Buffer[]> => {
  const query = { abstractSyntax: sopClassUid, transferSyntaxes: [uids.ExplicitVRLittleEndian] };
  const association = await open([query, { ...contextFor(object), scpRole: true }]);
  const identifier = new Dataset()
    .set(tags.QueryRetrieveLevel, 'IMAGE')
    .set(tags.SOPInstanceUID, object.sopInstanceUid);
  const got: Buffer[] = [];
  await association.get({
    sopClassUid,
    identifier,
    onStore: async ({ data }) => {
      const chunks: Buffer[] = [];
      await data.forEach((chunk) => void chunks.push(chunk));
      got.push(Buffer.concat(chunks));
      return 0;
    },
  });
  await association.release();
  return got;
};

it.skipIf(files.length === 0)(
  'the corpus goes in and comes out with equal bytes',
  async () => {
    const first = new Map<string, Buffer>();
    const refused: string[] = [];
    let sent = 0;
    for (const file of files) {
      const object = await sendable(readFileSync(file));
      if (!object) continue;
      sent += 1;
      const status = await send(object);
      if (status !== 0) {
        refused.push(`${file}: ${status.toString(16)}`);
        continue;
      }
      // Several files of the corpus share a UID and differ: the first one stays the one that is served.
      if (first.has(object.sopInstanceUid)) continue;
      first.set(object.sopInstanceUid, object.dataset);
      const [got, ...more] = await get(object);
      expect(more).toEqual([]);
      expect(got?.equals(object.dataset), file).toBe(true);
    }
    expect(refused).toEqual([]);
    expect(sent).toBeGreaterThan(380);
  },
  300_000,
);
