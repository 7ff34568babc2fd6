import { afterEach, describe, expect, test } from 'vitest';
import { connect, type DimseErrorKind } from './index.ts';
import type { AssociateRq } from './pdu.ts';
import { encodePdu } from './pdu-encode.ts';
import { associateRq, IMPLICIT, type RawPeer } from './testing/raw-peer.ts';
import { acceptAll, closeScripts, errorOf, serve } from './testing/scripted-scp.ts';

/** H20: as SCU every remote system is hostile. What the caller sees who opens an association to a scripted server. */

afterEach(closeScripts);

describe('opening an association', () => {
  const answers: readonly {
    name: string;
    kind: DimseErrorKind;
    answer: (peer: RawPeer, request: AssociateRq) => void;
  }[] = [
    { name: 'nothing', kind: 'timed-out', answer: () => undefined },
    { name: 'the connection closed', kind: 'aborted', answer: (peer) => peer.socket.destroy() },
    {
      name: 'A-ASSOCIATE-RJ',
      kind: 'refused',
      answer: (peer) => peer.say(encodePdu({ type: 'associate-rj', result: 1, source: 1, reason: 7 })),
    },
    {
      name: 'A-ABORT',
      kind: 'aborted',
      answer: (peer) => peer.say(encodePdu({ type: 'abort', source: 2, reason: 0 })),
    },
    { name: 'HTTP', kind: 'protocol', answer: (peer) => peer.say(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')) },
    { name: 'a PDU of 4 GB', kind: 'protocol', answer: (peer) => peer.say(Buffer.from('0200fffffff0', 'hex')) },
    { name: 'its own A-ASSOCIATE-RQ', kind: 'protocol', answer: (peer) => peer.say(encodePdu(associateRq())) },
    {
      name: 'a context that was not proposed',
      kind: 'protocol',
      answer: (peer, request) => {
        const contexts = [{ id: 99, result: 0, transferSyntax: IMPLICIT }];
        peer.say(encodePdu({ ...acceptAll(request), contexts }));
      },
    },
    {
      name: 'a transfer syntax that was not proposed',
      kind: 'protocol',
      answer: (peer, request) => {
        const contexts = [{ id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2.2' }];
        peer.say(encodePdu({ ...acceptAll(request), contexts }));
      },
    },
  ];

  test.each(answers)('$name is $kind', async ({ kind, answer }) => {
    const options = await serve(async (peer) => {
      const request = await peer.next();
      if (request?.type === 'associate-rq') answer(peer, request);
    });
    expect(await errorOf(connect(options))).toMatchObject({ name: 'DimseError', kind });
  });

  test('no listener is unreachable', async () => {
    const options = await serve(() => undefined);
    closeScripts();
    expect(await errorOf(connect(options))).toMatchObject({ kind: 'unreachable' });
  });

  test('a rejection tells its reason', async () => {
    const options = await serve(async (peer) => {
      await peer.next();
      peer.say(encodePdu({ type: 'associate-rj', result: 2, source: 3, reason: 2 }));
    });
    expect(await errorOf(connect(options))).toMatchObject({ rejection: { result: 2, source: 3, reason: 2 } });
  });

  test('the caller can give up', async () => {
    const options = await serve(() => undefined);
    const giveUp = new AbortController();
    const opening = connect({ ...options, signal: giveUp.signal });
    giveUp.abort();
    expect(await errorOf(opening)).toMatchObject({ kind: 'aborted' });
    expect(await errorOf(connect({ ...options, signal: giveUp.signal }))).toMatchObject({ kind: 'aborted' });
  });
});
