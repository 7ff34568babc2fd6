/** H01-H07: the DICOM port against peers that do not keep PS3.8. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowApplicationEntity, type Hub, startHub } from '../harness/hub.ts';
import { baselineOf, expectUnharmed } from './oracle.ts';
import { associateRequest, dataWithPdvLength, pdu, releaseRequest } from './pdus.ts';
import { type Conversation, converse, type Exchange, pduType, pduTypes } from './wire.ts';

const verification = '1.2.840.10008.1.1';
const seconds = 1000;

const goodRequest = (hub: Hub): Buffer =>
  associateRequest({ called: hub.aeTitle, calling: 'MODALITY', abstractSyntax: verification });

const only =
  (...types: readonly number[]) =>
  ({ received }: Conversation): void =>
    expect(pduTypes(received)).toEqual(types);

const aborted = only(pduType.abort);
/** Whether the acceptance went out before the fault was met is a matter of time; the abort is not. */
const acceptedThenAborted = ({ received }: Conversation): void => expect(pduTypes(received).at(-1)).toBe(pduType.abort);

/** What is aborted, or closed without a word, has at least not been accepted. */
const neverAccepted = ({ received }: Conversation): void =>
  expect(pduTypes(received)).not.toContain(pduType.associateAc);

interface HostileCase {
  readonly id: string;
  readonly title: string;
  readonly exchange: (hub: Hub) => Exchange;
  readonly reaction: (conversation: Conversation) => void;
}

const atOnce = 2 * seconds;
const withinArtim = 15 * seconds;

const withPdvLength = (id: string, length: number): HostileCase => ({
  id,
  title: `PDV item length 0x${length.toString(16)}`,
  exchange: (hub) => ({
    send: Buffer.concat([goodRequest(hub), dataWithPdvLength(length, Buffer.from([1, 3, 0, 0, 0, 0]))]),
    closesWithinMs: atOnce,
  }),
  reaction: acceptedThenAborted,
});

const withPduType = (type: number): HostileCase => ({
  id: 'H07',
  title: `PDU type 0x${type.toString(16).padStart(2, '0')}`,
  exchange: () => ({ send: pdu(type, Buffer.alloc(4)), closesWithinMs: atOnce }),
  reaction: aborted,
});

const cases: readonly HostileCase[] = [
  {
    id: 'H01',
    title: 'first PDU of type 1 that claims 4 GB, then a drip',
    exchange: () => ({
      send: pdu(0x01, Buffer.alloc(0), 0xfffffff0),
      drip: { bytes: Buffer.alloc(64), everyMs: 200 },
      closesWithinMs: atOnce,
    }),
    reaction: aborted,
  },
  {
    id: 'H02',
    title: 'an HTTP request',
    exchange: () => ({ send: Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), closesWithinMs: atOnce }),
    reaction: neverAccepted,
  },
  {
    id: 'H02',
    title: 'a TLS ClientHello',
    exchange: () => ({
      send: Buffer.from('16030100c8010000c40303', 'hex'),
      closesWithinMs: atOnce,
    }),
    reaction: neverAccepted,
  },
  {
    id: 'H03',
    title: 'an association that says nothing',
    exchange: () => ({ send: Buffer.alloc(0), closesWithinMs: withinArtim }),
    reaction: neverAccepted,
  },
  {
    id: 'H04',
    title: 'an association request, one byte every half second',
    exchange: (hub) => ({
      send: Buffer.alloc(0),
      drip: { bytes: goodRequest(hub), everyMs: 500 },
      closesWithinMs: withinArtim,
    }),
    reaction: neverAccepted,
  },
  ...[0, 1, 0x7fffffff, 0xffffffff, 7].map((length) => withPdvLength('H05', length)),
  {
    id: 'H06',
    title: 'P-DATA before any association',
    exchange: () => ({ send: dataWithPdvLength(6, Buffer.from([1, 3, 0, 0, 0, 0])), closesWithinMs: atOnce }),
    reaction: aborted,
  },
  {
    id: 'H06',
    title: 'the association request twice',
    exchange: (hub) => ({ send: Buffer.concat([goodRequest(hub), goodRequest(hub)]), closesWithinMs: atOnce }),
    reaction: acceptedThenAborted,
  },
  {
    id: 'H06',
    title: 'a release request before any association',
    exchange: () => ({ send: releaseRequest(), closesWithinMs: atOnce }),
    reaction: aborted,
  },
  ...[0x00, 0x08, 0x41, 0x7f, 0x80, 0xff].map(withPduType),
];

describe('upper layer', () => {
  let hub: Hub;

  beforeAll(async () => {
    hub = await startHub();
    await allowApplicationEntity(hub, 'MODALITY', ['echo', 'store']);
  });
  afterAll(() => hub?.close());

  it.each(cases)('$id $title', async ({ exchange, reaction }) => {
    const before = await baselineOf(hub);
    reaction(await converse(hub.dicomPort, exchange(hub)));
    await expectUnharmed(hub, before);
  });

  it.each(cases.filter(({ id }) => id !== 'H03' && id !== 'H04'))('$id 100 times: $title', async ({ exchange }) => {
    const before = await baselineOf(hub);
    for (let round = 0; round < 100; round += 1) await converse(hub.dicomPort, exchange(hub));
    await expectUnharmed(hub, before);
  });
});
