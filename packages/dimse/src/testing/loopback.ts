import { Dataset, tags, uids } from '@throughline/dicom';
import {
  type Association,
  type ContextOffer,
  connect,
  createDimseServer,
  type DimseEvent,
  type DimseHandlers,
  type DimseServer,
  type DimseTimeouts,
  type OutgoingInstance,
  type ServerLimits,
} from '../index.ts';
import { type TestObject, testObject } from './objects.ts';

const SC = uids.SecondaryCaptureImageStorage;
export const GET = uids.StudyRootQueryRetrieveInformationModelGet;
export const MOVE = uids.StudyRootQueryRetrieveInformationModelMove;
export const FIND = uids.StudyRootQueryRetrieveInformationModelFind;
export const ELE = uids.ExplicitVRLittleEndian;

export const offers: readonly ContextOffer[] = [
  { abstractSyntax: uids.Verification, transferSyntaxes: [ELE] },
  { abstractSyntax: SC, transferSyntaxes: [ELE], scpRole: true },
  ...[FIND, GET, MOVE].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [ELE] })),
];
/** The same, but to send objects oneself. */
export const sending = offers.map(({ abstractSyntax, transferSyntaxes }) => ({ abstractSyntax, transferSyntaxes }));

const servers: DimseServer[] = [];
/** Closes what was served, for afterEach. */
export async function closeServers(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

/** A provider of ours that accepts everybody, and what happened to it. */
export async function serve(
  handlers: DimseHandlers<string>,
  limits: Partial<ServerLimits> = {},
  timeouts: Partial<DimseTimeouts> = {},
): Promise<{ server: DimseServer; events: DimseEvent<string>[] }> {
  const events: DimseEvent<string>[] = [];
  const server = createDimseServer<string>({
    accept: ({ callingAeTitle }) => ({ accept: true, contexts: offers, principal: callingAeTitle }),
    handlers,
    limits,
    timeouts,
    onEvent: (event) => events.push(event),
  });
  await server.listen(0, '127.0.0.1');
  servers.push(server);
  return { server, events };
}

export function call(server: DimseServer, contexts = sending, signal?: AbortSignal): Promise<Association> {
  const titles = { callingAeTitle: 'CALLER', calledAeTitle: 'HUB' };
  return connect({ host: '127.0.0.1', port: server.port, ...titles, contexts, ...(signal && { signal }) });
}

export const gather = async (data: AsyncIterable<Buffer>) => {
  const chunks: Buffer[] = [];
  for await (const chunk of data) chunks.push(chunk);
  return Buffer.concat(chunks);
};

export const outgoing = (list: readonly TestObject[]): OutgoingInstance[] =>
  list.map((object) => ({
    ...object,
    async *open() {
      yield object.bytes;
    },
  }));

export const query = () => new Dataset().set(tags.QueryRetrieveLevel, 'STUDY').set(tags.StudyInstanceUID, '1.2.3');
export const object = testObject({ transferSyntaxUid: ELE });
export const storing = (data: Uint8Array | AsyncIterable<Uint8Array> = object.bytes) => ({ ...object, data });
