import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Reject } from './index.ts';
import { type AssociateRq, ContextResult, type Pdu } from './pdu.ts';
import { encodePdu } from './pdu-encode.ts';
import { bytes, type Case, USER_ABORT, value } from './testing/hostile-bytes.ts';
import { type HostileScp, hostileScp } from './testing/hostile-scp.ts';
import { associateRq, IMPLICIT, RawPeer, STORAGE_UID, VERIFICATION_UID } from './testing/raw-peer.ts';

/**
 * What comes before an association: hostile cases of the upper layer and DIMSE on real loopback sockets, bytes in,
 * reaction out. The deadlines are short because they are settings; nothing here sleeps.
 */

let scp: HostileScp;
beforeAll(async () => {
  scp = await hostileScp();
});
afterAll(() => scp.close());
beforeEach(() => scp.forget());

describe('before an association', () => {
  const wholeRq = encodePdu(associateRq());
  const withRq = (changes: Partial<AssociateRq>) => encodePdu(associateRq(changes));
  const contexts = (count: number, id: (index: number) => number, syntaxes = 1): AssociateRq['contexts'] =>
    Array.from({ length: count }, (_, index) => ({
      id: id(index),
      abstractSyntax: VERIFICATION_UID,
      transferSyntaxes: Array.from({ length: syntaxes }, () => IMPLICIT),
    }));
  const secret = Buffer.alloc(60_000, 'p');
  const user = { ...associateRq().user };
  const rejected = (answer: { result: number; source: number; reason: number }): Pdu => ({
    type: 'associate-rj',
    ...answer,
  });
  /** The request with the length field of its n-th item changed. */
  const itemLength = (change: number): Buffer => {
    const copy = Buffer.from(wholeRq);
    copy.writeUInt16BE(copy.readUInt16BE(6 + 68 + 2) + change, 6 + 68 + 2);
    return copy;
  };

  const cases: readonly Case[] = [
    { id: 'H01', name: 'A-ASSOCIATE-RQ of 4 GB', bytes: bytes('01 00 fffffff0'), expected: [USER_ABORT] },
    { id: 'H02', name: 'HTTP', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), expected: [USER_ABORT] },
    { id: 'H02', name: 'TLS ClientHello', bytes: bytes('160301 0200 0100 01fc 0303'), expected: [USER_ABORT] },
    { id: 'H06', name: 'P-DATA-TF first', bytes: value(4, bytes('01 03 0000')), expected: [USER_ABORT] },
    { id: 'H06', name: 'A-RELEASE-RQ first', bytes: encodePdu({ type: 'release-rq' }), expected: [USER_ABORT] },
    { id: 'H06', name: 'A-ABORT first', bytes: encodePdu({ type: 'abort', source: 0, reason: 0 }), expected: [] },
    {
      id: 'H06',
      name: 'A-ASSOCIATE-RJ first',
      bytes: encodePdu({ type: 'associate-rj', ...Reject.NoReason }),
      expected: [USER_ABORT],
    },
    { id: 'H07', name: 'type 00H', bytes: bytes('00 00 00000004 00000000'), expected: [USER_ABORT] },
    { id: 'H07', name: 'type 08H', bytes: bytes('08 00 00000004 00000000'), expected: [USER_ABORT] },
    { id: 'H07', name: 'type FFH', bytes: bytes('ff 00 00000004 00000000'), expected: [USER_ABORT] },
    {
      id: 'H08',
      name: '129 presentation contexts',
      bytes: withRq({ contexts: contexts(129, (index) => (index * 2 + 1) % 256) }),
      expected: [USER_ABORT],
    },
    { id: 'H08', name: 'even context ID', bytes: withRq({ contexts: contexts(1, () => 2) }), expected: [USER_ABORT] },
    { id: 'H08', name: 'context ID twice', bytes: withRq({ contexts: contexts(2, () => 1) }), expected: [USER_ABORT] },
    { id: 'H08', name: 'no context', bytes: withRq({ contexts: [] }), expected: [USER_ABORT] },
    {
      id: 'H08',
      name: '65 transfer syntaxes',
      bytes: withRq({ contexts: contexts(1, () => 1, 65) }),
      expected: [USER_ABORT],
    },
    {
      id: 'H08',
      name: '2,500 transfer syntaxes in each of four contexts',
      bytes: withRq({ contexts: contexts(4, (index) => index * 2 + 1, 2500) }),
      expected: [USER_ABORT],
    },
    { id: 'H09', name: 'item past the end of the PDU', bytes: itemLength(0x4000), expected: [USER_ABORT] },
    { id: 'H09', name: 'item that overlaps the next', bytes: itemLength(-3), expected: [USER_ABORT] },
    {
      id: 'H10',
      name: 'called AE title unknown',
      bytes: withRq({ calledAeTitle: 'OTHER' }),
      expected: [rejected({ result: 1, source: 1, reason: 7 })],
    },
    {
      id: 'H10',
      name: 'calling AE title unknown',
      bytes: withRq({ callingAeTitle: 'OTHER' }),
      expected: [rejected({ result: 1, source: 1, reason: 3 })],
    },
    {
      id: 'H10',
      name: 'calling AE title blank',
      bytes: withRq({ callingAeTitle: '' }),
      expected: [rejected({ result: 1, source: 1, reason: 3 })],
    },
    {
      id: 'H10',
      name: 'calling AE title with control characters',
      bytes: withRq({ callingAeTitle: 'A\n\u001b[31mB' }),
      expected: [rejected({ result: 1, source: 1, reason: 3 })],
    },
    {
      id: 'H11',
      name: 'called AE title ../../other',
      bytes: withRq({ calledAeTitle: '../../other' }),
      expected: [rejected({ result: 1, source: 1, reason: 7 })],
    },
    {
      id: 'H12',
      name: 'password of 60,000 bytes',
      bytes: withRq({
        user: {
          ...user,
          userIdentity: { type: 2, positiveResponseRequested: true, primary: Buffer.from('u'), secondary: secret },
        },
      }),
      expected: [rejected(Reject.NoReason)],
    },
    {
      id: 'PDU',
      name: 'maximum length of 7 bytes',
      bytes: withRq({ user: { ...user, maxLength: 7 } }),
      expected: [rejected(Reject.NoReason)],
    },
    {
      id: 'ACSE',
      name: 'another protocol version',
      bytes: withRq({ protocolVersion: 2 }),
      expected: [rejected({ result: 1, source: 2, reason: 2 })],
    },
    {
      id: 'ACSE',
      name: 'another application context',
      bytes: withRq({ applicationContext: '1.2.3' }),
      expected: [rejected({ result: 1, source: 1, reason: 2 })],
    },
  ];

  test.each(cases)('$id $name', async ({ bytes, expected }) => {
    const peer = await RawPeer.connect(scp.port);
    peer.say(bytes);
    await peer.closed;
    expect(peer.heard).toEqual(expected);
    await scp.unharmed();
  });

  test('H03 silence is closed by ARTIM', async () => {
    const peer = await RawPeer.connect(scp.port);
    await peer.closed;
    expect(peer.bytesHeard).toBe(0);
    await scp.unharmed();
  });

  test.each([
    ['H04', encodePdu(associateRq())],
    ['H01', bytes(`01 00 00030000${'00'.repeat(100)}`)],
  ])('%s a request that drips in is closed by an absolute deadline', async (_id, rq) => {
    const peer = await RawPeer.connect(scp.port);
    let at = 0;
    const drip = setInterval(() => {
      peer.say(rq.subarray(at, at + 1));
      at += 1;
    }, 10);
    await peer.closed;
    clearInterval(drip);
    expect(at).toBeLessThan(rq.length);
    expect(peer.heard).toEqual([]);
    await scp.unharmed();
  });

  test('H07 every PDU type that does not exist', async () => {
    const types = [0, ...Array.from({ length: 248 }, (_, index) => index + 8)];
    for (const type of types) {
      const peer = await RawPeer.connect(scp.port);
      peer.say(Buffer.from([type]));
      await peer.closed;
      expect(peer.heard, `type ${type}`).toEqual([USER_ABORT]);
    }
    await scp.unharmed();
  });
});

test('an answer tells each context apart', async () => {
  const peer = await RawPeer.connect(scp.port);
  const proposals = [
    { id: 1, abstractSyntax: VERIFICATION_UID, transferSyntaxes: ['1.2.3', IMPLICIT] },
    { id: 3, abstractSyntax: '1.2.3.4', transferSyntaxes: [IMPLICIT] },
    { id: 5, abstractSyntax: STORAGE_UID, transferSyntaxes: ['1.2.3'] },
  ];
  const user = { ...associateRq().user, asynchronousOperations: { invoked: 0, performed: 7 } };
  peer.say(encodePdu(associateRq({ contexts: proposals, user })));
  expect(await peer.next()).toMatchObject({
    contexts: [
      { id: 1, result: ContextResult.Acceptance, transferSyntax: IMPLICIT },
      { id: 3, result: ContextResult.AbstractSyntaxNotSupported },
      { id: 5, result: ContextResult.TransferSyntaxesNotSupported },
    ],
    user: { asynchronousOperations: { invoked: 16, performed: 1 } },
  });
  peer.socket.destroy();
});
