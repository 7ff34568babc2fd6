/** Sources that lie, flood, stall and lead astray (H20, H22, H51, H78): what they say is dropped, and how it ended is said rightly. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { Dataset, type DicomJson, encodeDataset, newUid, tags, toJson, uids } from '@throughline/dicom';
import { newBoundary, writeMultipart } from '@throughline/dicomweb';
import { createDimseServer, type DimseHandlers, type DimseServer, type OutgoingInstance } from '@throughline/dimse';
import { afterEach, describe, expect, it } from 'vitest';
import { ctDataset, ctObject } from '../../test/objects.ts';
import { type FetchEvents, type PeerError, type PeerSettings, peerLimits, peerOf } from './index.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const listen = (server: Server | TcpServer): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });

const webSource = async (answer: Answer): Promise<string> => {
  const server = createServer((request, response) => {
    void Promise.resolve(answer(request, response, new URL(request.url ?? '/', 'http://peer'))).catch(() =>
      response.destroy(),
    );
  });
  const port = await listen(server);
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}/dicom-web`;
};

const settings = (more: Partial<PeerSettings>): PeerSettings => ({
  aeTitle: 'LIAR',
  host: '127.0.0.1',
  port: null,
  dicomwebUrl: null,
  queryBy: 'qido',
  retrieveBy: 'wado',
  timeoutMs: 400,
  ...more,
});
const webPeer = async (answer: Answer) => peerOf(settings({ dicomwebUrl: await webSource(answer) }), 'HUB');
const never = new AbortController().signal;
const mine = { by: 'identifier', patientId: 'P1' } as const;

const studyAnswer = (fields: {
  readonly study?: string;
  readonly patientId?: string;
  readonly birthDate?: string;
}): DicomJson =>
  toJson(
    new Dataset()
      .set(tags.StudyInstanceUID, fields.study ?? newUid())
      .set(tags.PatientID, fields.patientId ?? 'P1')
      .set(tags.PatientBirthDate, fields.birthDate ?? '20120304')
      .set(tags.StudyDescription, 'CT'),
  );
const sendJson = (response: ServerResponse, value: unknown): void => {
  response.setHeader('content-type', 'application/dicom+json').end(JSON.stringify(value));
};

describe('answers to a question', () => {
  it.each<[string, DicomJson]>([
    ['about another patient', studyAnswer({ patientId: 'P2' })],
    ['about nobody', studyAnswer({ patientId: '' })],
    [
      'with a path for a UID',
      { '0020000D': { vr: 'UI', Value: ['../../etc/cron.d/x'] }, '00100020': { vr: 'LO', Value: ['P1'] } },
    ],
    ['with a UID of 65 characters', studyAnswer({ study: `1.2.${'3'.repeat(61)}` })],
    ['without a UID', { '00100020': { vr: 'LO', Value: ['P1'] } }],
    ['with an object for a string', { '0020000D': { vr: 'UI', Value: [{ Alphabetic: 'x' }] } }],
  ])('%s are dropped and counted', async (_title, lie) => {
    const good = studyAnswer({ study: '1.2.3' });
    const peer = await webPeer((_request, response) => sendJson(response, [lie, good]));
    const { studies, faults } = await peer.ask(mine, never);
    expect(studies.map((study) => study.studyInstanceUid)).toEqual(['1.2.3']);
    expect(faults).toBe(1);
  });

  it('about another birth date than the one asked for are dropped', async () => {
    const peer = await webPeer((_request, response) => sendJson(response, [studyAnswer({ birthDate: '19700101' })]));
    const question = { by: 'demographics', family: 'HOLT', birthDate: '20120304' } as const;
    expect(await peer.ask(question, never)).toEqual({ studies: [], faults: 1, given: 1 });
  });

  it('have text cut and cleaned', async () => {
    const answer = { ...studyAnswer({}), '00081030': { vr: 'LO', Value: [`CT\u0000\u001b[31m${'x'.repeat(5_000)}`] } };
    const peer = await webPeer((_request, response) => sendJson(response, [answer]));
    const [study] = (await peer.ask(mine, never)).studies;
    expect(study?.description).toMatch(/^CT\[31mx+$/);
    expect(study?.description?.length).toBeLessThanOrEqual(1024);
  });

  it.each<[string, Answer, PeerError['kind']]>([
    [
      'a list that never ends',
      (_q, response) =>
        sendJson(
          response,
          Array.from({ length: 1_000 }, () => studyAnswer({})),
        ),
      'misbehaved',
    ],
    ['a page', (_q, response) => void response.end('<html>Sign in</html>'), 'misbehaved'],
    ['something that is no list', (_q, response) => sendJson(response, { studies: [] }), 'misbehaved'],
    ['a failure', (_q, response) => void response.writeHead(500).end(), 'misbehaved'],
    ['a refusal', (_q, response) => void response.writeHead(403).end(), 'refused'],
    ['nothing', () => undefined, 'timed-out'],
    ['a head and then nothing', (_q, response) => void response.writeHead(200).write('['), 'timed-out'],
    ['a closed connection', (_q, response) => void response.destroy(), 'unreachable'],
  ])('%s is told apart', async (_title, answer, kind) => {
    await expect((await webPeer(answer)).ask(mine, never)).rejects.toMatchObject({ kind });
  });

  it('that are dripped forever end with the patience for one question', async () => {
    const peer = await webPeer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/dicom+json' }).write('[');
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    });
    const begun = performance.now();
    await expect(peer.ask(mine, never)).rejects.toMatchObject({ kind: 'timed-out' });
    expect(performance.now() - begun).toBeLessThan(400 * peerLimits.patience + 1_000);
  });

  it('that lead elsewhere are not followed, neither redirects nor bulk data', async () => {
    let touched = 0;
    const elsewhere = await webSource((_request, response) => {
      touched += 1;
      response.end();
    });
    const redirecting = await webPeer(
      (_request, response) => void response.writeHead(302, { location: elsewhere }).end(),
    );
    await expect(redirecting.ask(mine, never)).rejects.toMatchObject({ kind: 'unreachable' });
    const answer = { ...studyAnswer({}), '00081030': { vr: 'LO', BulkDataURI: elsewhere } };
    const bulky = await webPeer((_request, response) => sendJson(response, [answer]));
    expect((await bulky.ask(mine, never)).studies).toHaveLength(1);
    expect(touched).toBe(0);
  });

  it('that repeat one page are read once', async () => {
    const page = Array.from({ length: 30 }, () => studyAnswer({}));
    const peer = await webPeer((_request, response) => sendJson(response, page));
    expect((await peer.ask(mine, never)).studies).toHaveLength(30);
  });
});

const study = '2.25.77';
const listing = { '0020000D': { vr: 'UI', Value: [study] }, '0020000E': { vr: 'UI', Value: ['2.25.78'] } };
const wadoSource =
  (parts: number): Answer =>
  async (_request, response, url) => {
    if (url.pathname.endsWith('/instances'))
      return sendJson(response, [{ ...listing, '00080018': { vr: 'UI', Value: ['2.25.79'] } }]);
    if (url.pathname.endsWith('/series')) return sendJson(response, [listing]);
    const boundary = newBoundary();
    response.setHeader('content-type', `multipart/related; type="application/dicom"; boundary=${boundary}`);
    const objects = Array.from({ length: parts }, () => ({
      contentType: 'application/dicom',
      body: ctObject({ study }),
    }));
    for await (const chunk of writeMultipart(boundary, objects)) response.write(chunk);
    response.end();
  };
const request = { studyInstanceUid: study, held: new Map(), maxInstances: 10 };
const counting = () => {
  const seen: (string | undefined)[] = [];
  const events: FetchEvents = {
    onObject: async ({ sopInstanceUid, body }) => {
      for await (const _chunk of body);
      seen.push(sopInstanceUid);
      return 'taken';
    },
    onProgress: () => undefined,
  };
  return { seen, events };
};

describe('objects', () => {
  it('beyond what was listed are not taken by WADO-RS', async () => {
    const { seen, events } = counting();
    const peer = await webPeer(wadoSource(40));
    await expect(peer.fetch(request, events, never)).rejects.toMatchObject({ kind: 'misbehaved' });
    expect(seen).toHaveLength(1);
  });

  const dimseSource = async (handlers: DimseHandlers<undefined>): Promise<DimseServer> => {
    const server = createDimseServer<undefined>({
      accept: ({ contexts }) => ({
        accept: true,
        contexts: contexts.map((context) => ({ ...context, scpRole: true })),
        principal: undefined,
      }),
      handlers: {
        find: async function* (_association, { identifier }) {
          const match = new Dataset().set(tags.StudyInstanceUID, study).set(tags.SeriesInstanceUID, '2.25.78');
          const isImage = identifier.string(tags.QueryRetrieveLevel) === 'IMAGE';
          yield isImage ? match.set(tags.SOPInstanceUID, '2.25.79').set(tags.SOPClassUID, uids.CTImageStorage) : match;
        },
        ...handlers,
      },
    });
    await server.listen(0, '127.0.0.1');
    closing.push(() => server.close(0));
    return server;
  };
  const dimsePeer = async (retrieveBy: 'c-get' | 'c-move', handlers: DimseHandlers<undefined>) =>
    peerOf(
      settings({ queryBy: 'c-find', retrieveBy, port: (await dimseSource(handlers)).port, timeoutMs: 2_000 }),
      'HUB',
    );

  const outgoing = (sopInstanceUid: string): OutgoingInstance => ({
    sopClassUid: uids.CTImageStorage,
    sopInstanceUid,
    transferSyntaxUid: uids.ExplicitVRLittleEndian,
    open: async function* () {
      yield encodeDataset(ctDataset({ study, instance: sopInstanceUid }), uids.ExplicitVRLittleEndian);
    },
  });

  it('that nobody asked for are forgotten and counted in C-GET', async () => {
    const { seen, events } = counting();
    const sent = ['2.25.1', '2.25.79', '2.25.2'].map(outgoing);
    const peer = await dimsePeer('c-get', { get: async () => ({ count: sent.length, instances: sent }) });
    expect(await peer.fetch(request, events, never)).toEqual({ failed: 0, faults: 2 });
    expect(seen).toEqual(['2.25.79']);
  });

  it('without end break off a C-GET', async () => {
    const { seen, events } = counting();
    const endless = async function* () {
      for (;;) yield outgoing(newUid());
    };
    const peer = await dimsePeer('c-get', { get: async () => ({ count: 1, instances: endless() }) });
    await expect(peer.fetch(request, events, never)).rejects.toMatchObject({ kind: 'misbehaved' });
    expect(seen).toEqual([]);
  });

  it('that are moved round in circles break off a C-MOVE (H22)', async () => {
    const { events } = counting();
    const hub = await dimseSource({
      store: async (_association, _request, data) => {
        await data.forEach(() => {});
        return { status: 0 };
      },
    });
    const target = {
      aeTitle: 'HUB',
      host: '127.0.0.1',
      port: hub.port,
      contexts: [{ abstractSyntax: uids.CTImageStorage, transferSyntaxes: [uids.ExplicitVRLittleEndian] }],
    };
    const circling = async function* () {
      for (;;) yield outgoing('2.25.79');
    };
    const peer = await dimsePeer('c-move', { move: async () => ({ count: 1, instances: circling(), target }) });
    await expect(peer.fetch(request, events, never)).rejects.toMatchObject({ kind: 'misbehaved' });
  });

  it('of a study that the answer moves to another are not listed', async () => {
    const { events } = counting();
    const peer = await dimsePeer('c-get', {
      find: async function* () {
        yield new Dataset().set(tags.StudyInstanceUID, '2.25.666').set(tags.SeriesInstanceUID, '2.25.667');
      },
      get: () => Promise.reject(new Error('must not be asked')),
    });
    expect(await peer.fetch(request, events, never)).toEqual({ failed: 0, faults: 0 });
    expect(await peer.askSeries(study, never)).toEqual([]);
  });
});

describe('a port that takes connections and says nothing', () => {
  it.each(['qido', 'c-find'] as const)('is timed out by %s', async (queryBy) => {
    const server = createTcpServer((socket) => closing.push(() => socket.destroy()));
    const port = await listen(server);
    closing.push(() => server.close());
    const peer = peerOf(settings({ queryBy, port, dicomwebUrl: `http://127.0.0.1:${port}` }), 'HUB');
    await expect(peer.ask(mine, never)).rejects.toMatchObject({ kind: 'timed-out' });
  });
});
