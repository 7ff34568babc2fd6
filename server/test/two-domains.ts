/**
 * A hub between two sites that number patients by themselves. Ada is N1 at NORTH and S7 at SOUTH; somebody else is N1 at SOUTH.
 * Each site asks with an application entity and with a token, both of its own domain.
 */
import { Dataset, type DicomJson, encodeFileMeta, newUid, readPart10, tags, uids } from '@throughline/dicom';
import { type Association, connect, createDimseServer, type DimseServer } from '@throughline/dimse';
import type { FastifyInstance } from 'fastify';
import { startDimse } from '../src/doors/dimse/start.ts';
import { buildApp } from '../src/doors/http/app.ts';
import { type EntityInput, registerEntity } from '../src/features/application-entities/index.ts';
import { linkRecords, registerPatientRecord, unlinkRecords } from '../src/features/patients/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { createIssuer, type TestIssuer } from './issuer.ts';
import { ctDataset, inChunks, type ObjectFields, part10Of } from './objects.ts';

const principal = testPrincipal();

/** Who asks, by the same name as an application entity and as a token. */
export type Asker = 'NORTH' | 'SOUTH' | 'EAST' | 'ONLYNORTH' | 'ANYBODY';

const domains: Readonly<Record<Asker, { readonly issuer?: string; readonly oneIssuer?: boolean }>> = {
  NORTH: { issuer: 'NORTH' },
  SOUTH: { issuer: 'SOUTH' },
  // A site where Ada was never seen.
  EAST: { issuer: 'EAST' },
  ONLYNORTH: { issuer: 'NORTH', oneIssuer: true },
  ANYBODY: {},
};
export const askers = Object.keys(domains) as readonly Asker[];

export interface Sent {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly part10: Buffer;
  readonly encoded: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
  /** empty when the answer is no JSON */
  readonly json: readonly DicomJson[];
}

export interface TwoDomains {
  readonly context: TestContext;
  readonly app: FastifyInstance;
  readonly issuer: TestIssuer;
  readonly north: Sent;
  readonly south: Sent;
  readonly stranger: Sent;
  /** What came at the store of each asker by C-MOVE. */
  readonly moved: Dataset[];
  send(fields: ObjectFields): Promise<Sent>;
  link(): Promise<void>;
  unlink(): Promise<void>;
  web(asker: Asker, url: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  find(asker: Asker, level: string, keys: (identifier: Dataset) => Dataset): Promise<Dataset[]>;
  get(asker: Asker, identifier: Dataset): Promise<Buffer[]>;
  move(asker: Asker, destination: string, identifier: Dataset): Promise<number>;
  close(): Promise<void>;
}

const ada = { patientName: 'LOVELACE^ADA', birthDate: '18151210' };
const adas = [
  { issuer: 'NORTH', id: 'N1' },
  { issuer: 'SOUTH', id: 'S7' },
] as const;

const collect = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const sendTo = async (context: TestContext, fields: ObjectFields): Promise<Sent> => {
  const named = { study: newUid(), series: newUid(), instance: newUid(), ...fields };
  const { part10, encoded } = part10Of(ctDataset(named));
  await storeInstance(context, principal, { body: inChunks(part10), receivedFrom: 'CT1', issuer: fields.issuer });
  return { ...named, part10: Buffer.from(part10), encoded: Buffer.from(encoded) };
};

const startDestination = async (moved: Dataset[]): Promise<DimseServer> => {
  const server = createDimseServer<null>({
    accept: ({ contexts }) => ({ accept: true, contexts, principal: null }),
    handlers: {
      store: async (_association, { sopClassUid, sopInstanceUid, transferSyntaxUid }, data) => {
        const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
        moved.push((await readPart10(inChunks(Buffer.concat([meta, await collect(data)])))).dataset);
        return { status: 0 };
      },
    },
  });
  await server.listen(0, '127.0.0.1');
  return server;
};

const associate = (port: number, callingAeTitle: string, abstractSyntaxes: readonly string[]): Promise<Association> =>
  connect({
    host: '127.0.0.1',
    port,
    callingAeTitle,
    calledAeTitle: 'THROUGHLINE',
    contexts: [
      ...abstractSyntaxes.map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: [uids.ExplicitVRLittleEndian],
      })),
      { abstractSyntax: uids.CTImageStorage, transferSyntaxes: [uids.ExplicitVRLittleEndian], scpRole: true },
    ],
  });

