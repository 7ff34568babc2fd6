import { Dataset, tags } from '@throughline/dicom';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Command, CommandField } from './command.ts';
import { connect, createDimseServer, type DimseEvent, type DimseServer, Reject } from './index.ts';
import { type AssociateRq, ContextResult, type Pdu } from './pdu.ts';
import { encodePdu } from './pdu-encode.ts';
import {
  associateRq,
  commandBytes,
  dataBytes,
  FIND_UID,
  GET_UID,
  type Heard,
  IMPLICIT,
  RawPeer,
  STORAGE_UID,
  VERIFICATION_UID,
} from './testing/raw-peer.ts';

/**
 * The hostile cases of the upper layer and DIMSE on real loopback sockets: bytes in, reaction out. The deadlines are
 * short because they are settings; nothing here sleeps.
 */

const TIMEOUTS = { associateMs: 300, closeMs: 100, stallMs: 150, idleMs: 300, writeMs: 300, releaseMs: 150 };

let server: DimseServer;
let stored: string[] = [];
let events: DimseEvent<string>[] = [];
let matchesMade = 0;

const offers = [VERIFICATION_UID, STORAGE_UID, FIND_UID, GET_UID].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: [IMPLICIT],
}));

beforeAll(async () => {
  server = createDimseServer<string>({
    accept: ({ calledAeTitle, callingAeTitle }) => {
      if (calledAeTitle !== 'HUB') return { accept: false, ...Reject.CalledAeTitleNotRecognized };
      if (callingAeTitle !== 'PEER') return { accept: false, ...Reject.CallingAeTitleNotRecognized };
      return { accept: true, contexts: offers, principal: callingAeTitle };
    },
    handlers: {
      store: async (_association, { sopInstanceUid }, data) => {
        await data.forEach(discard);
        stored.push(sopInstanceUid);
        return { status: 0 };
      },
      find: async function* () {
        for (matchesMade = 0; matchesMade < 1_000_000; matchesMade += 1) {
          yield new Dataset().set(tags.PatientID, 'X'.repeat(60));
        }
      },
    },
    limits: { connectionsPerAddress: 8 },
    timeouts: TIMEOUTS,
    onEvent: (event) => events.push(event),
  });
  await server.listen(0, '127.0.0.1');
});

afterAll(() => server.close());

beforeEach(() => {
  stored = [];
  events = [];
});

const abort = (source: number, reason: number): Pdu => ({ type: 'abort', source, reason });
/** A-ABORT by AA-1, as service user: what the Standard wants before an association is open. */
const USER_ABORT = abort(0, 0);
const UNRECOGNIZED = abort(2, 1);
const UNEXPECTED = abort(2, 2);
const UNEXPECTED_PARAMETER = abort(2, 5);
const INVALID = abort(2, 6);
const TIMED_OUT = abort(0, 0);

function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

/** A P-DATA-TF around one presentation data value that may lie about its length. */
function value(declared: number, content: Buffer): Buffer {
  const pdu = Buffer.alloc(10);
  pdu[0] = 4;
  pdu.writeUInt32BE(4 + content.length, 2);
  pdu.writeUInt32BE(declared, 6);
  return Buffer.concat([pdu, content]);
}

/** A command set of raw elements, as one P-DATA-TF on the storage context. */
function rawCommand(...elements: readonly (readonly [group: number, element: number, hex: string])[]): Buffer {
  const set = elements.map(([group, element, hex]) => {
    const content = bytes(hex);
    const header = Buffer.alloc(8);
    header.writeUInt16LE(group, 0);
    header.writeUInt16LE(element, 2);
    header.writeUInt32LE(content.length, 4);
    return Buffer.concat([header, content]);
  });
  const content = Buffer.concat([Buffer.from([3, 3]), ...set]);
  return value(content.length, content);
}

const storeRq = (uid: string, MessageID = 1): Command => ({
  AffectedSOPClassUID: STORAGE_UID,
  CommandField: CommandField.CStoreRq,
  MessageID,
  Priority: 0,
  AffectedSOPInstanceUID: uid,
});
const echoRq = (MessageID: number): Command => ({
  AffectedSOPClassUID: VERIFICATION_UID,
  CommandField: CommandField.CEchoRq,
  MessageID,
});
const cancelRq = (MessageIDBeingRespondedTo: number): Command => ({
  CommandField: CommandField.CCancelRq,
  MessageIDBeingRespondedTo,
});

