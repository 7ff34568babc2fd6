import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CommandField } from './command.ts';
import { encodePdu } from './pdu-encode.ts';
import { echoRq } from './testing/commands.ts';
import { bytes } from './testing/hostile-bytes.ts';
import { type HostileScp, hostileScp } from './testing/hostile-scp.ts';
import { associateRq, commandBytes, dataBytes, FIND_UID, type Heard, RawPeer } from './testing/raw-peer.ts';

/**
 * What comes without number or without end: hostile cases of the upper layer and DIMSE on real loopback sockets, bytes in,
 * reaction out. The deadlines are short because they are settings; nothing here sleeps.
 */

let scp: HostileScp;
beforeAll(async () => {
  scp = await hostileScp();
});
afterAll(() => scp.close());
beforeEach(() => scp.forget());

describe('floods', () => {
  test('H17 one address has no more than its share of connections, and gets it back', async () => {
    const peers = await Promise.all(Array.from({ length: 8 }, () => RawPeer.connect(scp.port)));
    const extra = await RawPeer.connect(scp.port);
    await extra.closed;
    expect(extra.bytesHeard).toBe(0);
    expect(scp.events).toContainEqual({ type: 'connection-refused', remoteAddress: '127.0.0.1', why: 'address-limit' });
    for (const peer of peers) peer.socket.destroy();
    for (let round = 0; round < 200; round += 1) {
      const peer = await RawPeer.connect(scp.port);
      peer.socket.resetAndDestroy();
      await peer.closed;
    }
    await settled();
    await scp.unharmed();
  });

  test('H18 a peer that does not read its matches is waited for, then dropped', async () => {
    const peer = await RawPeer.associate(scp.port);
    peer.socket.pause();
    const find = { ...echoRq(1), AffectedSOPClassUID: FIND_UID, CommandField: CommandField.CFindRq };
    peer.say(commandBytes(5, find, true), dataBytes(5, bytes('10002000 02000000 412a')));
    const end = await ending();
    expect(end).toMatchObject({ kind: 'timed-out' });
    expect(scp.matchesMade()).toBeLessThan(200_000);
    peer.socket.destroy();
    await scp.unharmed();
  });

  /** Resolves with the error of the next association to end. */
  function ending(): Promise<unknown> {
    return new Promise((resolve) => {
      const { push } = scp.events;
      scp.events.push = (...more) => {
        for (const event of more) if (event.type === 'ended') resolve(event.error);
        return push.apply(scp.events, more);
      };
    });
  }

  /** Resolves when no association and no connection is left: one more can be opened. */
  async function settled(): Promise<void> {
    for (;;) {
      const peer = await RawPeer.connect(scp.port);
      peer.say(encodePdu(associateRq()));
      const heard: Heard | undefined = await peer.next();
      peer.socket.destroy();
      await peer.closed;
      if (heard?.type === 'associate-ac') return;
    }
  }
});
