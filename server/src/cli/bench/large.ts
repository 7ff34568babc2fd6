/** An object of 2 GiB in and out by every door: how much memory the hub's processes take for it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Dataset, encodeDataset, encodeElementHeader, encodeFileMeta, newUid, tags, uids } from '@throughline/dicom';
import { connect, createDimseServer } from '@throughline/dimse';
import { progress } from '../command.ts';
import { type OurArchive, startOurArchive } from './archives.ts';
import { type Benchmark, rounded } from './benchmark.ts';
import { HOST } from './receivers.ts';
import { SENDER } from './send.ts';

const chunkBytes = 2 ** 20;
const sopClassUid = uids.SecondaryCaptureImageStorage;
const ELE = uids.ExplicitVRLittleEndian;
const { StudyRootQueryRetrieveInformationModelGet: GET, StudyRootQueryRetrieveInformationModelMove: MOVE } = uids;

interface LargeObject {
  readonly study: string;
  readonly series: string;
  readonly sopInstanceUid: string;
  /** The data set, a mebibyte at a time. */
  dataset(): AsyncGenerator<Uint8Array>;
}

const largeObject = (bytes: number): LargeObject => {
  const [study, series, sopInstanceUid] = [newUid(), newUid(), newUid()];
  const header = new Dataset()
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, sopInstanceUid)
    .set(tags.StudyDate, '20260102')
    .set(tags.Modality, 'OT')
    .set(tags.PatientName, 'SYNTHETIC^LARGE')
    .set(tags.PatientID, 'LARGE')
    .set(tags.StudyInstanceUID, study)
    .set(tags.SeriesInstanceUID, series);
  const chunk = Buffer.alloc(chunkBytes, 'SYNTHETIC');
  return {
    study,
    series,
    sopInstanceUid,
    async *dataset() {
      yield encodeDataset(header, ELE);
      yield encodeElementHeader(tags.PixelData, 'OB', bytes, ELE);
      for (let sent = 0; sent < bytes; sent += chunkBytes) yield chunk;
    },
  };
};

const digest = async (data: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of data) hash.update(chunk);
  return hash.digest('hex');
};

const contextsOf = (...abstractSyntaxes: readonly string[]) =>
  abstractSyntaxes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [ELE] }));

const call = ({ receiver: { host, port, aeTitle } }: OurArchive, contexts: ReturnType<typeof contextsOf>) =>
  connect({ host, port, callingAeTitle: SENDER, calledAeTitle: aeTitle, contexts });

const byStore = async (archive: OurArchive, { sopInstanceUid, dataset }: LargeObject): Promise<void> => {
  const association = await call(archive, contextsOf(sopClassUid));
  const { status } = await association.store({ sopClassUid, sopInstanceUid, transferSyntaxUid: ELE, data: dataset() });
  await association.release();
  if (status !== 0) throw new Error(`C-STORE was answered with ${status.toString(16)}.`);
};

const byStow = async (archive: OurArchive, object: LargeObject): Promise<void> => {
  const boundary = 'large-object';
  const body = async function* () {
    yield Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
    yield encodeFileMeta({ sopClassUid, sopInstanceUid: object.sopInstanceUid, transferSyntaxUid: ELE });
    yield* object.dataset();
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  };
  const request: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: {
      ...archive.headers,
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
      accept: 'application/dicom+json',
    },
    body: Readable.toWeb(Readable.from(body())) as ReadableStream,
    duplex: 'half',
  };
  const answer = await fetch(`${archive.root}/studies`, request);
  if (answer.status !== 200) throw new Error(`STOW-RS was answered with ${answer.status}.`);
};

const byWado = async ({ root, headers }: OurArchive, object: LargeObject): Promise<void> => {
  const { study, series, sopInstanceUid } = object;
  const path = `/studies/${study}/series/${series}/instances/${sopInstanceUid}`;
  const answer = await fetch(root + path, { headers: { ...headers, accept: 'application/dicom; transfer-syntax=*' } });
  let got = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) got += chunk.length;
  let expected = 0;
  for await (const chunk of object.dataset()) expected += chunk.length;
  if (answer.status !== 200 || got < expected) throw new Error(`WADO-RS gave ${got} bytes with ${answer.status}.`);
};

const query = ({ study }: LargeObject): Dataset =>
  new Dataset().set(tags.QueryRetrieveLevel, 'STUDY').set(tags.StudyInstanceUID, study);

const byGet = async (archive: OurArchive, object: LargeObject): Promise<void> => {
  const association = await call(archive, [
    ...contextsOf(GET),
    ...contextsOf(sopClassUid).map((context) => ({ ...context, scpRole: true })),
  ]);
  let found = '';
  await association.get({
    sopClassUid: GET,
    identifier: query(object),
    onStore: async ({ data }) => {
      found = await digest(data);
      return 0;
    },
  });
  await association.release();
  if (found !== (await digest(object.dataset()))) throw new Error('C-GET gave other bytes.');
};

const byMove = async (archive: OurArchive, object: LargeObject, found: () => string): Promise<void> => {
  const association = await call(archive, contextsOf(MOVE));
  for await (const { status } of association.move({
    sopClassUid: MOVE,
    identifier: query(object),
    destination: SENDER,
  }))
    if (status !== 0 && status !== 0xff00) throw new Error(`C-MOVE was answered with ${status.toString(16)}.`);
  await association.release();
  if (found() !== (await digest(object.dataset()))) throw new Error('C-MOVE gave other bytes.');
};

/** Where C-MOVE sends to. */
const startSink = async () => {
  let found = '';
  const server = createDimseServer<null>({
    accept: () => ({ accept: true, contexts: contextsOf(sopClassUid), principal: null }),
    handlers: {
      store: async (_association, _request, data) => {
        found = await digest(data);
        return { status: 0 };
      },
    },
  });
  await server.listen(0, HOST);
  return { server, found: () => found };
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const bytes = quick ? 256 * 2 ** 20 : 2 ** 31;
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const sink = await startSink();
  const archive = await startOurArchive(join(folder, 'ours'), {
    services: ['echo', 'store', 'get', 'move'],
    senderPort: sink.server.port,
  });
  try {
    const warm = largeObject(64 * 2 ** 20);
    const doors: Readonly<Record<string, (object: LargeObject) => Promise<void>>> = {
      store: (object) => byStore(archive, object),
      wado: (object) => byWado(archive, object),
      get: (object) => byGet(archive, object),
      move: (object) => byMove(archive, object, sink.found),
    };
    const ours: Record<string, number> = { mebibytes: bytes / 2 ** 20 };
    const measure = async (door: string, work: () => Promise<void>): Promise<void> => {
      const before = archive.memory().now;
      const begun = performance.now();
      await work();
      const [grown, seconds] = [archive.memory().highest - before, (performance.now() - begun) / 1000];
      ours[`${door}GrowthMiB`] = rounded(Math.max(0, grown), 0);
      ours[`${door}MiBPerSecond`] = rounded(bytes / 2 ** 20 / seconds, 0);
      if (!silent) progress(`${door}: ${rounded(seconds)} s, ${rounded(grown, 0)} MiB more`);
    };
    for (const work of Object.values(doors)) await work(warm);
    await byStow(archive, largeObject(64 * 2 ** 20));
    const object = largeObject(bytes);
    for (const [door, work] of Object.entries(doors)) await measure(door, () => work(object));
    await measure('stow', () => byStow(archive, largeObject(bytes)));
    return { what: 'large', ours, peer: null, ratio: null, unit: 'MiB', runs: 1 };
  } finally {
    await archive.close();
    await sink.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
