/**
 * Reads the acked ledger back through every door: C-FIND, QIDO-RS, C-GET, C-MOVE, WADO-RS, storage commitment, the versions and
 * the audit trail. A line that is not honoured fails the test; so does anything visible that is not what was sent.
 */
import { join } from 'node:path';
import { Dataset, newUid, readPart10, tags, uids } from '@throughline/dicom';
import { boundaryOf, readMultipart } from '@throughline/dicomweb';
import { connect, createDimseServer, type IncomingData } from '@throughline/dimse';
import { expect } from 'vitest';
import { DEFAULT_TENANT_ID, openDatabase, versionsOf } from '../../server/src/db/index.ts';
import { type Acknowledged, digestOf } from '../../server/test/loss/ledger.ts';
import { inChunks } from '../../server/test/objects.ts';
import { startCommitmentPeer } from '../harness/commitment-peer.ts';
import { allowApplicationEntity, type Hub } from '../harness/hub.ts';
import { SENDER } from './senders.ts';

const CHECKER = 'CHECKER';
const loopback = '127.0.0.1';
const contextsOf = (...classes: readonly string[]) =>
  classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [uids.ExplicitVRLittleEndian] }));

const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Uint8Array.from(chunk));
  return Buffer.concat(all);
};

const bodyOf = (answer: Response): AsyncIterable<Uint8Array> => {
  if (!answer.body) throw new Error('An answer without a body.');
  return answer.body;
};

type Digests = Map<string, string>;

/** One study through every door. */
class StudyReader {
  readonly #hub: Hub;
  readonly #study: string;
  readonly #moved: Digests;

  constructor(hub: Hub, study: string, moved: Digests) {
    this.#hub = hub;
    this.#study = study;
    this.#moved = moved;
  }

  #identifier(level: string): Dataset {
    return new Dataset().set(tags.QueryRetrieveLevel, level).set(tags.StudyInstanceUID, this.#study);
  }

  #associate() {
    const { StudyRootQueryRetrieveInformationModelFind: find, StudyRootQueryRetrieveInformationModelGet: get } = uids;
    return connect({
      host: loopback,
      port: this.#hub.dicomPort,
      callingAeTitle: CHECKER,
      calledAeTitle: this.#hub.aeTitle,
      contexts: [
        ...contextsOf(find, get, uids.StudyRootQueryRetrieveInformationModelMove),
        { abstractSyntax: uids.CTImageStorage, transferSyntaxes: [uids.ExplicitVRLittleEndian], scpRole: true },
      ],
    });
  }

  /** What C-FIND names, and what C-GET and C-MOVE bring. */
  async byDimse(): Promise<{ readonly found: Set<string>; readonly got: Digests; readonly moved: Digests }> {
    const association = await this.#associate();
    const found = new Set<string>();
    const query = this.#identifier('IMAGE').set(tags.SOPInstanceUID, '');
    for await (const match of association.find({
      sopClassUid: uids.StudyRootQueryRetrieveInformationModelFind,
      identifier: query,
    }))
      found.add(match.string(tags.SOPInstanceUID) ?? '');
    const got: Digests = new Map();
    await association.get({
      sopClassUid: uids.StudyRootQueryRetrieveInformationModelGet,
      identifier: this.#identifier('STUDY'),
      onStore: async ({ sopInstanceUid, data }) => {
        got.set(sopInstanceUid, digestOf(await bytesOf(data)));
        return 0;
      },
    });
    this.#moved.clear();
    const move = {
      sopClassUid: uids.StudyRootQueryRetrieveInformationModelMove,
      identifier: this.#identifier('STUDY'),
      destination: CHECKER,
    };
    for await (const { failed } of association.move(move)) expect(failed).toBe(0);
    await association.release();
    return { found, got, moved: new Map(this.#moved) };
  }

  /** What QIDO-RS names, and what WADO-RS brings. */
  async byWeb(): Promise<{ readonly found: Set<string>; readonly got: Digests }> {
    const answer = await this.#hub.request(`/dicom-web/studies/${this.#study}/instances?limit=5000`);
    expect(answer.status).toBe(200);
    const rows = (await answer.json()) as Record<string, { readonly Value?: readonly string[] }>[];
    const found = new Set(rows.map((row) => row['00080018']?.Value?.[0] ?? ''));
    const objects = await this.#hub.request(`/dicom-web/studies/${this.#study}`, {
      headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
    });
    expect(objects.status).toBe(200);
    const got: Digests = new Map();
    const boundary = boundaryOf(objects.headers.get('content-type') ?? '');
    for await (const part of readMultipart(bodyOf(objects), boundary)) {
      const bytes = await bytesOf(part.body);
      const { dataset, datasetOffset } = await readPart10(inChunks(bytes, 2 ** 20));
      got.set(dataset.string(tags.SOPInstanceUID) ?? '', digestOf(bytes.subarray(datasetOffset)));
    }
    return { found, got };
  }
}