function discard(): void {}

/** The process lives, holds nothing, stored nothing, and serves the next client. */
async function unharmed(): Promise<void> {
  expect(stored).toEqual([]);
  const association = await connect({
    host: '127.0.0.1',
    port: server.port,
    callingAeTitle: 'PEER',
    calledAeTitle: 'HUB',
    contexts: offers,
  });
  await association.echo();
  await association.release();
  expect(events.filter((event) => event.type === 'fault')).toEqual([]);
}

interface Case {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: readonly Pdu[];
}

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
    const peer = await RawPeer.connect(server.port);
    peer.say(bytes);
    await peer.closed;
    expect(peer.heard).toEqual(expected);
    await unharmed();
  });

  test('H03 silence is closed by ARTIM', async () => {
    const peer = await RawPeer.connect(server.port);
    await peer.closed;
    expect(peer.bytesHeard).toBe(0);
    await unharmed();
  });

  test.each([
    ['H04', encodePdu(associateRq())],
    ['H01', bytes(`01 00 00030000${'00'.repeat(100)}`)],
  ])('%s a request that drips in is closed by an absolute deadline', async (_id, rq) => {
    const peer = await RawPeer.connect(server.port);
    let at = 0;
    const drip = setInterval(() => {
      peer.say(rq.subarray(at, at + 1));
      at += 1;
    }, 10);
    await peer.closed;
    clearInterval(drip);
    expect(at).toBeLessThan(rq.length);
    expect(peer.heard).toEqual([]);
    await unharmed();
  });

  test('H07 every PDU type that does not exist', async () => {
    const types = [0, ...Array.from({ length: 248 }, (_, index) => index + 8)];
    for (const type of types) {
      const peer = await RawPeer.connect(server.port);
      peer.say(Buffer.from([type]));
      await peer.closed;
      expect(peer.heard, `type ${type}`).toEqual([USER_ABORT]);
    }
    await unharmed();
  });
});