const dimseClient = (port: number): Pick<TwoDomains, 'find' | 'get' | 'move'> => ({
  find: async (asker, level, keys) => {
    const patientRoot = uids.PatientRootQueryRetrieveInformationModelFind;
    const association = await associate(port, asker, [patientRoot]);
    const empty = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192').set(tags.QueryRetrieveLevel, level);
    for (const tag of [tags.PatientID, tags.IssuerOfPatientID, tags.OtherPatientIDsSequence]) empty.set(tag, []);
    const found: Dataset[] = [];
    for await (const match of association.find({ sopClassUid: patientRoot, identifier: keys(empty) }))
      found.push(match);
    await association.release();
    return found;
  },
  get: async (asker, identifier) => {
    const sopClassUid = uids.PatientRootQueryRetrieveInformationModelGet;
    const association = await associate(port, asker, [sopClassUid]);
    const got: Buffer[] = [];
    await association.get({
      sopClassUid,
      identifier,
      onStore: async ({ data }) => {
        got.push(await collect(data));
        return 0;
      },
    });
    await association.release();
    return got;
  },
  move: async (asker, destination, identifier) => {
    const sopClassUid = uids.PatientRootQueryRetrieveInformationModelMove;
    const association = await associate(port, asker, [sopClassUid]);
    let completed = 0;
    for await (const step of association.move({ sopClassUid, identifier, destination }))
      completed = step.completed ?? 0;
    await association.release();
    return completed;
  },
});

const webClient = async (app: FastifyInstance, issuer: TestIssuer): Promise<TwoDomains['web']> => {
  const tokens = new Map<Asker, string>();
  for (const asker of askers) {
    const { issuer: own, oneIssuer } = domains[asker];
    const claims = { ...(own && { patient_id_issuer: own }), ...(oneIssuer && { one_issuer: true }) };
    tokens.set(asker, await issuer.token({ scope: 'imaging.read', ...claims }));
  }
  return async (asker, url, headers = {}) => {
    const answer = await app.inject({ url, headers: { authorization: `Bearer ${tokens.get(asker)}`, ...headers } });
    const isJson = String(answer.headers['content-type']).includes('json') && answer.statusCode === 200;
    const { statusCode: status, rawPayload: raw } = answer;
    return { status, raw, headers: answer.headers, json: isJson ? answer.json() : [] };
  };
};

const registerAskers = async (context: TestContext, port: number): Promise<void> => {
  const entity: Pick<EntityInput, 'address' | 'services' | 'host' | 'port'> = {
    address: '127.0.0.1',
    services: ['find', 'get', 'move'],
    host: '127.0.0.1',
    port,
  };
  for (const asker of askers)
    await registerEntity(context, principal, { aeTitle: asker, ...entity, ...domains[asker] });
};

const registerAdas = async (context: TestContext): Promise<void> => {
  const facts = { name: ada.patientName, birthDate: ada.birthDate, sex: 'F', otherIds: [] };
  for (const identifier of adas) await registerPatientRecord(context, principal, { ...identifier, ...facts });
};

export const twoDomains = async (): Promise<TwoDomains> => {
  const issuer = await createIssuer();
  const context = await createTestContext({
    environment: { ...issuer.environment, THROUGHLINE_PUBLIC_URL: 'http://hub.example' },
  });
  const moved: Dataset[] = [];
  const destination = await startDestination(moved);
  await registerAskers(context, destination.port);
  const app = await buildApp(context);
  const door = await startDimse(context);
  const send = (fields: ObjectFields) => sendTo(context, fields);
  const [north, south] = [
    await send({ ...ada, issuer: 'NORTH', patientId: 'N1', studyDate: '20250101' }),
    await send({ ...ada, issuer: 'SOUTH', patientId: 'S7', studyDate: '20260101' }),
  ];
  const other = { patientName: 'ELSE^SOMEBODY', birthDate: '19900909' };
  const stranger = await send({ ...other, issuer: 'SOUTH', patientId: 'N1' });
  await registerAdas(context);
  const pair = { one: adas[0], other: adas[1], reason: 'test' };
  return {
    context,
    app,
    issuer,
    north,
    south,
    stranger,
    moved,
    send,
    link: async () => void (await linkRecords(context, principal, pair)),
    unlink: async () => void (await unlinkRecords(context, principal, pair)),
    web: await webClient(app, issuer),
    ...dimseClient(Number(door.address.split(':').at(-1))),
    close: async () => {
      await door.close();
      await app.close();
      await destination.close();
      await context.close();
    },
  };
};