const receive = (moved: Digests) =>
  createDimseServer<string>({
    accept: ({ callingAeTitle }) => ({
      accept: true,
      principal: callingAeTitle,
      contexts: contextsOf(uids.CTImageStorage),
    }),
    handlers: {
      store: async (_association, { sopInstanceUid }, data: IncomingData) => {
        moved.set(sopInstanceUid, digestOf(await bytesOf(data)));
        return { status: 0 };
      },
    },
  });

const expectCommitted = async (hub: Hub, lines: readonly Acknowledged[]): Promise<void> => {
  if (lines.length === 0) return;
  const peer = await startCommitmentPeer(SENDER);
  await allowApplicationEntity(hub, SENDER, ['echo', 'store', 'commit'], {
    destination: { host: loopback, port: peer.port },
  });
  const references = lines.map(({ sopClassUid, sopInstanceUid }) => [sopClassUid, sopInstanceUid] as const);
  const transactionUid = newUid();
  expect(await peer.ask(hub, transactionUid, references)).toBe(0);
  // A report of an earlier check comes again when its peer closed before the release.
  let report = await peer.nextReport();
  while (report.transactionUid !== transactionUid) report = await peer.nextReport();
  await peer.close();
  expect(report.failed).toEqual([]);
  expect(report.committed.toSorted()).toEqual(lines.map((line) => line.sopInstanceUid).toSorted());
};

/** One live version, and something in the audit trail about its study. */
const expectRows = async (hub: Hub, lines: readonly Acknowledged[], databaseUrl: string | undefined): Promise<void> => {
  const db = await openDatabase({ dataFolder: join(hub.dataFolder, 'data'), databaseUrl });
  try {
    await db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      for (const { sopInstanceUid } of lines)
        expect((await versionsOf(trx, sopInstanceUid)).length, `versions of ${sopInstanceUid}`).toBe(1);
      for (const study of new Set(lines.map((line) => line.studyInstanceUid))) {
        const query = trx.selectFrom('audit_events').select('id').where('study_instance_uid', '=', study);
        expect(await query.limit(1).executeTakeFirst(), `audit of ${study}`).toBeDefined();
      }
    });
  } finally {
    await db.close();
  }
};

const expectDigests = (
  door: string,
  got: Digests,
  lines: readonly Acknowledged[],
  sent: ReadonlyMap<string, string>,
) => {
  for (const { sopInstanceUid, digest } of lines)
    expect(got.get(sopInstanceUid), `${sopInstanceUid} by ${door}`).toBe(digest);
  for (const [uid, digest] of got)
    expect(digest, `${uid}, whether acknowledged or not, by ${door}`).toBe(sent.get(uid));
};

export interface CheckOptions {
  readonly lines: readonly Acknowledged[];
  readonly sent: ReadonlyMap<string, string>;
  readonly databaseUrl?: string;
}

export const expectLedgerHonoured = async (hub: Hub, { lines, sent, databaseUrl }: CheckOptions): Promise<void> => {
  const moved: Digests = new Map();
  const receiver = receive(moved);
  await receiver.listen(0, loopback);
  await allowApplicationEntity(hub, CHECKER, ['echo', 'find', 'get', 'move'], {
    destination: { host: loopback, port: receiver.port },
  });
  try {
    for (const [study, ofStudy] of Map.groupBy(lines, (line) => line.studyInstanceUid)) {
      const reader = new StudyReader(hub, study, moved);
      const [dimse, web] = [await reader.byDimse(), await reader.byWeb()];
      for (const { sopInstanceUid } of ofStudy) {
        expect(dimse.found, `${sopInstanceUid} by C-FIND`).toContain(sopInstanceUid);
        expect(web.found, `${sopInstanceUid} by QIDO-RS`).toContain(sopInstanceUid);
      }
      expectDigests('C-GET', dimse.got, ofStudy, sent);
      expectDigests('C-MOVE', dimse.moved, ofStudy, sent);
      expectDigests('WADO-RS', web.got, ofStudy, sent);
    }
    await expectRows(hub, lines, databaseUrl);
    await expectCommitted(hub, lines);
  } finally {
    await receiver.close();
  }
};
