/** H25-H28: objects that do not keep PS3.5, through C-STORE and through STOW-RS. */
import { connect } from '@throughline/dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowApplicationEntity, type Hub, startHub } from '../harness/hub.ts';
import {
  ctImageStorage,
  deflateBomb,
  deflatedExplicitLittleEndian,
  freshUids,
  implicitLittleEndian,
  lyingLength,
  nestedSequences,
  objectWith,
  type Uids,
} from './objects.ts';
import { baselineOf, expectUnharmed } from './oracle.ts';
import { partTen, stow } from './stow.ts';

interface ObjectCase {
  readonly id: string;
  readonly title: string;
  readonly transferSyntaxUid?: string;
  readonly make: () => { readonly uids: Uids; readonly data: Buffer };
}

const withInstanceUid = (title: string, instance: string): ObjectCase => ({
  id: 'H28',
  title: `SOP Instance UID that is ${title}`,
  make: () => {
    const uids = { ...freshUids(), instance };
    return { uids, data: objectWith(uids, Buffer.alloc(0)) };
  },
});

const cases: readonly ObjectCase[] = [
  {
    id: 'H25',
    title: 'value length 0xFFFFFFFE with 16 bytes left',
    make: () => {
      const uids = freshUids();
      return { uids, data: lyingLength(uids) };
    },
  },
  {
    id: 'H26',
    title: '200,000 nested sequences of undefined length',
    make: () => {
      const uids = freshUids();
      return { uids, data: nestedSequences(uids, 200_000) };
    },
  },
  {
    id: 'H27',
    title: 'a deflated data set of 256 KB that inflates to 256 MB',
    transferSyntaxUid: deflatedExplicitLittleEndian,
    make: () => ({ uids: freshUids(), data: deflateBomb(256 * 2 ** 20) }),
  },
  withInstanceUid('a path', '../../etc/cron.d/x'),
  withInstanceUid('a drive', 'C:\\x'),
  withInstanceUid('65 characters long', `1.${'2'.repeat(63)}`),
  withInstanceUid('empty', ''),
  withInstanceUid('made of letters', '1.2.abc'),
  withInstanceUid('interrupted by NUL', '1.2\u00003'),
];

/** Status of the C-STORE response, or `aborted`. */
const store = async (
  hub: Hub,
  { uids, data, syntax }: { uids: Uids; data: Buffer; syntax: string },
): Promise<number | 'aborted'> => {
  const association = await connect({
    host: '127.0.0.1',
    port: hub.dicomPort,
    callingAeTitle: 'MODALITY',
    calledAeTitle: hub.aeTitle,
    contexts: [{ abstractSyntax: ctImageStorage, transferSyntaxes: [syntax] }],
  });
  try {
    const command = { sopClassUid: ctImageStorage, sopInstanceUid: uids.instance, transferSyntaxUid: syntax, data };
    return (await association.store(command)).status;
  } catch {
    return 'aborted';
  } finally {
    association.abort();
  }
};

describe('objects', () => {
  let hub: Hub;

  beforeAll(async () => {
    hub = await startHub();
    await allowApplicationEntity(hub, 'MODALITY', ['echo', 'store']);
  });
  afterAll(() => hub?.close());

  it.each(cases)('$id by C-STORE: $title', async ({ make, transferSyntaxUid }) => {
    const before = await baselineOf(hub);
    const status = await store(hub, { ...make(), syntax: transferSyntaxUid ?? implicitLittleEndian });
    expect(status).not.toBe(0);
    await expectUnharmed(hub, before);
  });

  it.each(cases)('$id by STOW-RS: $title', async ({ make, transferSyntaxUid }) => {
    const before = await baselineOf(hub);
    const { uids, data } = make();
    const answer = await stow(hub, [partTen(uids.instance, transferSyntaxUid ?? implicitLittleEndian, data)]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    await expectUnharmed(hub, before);
  });
});
