/** A hub's DIMSE door with a database of its own, titles that it lists, a destination that keeps what it is sent, and whoever asks. */
import { Dataset, encodeDataset, tags, uids } from '@throughline/dicom';
import { connect, createDimseServer } from '@throughline/dimse';
import { startDimse } from '../src/doors/dimse/start.ts';
import { type EntityInput, registerEntity } from '../src/features/application-entities/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { ctDataset, type ObjectFields } from './objects.ts';

type Contexts = Parameters<typeof connect>[0]['contexts'];
type Extended = Parameters<typeof connect>[0]['extended'];

interface Moved {
  readonly uid: string;
  readonly syntax: string;
  readonly bytes: Buffer;
}

export const verification = { abstractSyntax: uids.Verification, transferSyntaxes: [uids.ImplicitVRLittleEndian] };
export const storage = (
  transferSyntaxes: readonly string[] = [uids.ExplicitVRLittleEndian],
  abstractSyntax: string = uids.CTImageStorage,
) => ({
  abstractSyntax,
  transferSyntaxes,
});
export const query = (abstractSyntax: string) => ({ abstractSyntax, transferSyntaxes: [uids.ExplicitVRLittleEndian] });
export const studyKeys = (study: string, level = 'STUDY') =>
  new Dataset().set(tags.QueryRetrieveLevel, level).set(tags.StudyInstanceUID, study);

export const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
};

/** Takes what C-MOVE sends. */
const startDestination = async (moved: Moved[]) => {
  const destination = createDimseServer<null>({
    accept: ({ contexts }) => ({ accept: true, contexts, principal: null }),
    handlers: {
      store: async (_association, { sopInstanceUid, transferSyntaxUid }, data) => {
        const chunks: Buffer[] = [];
        await data.forEach((chunk) => void chunks.push(chunk));
        moved.push({ uid: sopInstanceUid, syntax: transferSyntaxUid, bytes: Buffer.concat(chunks) });
        return { status: 0 };
      },
    },
  });
  await destination.listen(0, '127.0.0.1');
  return destination;
};

const registerTitles = async (context: TestContext, port: number): Promise<void> => {
  const address = '127.0.0.1';
  const titles: readonly EntityInput[] = [
    {
      aeTitle: 'ALL',
      address,
      services: ['echo', 'store', 'find', 'get', 'move', 'worklist'],
      issuer: 'COUNTY',
    },
    { aeTitle: 'ECHO', address, services: ['echo'] },
    { aeTitle: 'GETTER', address: '127.0.0.0/8', services: ['get'] },
    { aeTitle: 'ELSEWHERE', address: '10.0.0.0/8', services: ['echo'] },
    { aeTitle: 'TARGET', address, services: ['store'], host: '127.0.0.1', port },
  ];
  for (const title of titles) await registerEntity(context, testPrincipal(), title);
};

const askerOf = (port: number) => {
  const open = (contexts: Contexts, callingAeTitle = 'ALL', calledAeTitle = 'THROUGHLINE', extended: Extended = []) =>
    connect({ host: '127.0.0.1', port, callingAeTitle, calledAeTitle, contexts, extended });

  const storeBytes = async (
    bytes: Uint8Array,
    uid: string,
    syntax: string = uids.ExplicitVRLittleEndian,
    caller = 'ALL',
  ) => {
    const association = await open([storage([syntax])], caller);
    const operation = { sopClassUid: uids.CTImageStorage, sopInstanceUid: uid, transferSyntaxUid: syntax, data: bytes };
    const { status } = await association.store(operation);
    await association.release();
    return status;
  };
  const store = (fields: ObjectFields = {}) => {
    const dataset = ctDataset(fields);
    return storeBytes(encodeDataset(dataset, uids.ExplicitVRLittleEndian), dataset.string(tags.SOPInstanceUID) ?? '');
  };

  const retrieve = async (study: string, syntaxes: readonly string[], identifier = studyKeys(study)) => {
    const sopClassUid = uids.StudyRootQueryRetrieveInformationModelGet;
    const association = await open([
      query(sopClassUid),
      ...syntaxes.map((syntax) => ({ ...storage([syntax]), scpRole: true })),
    ]);
    const instances: { readonly uid: string; readonly bytes: Buffer }[] = [];
    const counts = await association.get({
      sopClassUid,
      identifier,
      onStore: async ({ sopInstanceUid, data }) => {
        const chunks: Buffer[] = [];
        for await (const chunk of data) chunks.push(Buffer.from(chunk));
        instances.push({ uid: sopInstanceUid, bytes: Buffer.concat(chunks) });
        return 0;
      },
    });
    await association.release();
    return { counts, instances };
  };

  return { open, storeBytes, store, retrieve };
};

export interface DimseSite extends ReturnType<typeof askerOf> {
  readonly context: TestContext;
  /** what the title TARGET was sent, in order */
  readonly moved: Moved[];
  close(): Promise<void>;
}

export const startDimseSite = async (): Promise<DimseSite> => {
  const context = await createTestContext();
  const door = await startDimse(context);
  const moved: Moved[] = [];
  const destination = await startDestination(moved);
  await registerTitles(context, destination.port);
  return {
    ...askerOf(Number(door.address.split(':').at(-1))),
    context,
    moved,
    close: async () => {
      await door.close();
      await destination.close();
      await context.close();
    },
  };
};
