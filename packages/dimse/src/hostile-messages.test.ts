import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CommandField } from './command.ts';
import { encodePdu } from './pdu-encode.ts';
import { cancelRq, echoRq, storeRq } from './testing/commands.ts';
import {
  bytes,
  type Case,
  INVALID,
  rawCommand,
  TIMED_OUT,
  UNEXPECTED,
  UNEXPECTED_PARAMETER,
  UNRECOGNIZED,
  value,
} from './testing/hostile-bytes.ts';
import { type HostileScp, hostileScp } from './testing/hostile-scp.ts';
import { associateRq, commandBytes, dataBytes, FIND_UID, GET_UID, RawPeer } from './testing/raw-peer.ts';

/**
 * What comes on an open association: hostile cases of the upper layer and DIMSE on real loopback sockets, bytes in,
 * reaction out. The deadlines are short because they are settings; nothing here sleeps.
 */

let scp: HostileScp;
beforeAll(async () => {
  scp = await hostileScp();
});
afterAll(() => scp.close());
beforeEach(() => scp.forget());

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
    const peer = await RawPeer.associate(scp.port);
    peer.say(bytes);
    await peer.closed;
    expect(peer.heard.slice(1)).toEqual(expected);
    await scp.unharmed();
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
    const peer = await RawPeer.associate(scp.port);
    peer.say(bytes);
    const heard = await peer.next();
    expect(heard).toMatchObject({ type: 'command', command: { Status: status } });
    peer.say(encodePdu({ type: 'release-rq' }));
    expect(await peer.next()).toEqual({ type: 'release-rp' });
    peer.socket.end();
    await peer.closed;
    await scp.unharmed();
  });

  test('a connection lost in the middle of a data set stores nothing', async () => {
    const peer = await RawPeer.associate(scp.port);
    peer.say(commandBytes(3, storeRq('1.2.3'), true), dataBytes(3, Buffer.alloc(100_000)).subarray(0, 50_000));
    peer.socket.resetAndDestroy();
    await peer.closed;
    await scp.unharmed();
  });
});
