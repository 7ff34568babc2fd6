/** The connection test says which step fails and what to do, against ports that fail there. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { uids } from '@throughline/dicom';
import { createDimseServer, Reject } from '@throughline/dimse';
import { afterEach, describe, expect, it } from 'vitest';
import { startWebSource } from '../../test/web-source.ts';
import { freePort } from '../free-port.ts';
import { type PeerSettings, passedAll, probeEcho, probePeer } from './index.ts';

const never = new AbortController().signal;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const settings = (more: Partial<PeerSettings>): PeerSettings => ({
  aeTitle: null,
  host: null,
  port: null,
  dicomwebUrl: null,
  queryBy: 'c-find',
  retrieveBy: 'c-get',
  timeoutMs: 1_000,
  ...more,
});
const dimse = (port: number, host = '127.0.0.1') => settings({ aeTitle: 'PACS', host, port });
const web = (dicomwebUrl: string) => settings({ dicomwebUrl, queryBy: 'qido', retrieveBy: 'wado' });
const source = async (behaviour: Parameters<typeof startWebSource>[0]) => {
  const made = await startWebSource(behaviour);
  closers.push(made.close);
  return made.dicomwebUrl;
};
const server = async (talk: (socket: Socket) => void): Promise<number> => {
  const made: Server = createServer(talk).listen(0, '127.0.0.1');
  await once(made, 'listening');
  closers.push(async () => void made.close());
  const address = made.address();
  return typeof address === 'object' && address ? address.port : 0;
};
const outcomes = async (peer: PeerSettings) => {
  const steps = await probePeer(peer, 'HUB', never);
  for (const { outcome, next } of steps) expect(next === null).toBe(outcome === 'passed' || outcome === 'skipped');
  return steps.map(({ step, outcome }) => `${step} ${outcome}`);
};

describe('a connection test of DICOM', () => {
  const rest = ['association skipped', 'sop-classes skipped', 'echo skipped', 'query skipped'];

  it.each<[string, () => Promise<PeerSettings>, readonly string[]]>([
    ['of a name that nobody knows', async () => dimse(104, 'pacs.invalid'), ['dns failed', 'tcp skipped', ...rest]],
    ['of a port without a listener', async () => dimse(await freePort()), ['dns passed', 'tcp failed', ...rest]],
    [
      'of a port that speaks something else',
      async () => dimse(await server((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n').on('error', () => {}))),
      ['dns passed', 'tcp passed', 'association failed', ...rest.slice(1)],
    ],
    [
      'over TLS without a certificate of ours',
      async () => ({ ...dimse(104), tls: 'none' as const }),
      ['address failed'],
    ],
  ])('%s stops there', async (_title, peer, steps) => {
    expect(await outcomes(await peer())).toEqual(steps);
  });

  const scp = async (accept: (abstractSyntax: string) => boolean): Promise<number> => {
    const made = createDimseServer<undefined>({
      accept: ({ callingAeTitle, contexts }) =>
        callingAeTitle === 'HUB'
          ? { accept: true, contexts: contexts.filter((each) => accept(each.abstractSyntax)), principal: undefined }
          : { accept: false, ...Reject.CallingAeTitleNotRecognized },
      handlers: { find: async function* () {} },
    });
    await made.listen(0, '127.0.0.1');
    closers.push(() => made.close(0));
    return made.port;
  };

  it('passes at an archive that takes us, and says which services it accepts', async () => {
    const steps = await probePeer(dimse(await scp(() => true)), 'HUB', never);
    expect(steps.map((step) => step.outcome)).toEqual(Array(6).fill('passed'));
    expect(steps[3]?.text).toBe('it accepts C-ECHO, C-FIND, C-GET, C-MOVE');
  });

  it('names the service that is not accepted', async () => {
    const port = await scp((syntax) => syntax !== uids.StudyRootQueryRetrieveInformationModelGet);
    const steps = await probePeer(dimse(port), 'HUB', never);
    expect(steps.find((step) => step.outcome === 'failed')).toMatchObject({
      step: 'sop-classes',
      text: 'it does not accept C-GET; it accepts C-ECHO, C-FIND, C-MOVE',
    });
  });

  it('says whose title is not known', async () => {
    const steps = await probePeer(dimse(await scp(() => true)), 'STRANGER', never);
    const failed = steps.find((step) => step.outcome === 'failed');
    expect(failed?.step).toBe('association');
    expect(failed?.next).toContain('Have STRANGER');
  });
});

describe('a connection test of who is only sent to', () => {
  const scp = async (answer: { readonly accept: false } & (typeof Reject)[keyof typeof Reject]): Promise<number> => {
    const made = createDimseServer<undefined>({ accept: () => answer, handlers: {} });
    await made.listen(0, '127.0.0.1');
    closers.push(() => made.close(0));
    return made.port;
  };

  it.each([
    ['CallingAeTitleNotRecognized', 'it does not know the calling AE title', 'Have HUB with the address of this hub'],
    ['CalledAeTitleNotRecognized', 'it does not know the called AE title', 'Check the AE title PACS'],
    ['TemporaryCongestion', 'it is congested for now', 'try again'],
    ['LocalLimitExceeded', 'it has as many associations as it takes', 'try again'],
    ['NoReason', 'it gives no reason', 'check the AE title PACS'],
  ] as const)('says why it is rejected: %s', async (reason, why, next) => {
    const steps = await probeEcho(dimse(await scp({ accept: false, ...Reject[reason] })), 'HUB', never);
    expect(steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      ...['dns passed', 'tcp passed', 'association failed', 'echo skipped'],
    ]);
    expect(steps[2]?.text).toBe(`the association was rejected (HUB calling PACS): ${why}`);
    expect(steps[2]?.next).toContain(next);
  });

  it('warns of one that takes associations and answers no C-ECHO', async () => {
    const made = createDimseServer<undefined>({
      accept: () => ({ accept: true, contexts: [], principal: undefined }),
      handlers: {},
    });
    await made.listen(0, '127.0.0.1');
    closers.push(() => made.close(0));
    const steps = await probeEcho(dimse(made.port), 'HUB', never);
    expect(steps.at(-1)).toMatchObject({ step: 'echo', outcome: 'warned' });
    expect(passedAll(steps)).toBe(true);
  });
});

describe('a connection test of DICOMweb', () => {
  it('passes at a source that answers', async () => {
    expect(await outcomes(web(await source({})))).toEqual(['dns passed', 'tcp passed', 'http passed', 'qido passed']);
  });

  it.each([401, 403, 404, 302, 503])('says what status %i asks for', async (status) => {
    const steps = await probePeer(web(await source({ status })), 'HUB', never);
    expect(steps.map((step) => step.outcome)).toEqual(['passed', 'passed', 'failed', 'skipped']);
    expect(steps[2]?.next).toMatch(status === 302 ? /Redirects/ : status === 503 ? /log/ : /./);
  });

  it('sees a page that is no QIDO-RS', async () => {
    const page = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>';
    const port = await server((socket) => socket.once('data', () => socket.end(page)).on('error', () => {}));
    expect(await outcomes(web(`http://127.0.0.1:${port}/`))).toEqual([
      'dns passed',
      'tcp passed',
      'http passed',
      'qido failed',
    ]);
  });
});