describe('on an open association', () => {
  const large = Buffer.alloc(64 * 1024 + 2, 1);
  const cases: readonly Case[] = [
    ...[0, 1, 7, 0x7fffffff, 0xffffffff].map((declared) => ({
      id: 'H05',
      name: `presentation data value of length ${declared}`,
      bytes: value(declared, bytes('01 03 0000')),
      expected: [INVALID],
    })),
    { id: 'H05', name: 'P-DATA-TF of 4 GB', bytes: bytes('04 00 ffffffff 00000010'), expected: [INVALID] },
    {
      id: 'H05',
      name: 'P-DATA-TF with leftover bytes',
      bytes: value(4, bytes('01 01 0000 aabb')),
      expected: [INVALID],
    },
    { id: 'H06', name: 'A-ASSOCIATE-RQ again', bytes: encodePdu(associateRq()), expected: [UNEXPECTED] },
    { id: 'H06', name: 'A-RELEASE-RP', bytes: encodePdu({ type: 'release-rp' }), expected: [UNEXPECTED] },
    {
      id: 'H06',
      name: 'release during a store',
      bytes: Buffer.concat([
        commandBytes(3, storeRq('1.2.3'), true),
        dataBytes(3, Buffer.alloc(100)).fill(0, 11, 12),
        encodePdu({ type: 'release-rq' }),
      ]),
      expected: [UNEXPECTED],
    },
    { id: 'H07', name: 'type 09H', bytes: bytes('09 00 00000004 00000000'), expected: [UNRECOGNIZED] },
    {
      id: 'H13',
      name: 'context that was not accepted',
      bytes: commandBytes(99, echoRq(1)),
      expected: [UNEXPECTED_PARAMETER],
    },
    {
      id: 'H13',
      name: 'no Command Field',
      bytes: rawCommand([0, 0x0110, '0100'], [0, 0x0800, '0101']),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'no Message ID',
      bytes: rawCommand([0, 0x0100, '3000'], [0, 0x0800, '0101']),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'no Command Data Set Type',
      bytes: rawCommand([0, 0x0100, '3000'], [0, 0x0110, '0100']),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'Message ID of 4 bytes',
      bytes: rawCommand([0, 0x0100, '3000'], [0, 0x0110, '01000000'], [0, 0x0800, '0101']),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'element twice',
      bytes: rawCommand([0, 0x0100, '3000'], [0, 0x0110, '0100'], [0, 0x0110, '0200'], [0, 0x0800, '0101']),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'element of group 0008',
      bytes: rawCommand([0, 0x0100, '3000'], [8, 0x0110, '0100'], [0, 0x0800, '0101']),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'element past the end',
      bytes: value(14, bytes('03 03 0000 0001 ffffff7f 30 00 00 00')),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'command set over 64 KiB',
      bytes: value(large.length + 2, Buffer.concat([bytes('03 01'), large])),
      expected: [INVALID],
    },
    {
      id: 'H13',
      name: 'response to nothing',
      bytes: commandBytes(1, { CommandField: CommandField.CEchoRsp, MessageIDBeingRespondedTo: 7, Status: 0 }),
      expected: [UNEXPECTED_PARAMETER],
    },
    {
      id: 'H13',
      name: 'request before the last was answered',
      bytes: Buffer.concat([commandBytes(1, echoRq(1)), commandBytes(1, echoRq(1))]),
      expected: [UNEXPECTED],
    },
    {
      id: 'H14',
      name: 'C-STORE-RQ without its data set',
      bytes: commandBytes(3, storeRq('1.2.3'), false),
      expected: [INVALID],
    },
    {
      id: 'H14',
      name: 'C-ECHO-RQ with a data set',
      bytes: commandBytes(1, echoRq(1), true),
      expected: [INVALID],
    },
    {
      id: 'H14',
      name: 'data set that never comes',
      bytes: commandBytes(3, storeRq('1.2.3'), true),
      expected: [TIMED_OUT],
    },
    {
      id: 'H14',
      name: 'data set that stops half-way',
      bytes: Buffer.concat([
        commandBytes(3, storeRq('1.2.3'), true),
        dataBytes(3, Buffer.alloc(4000)).subarray(0, 2000),
      ]),
      expected: [TIMED_OUT],
    },
    {
      id: 'H14',
      name: 'data set without a command',
      bytes: dataBytes(3, Buffer.alloc(4)),
      expected: [UNEXPECTED_PARAMETER],
    },
    {
      id: 'H14',
      name: 'another command instead of the data set',
      bytes: Buffer.concat([commandBytes(3, storeRq('1.2.3'), true), commandBytes(3, storeRq('1.2.4'), true)]),
      expected: [UNEXPECTED_PARAMETER],
    },
    {
      id: 'H15',
      name: 'data set on another context',
      bytes: Buffer.concat([commandBytes(3, storeRq('1.2.3'), true), dataBytes(1, Buffer.alloc(4))]),
      expected: [UNEXPECTED_PARAMETER],
    },
    {
      id: 'H15',
      name: 'data set that changes its context half-way',
      bytes: Buffer.concat([
        commandBytes(3, storeRq('1.2.3'), true),
        dataBytes(3, Buffer.alloc(100)).fill(0, 11, 12),
        dataBytes(1, Buffer.alloc(100)),
      ]),
      expected: [UNEXPECTED_PARAMETER],
    },
    {
      id: 'H19',
      name: 'flood of C-CANCEL-RQ',
      bytes: Buffer.concat(Array.from({ length: 101 }, () => commandBytes(5, cancelRq(9)))),
      expected: [INVALID],
    },
    { id: 'IDLE', name: 'nothing at all', bytes: Buffer.alloc(0), expected: [TIMED_OUT] },
  ];

  test.each(cases)('$id $name', async ({ bytes, expected }) => {
    const peer = await RawPeer.associate(server.port);
    peer.say(bytes);
    await peer.closed;
    expect(peer.heard.slice(1)).toEqual(expected);
    await unharmed();
  });

  const answered: readonly { id: string; name: string; bytes: Buffer; status: number }[] = [
    {
      id: 'H13',
      name: 'command that does not exist',
      bytes: commandBytes(1, { CommandField: 0x0140, MessageID: 5 }),
      status: 0x0211,
    },
    {
      id: 'H13',
      name: 'service without handler',
      bytes: Buffer.concat([
        commandBytes(7, { ...echoRq(5), AffectedSOPClassUID: GET_UID, CommandField: CommandField.CGetRq }, true),
        dataBytes(7, Buffer.alloc(0)),
      ]),
      status: 0x0211,
    },
    {
      id: 'H13',
      name: 'SOP class of another context',
      bytes: Buffer.concat([
        commandBytes(3, { ...storeRq('1.2.3'), AffectedSOPClassUID: '1.2.3' }, true),
        dataBytes(3, Buffer.alloc(10)),
      ]),
      status: 0x0122,
    },
    {
      id: 'H20',
      name: 'SOP instance UID ../../etc/passwd',
      bytes: Buffer.concat([commandBytes(3, storeRq('../../etc/passwd'), true), dataBytes(3, Buffer.alloc(10))]),
      status: 0x0117,
    },
    {
      id: 'H13',
      name: 'identifier that is no data set',
      bytes: Buffer.concat([
        commandBytes(5, { ...echoRq(5), AffectedSOPClassUID: FIND_UID, CommandField: CommandField.CFindRq }, true),
        dataBytes(5, bytes('1000 2000 ffffff00 4142')),
      ]),
      status: 0xc000,
    },
    {
      id: 'H19',
      name: 'C-CANCEL-RQ for nothing',
      bytes: Buffer.concat([commandBytes(5, cancelRq(3)), commandBytes(1, echoRq(1))]),
      status: 0,
    },
  ];

  test.each(answered)('$id $name: status $status', async ({ bytes, status }) => {
    const peer = await RawPeer.associate(server.port);
    peer.say(bytes);
    const heard = await peer.next();
    expect(heard).toMatchObject({ type: 'command', command: { Status: status } });
    peer.say(encodePdu({ type: 'release-rq' }));
    expect(await peer.next()).toEqual({ type: 'release-rp' });
    peer.socket.end();
    await peer.closed;
    await unharmed();
  });

  test('a connection lost in the middle of a data set stores nothing', async () => {
    const peer = await RawPeer.associate(server.port);
    peer.say(commandBytes(3, storeRq('1.2.3'), true), dataBytes(3, Buffer.alloc(100_000)).subarray(0, 50_000));
    peer.socket.resetAndDestroy();
    await peer.closed;
    await unharmed();
  });
});

describe('floods', () => {
  test('H17 one address has no more than its share of connections, and gets it back', async () => {
    const peers = await Promise.all(Array.from({ length: 8 }, () => RawPeer.connect(server.port)));
    const extra = await RawPeer.connect(server.port);
    await extra.closed;
    expect(extra.bytesHeard).toBe(0);
    expect(events).toContainEqual({ type: 'connection-refused', remoteAddress: '127.0.0.1', why: 'address-limit' });
    for (const peer of peers) peer.socket.destroy();
    for (let round = 0; round < 200; round += 1) {
      const peer = await RawPeer.connect(server.port);
      peer.socket.resetAndDestroy();
      await peer.closed;
    }
    await settled();
    await unharmed();
  });

  test('H18 a peer that does not read its matches is waited for, then dropped', async () => {
    const peer = await RawPeer.associate(server.port);
    peer.socket.pause();
    const find = { ...echoRq(1), AffectedSOPClassUID: FIND_UID, CommandField: CommandField.CFindRq };
    peer.say(commandBytes(5, find, true), dataBytes(5, bytes('10002000 02000000 412a')));
    const end = await ending();
    expect(end).toMatchObject({ kind: 'timed-out' });
    expect(matchesMade).toBeLessThan(200_000);
    peer.socket.destroy();
    await unharmed();
  });

  /** Resolves with the error of the next association to end. */
  function ending(): Promise<unknown> {
    return new Promise((resolve) => {
      const { push } = events;
      events.push = (...more) => {
        for (const event of more) if (event.type === 'ended') resolve(event.error);
        return push.apply(events, more);
      };
    });
  }

  /** Resolves when no association and no connection is left: one more can be opened. */
  async function settled(): Promise<void> {
    for (;;) {
      const peer = await RawPeer.connect(server.port);
      peer.say(encodePdu(associateRq()));
      const heard: Heard | undefined = await peer.next();
      peer.socket.destroy();
      await peer.closed;
      if (heard?.type === 'associate-ac') return;
    }
  }
});

test('an answer tells each context apart', async () => {
  const peer = await RawPeer.connect(server.port);
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
