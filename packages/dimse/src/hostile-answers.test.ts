import { Dataset, tags } from '@throughline/dicom';
import { afterEach, describe, expect, test } from 'vitest';
import { type Command, CommandField } from './command.ts';
import { type Association, type ConnectOptions, connect, type DimseErrorKind } from './index.ts';
import { encodePdu } from './pdu-encode.ts';
import { echoRsp, findRsp, getRsp, storeRq } from './testing/commands.ts';
import { commandBytes, dataBytes, FIND_UID, GET_UID, IMPLICIT, STORAGE_UID } from './testing/raw-peer.ts';
import { acceptAll, afterRequest, closeScripts, errorOf, serve } from './testing/scripted-scp.ts';

/** H20: as SCU every remote system is hostile. What the caller of an operation sees when a scripted server answers. */

afterEach(closeScripts);

const object = (uid: string, id = 1) => [commandBytes(3, storeRq(uid, id), true), dataBytes(3, Buffer.alloc(20, 1))];

const query = () => new Dataset().set(tags.PatientID, 'A*');

async function find(association: Association): Promise<Dataset[]> {
  const matches: Dataset[] = [];
  for await (const match of association.find({ sopClassUid: FIND_UID, identifier: query() })) matches.push(match);
  return matches;
}

async function get(association: Association, seen: string[] = [], maxInstances = 2): Promise<unknown> {
  return association.get({
    sopClassUid: GET_UID,
    identifier: query(),
    maxInstances,
    onStore: async ({ sopInstanceUid, data }) => {
      let bytes = 0;
      await data.forEach((chunk) => {
        bytes += chunk.length;
      });
      seen.push(`${sopInstanceUid} ${bytes}`);
      return 0;
    },
  });
}

describe('answers to an operation', () => {
  const cases: readonly {
    name: string;
    kind: DimseErrorKind;
    operation: (association: Association) => Promise<unknown>;
    answer: readonly Buffer[];
  }[] = [
    {
      name: 'echo: another message ID',
      kind: 'protocol',
      operation: (association) => association.echo(),
      answer: [commandBytes(1, echoRsp({ MessageIDBeingRespondedTo: 2 }))],
    },
    {
      name: 'echo: another kind of response',
      kind: 'protocol',
      operation: (association) => association.echo(),
      answer: [commandBytes(1, echoRsp({ CommandField: CommandField.CStoreRsp }))],
    },
    {
      name: 'echo: another context',
      kind: 'protocol',
      operation: (association) => association.echo(),
      answer: [commandBytes(3, echoRsp())],
    },
    {
      name: 'echo: P-DATA-TF of 4 GB',
      kind: 'protocol',
      operation: (association) => association.echo(),
      answer: [Buffer.from('0400fffffff0', 'hex')],
    },
    {
      name: 'echo: a failure',
      kind: 'refused',
      operation: (association) => association.echo(),
      answer: [commandBytes(1, echoRsp({ Status: 0x0110 }))],
    },
    { name: 'echo: nothing', kind: 'timed-out', operation: (association) => association.echo(), answer: [] },
    {
      name: 'echo: A-ABORT',
      kind: 'aborted',
      operation: (association) => association.echo(),
      answer: [encodePdu({ type: 'abort', source: 0, reason: 0 })],
    },
    {
      name: 'echo: an object that nobody asked for',
      kind: 'protocol',
      operation: (association) => association.echo(),
      answer: object('1.2.3'),
    },
    {
      name: 'find: a match that is no data set',
      kind: 'protocol',
      operation: find,
      answer: [commandBytes(5, findRsp(0xff00), true), dataBytes(5, Buffer.from('10002000ffffff004142', 'hex'))],
    },
    {
      name: 'find: pending without a match',
      kind: 'protocol',
      operation: find,
      answer: [commandBytes(5, findRsp(0xff00))],
    },
    {
      name: 'find: a match of more than 1 MiB',
      kind: 'protocol',
      operation: find,
      answer: [commandBytes(5, findRsp(0xff00), true), dataBytes(5, Buffer.alloc(1024 * 1024 + 2))],
    },
    { name: 'find: refused', kind: 'refused', operation: find, answer: [commandBytes(5, findRsp(0xa700))] },
    {
      name: 'get: more objects than expected',
      kind: 'protocol',
      operation: get,
      answer: [object('1.2.3'), object('1.2.4', 2), object('1.2.5', 3)].flat(),
    },
    {
      name: 'get: an object on the query context',
      kind: 'protocol',
      operation: get,
      answer: [
        commandBytes(5, { ...storeRq('1.2.3'), AffectedSOPClassUID: FIND_UID }, true),
        dataBytes(5, Buffer.alloc(4)),
      ],
    },
    {
      name: 'get: connection lost in an object',
      kind: 'timed-out',
      operation: get,
      answer: [commandBytes(3, storeRq('1.2.3'), true), dataBytes(3, Buffer.alloc(4000)).subarray(0, 100)],
    },
    {
      name: 'get: all failed',
      kind: 'refused',
      operation: get,
      answer: [commandBytes(7, { ...getRsp(0xa702), NumberOfFailedSuboperations: 3 })],
    },
  ];

  test.each(cases)('$name is $kind', async ({ kind, operation, answer }) => {
    const association = await connect(await afterRequest(...answer));
    expect(await errorOf(operation(association))).toMatchObject({ name: 'DimseError', kind });
    association.abort();
  });

  /** Accepts, and answers each C-STORE-RSP of a C-GET with the next step. */
  function objectsThenEnd(objects: readonly (readonly Buffer[])[], statuses: number[]): Promise<ConnectOptions> {
    return serve(async (peer) => {
      const request = await peer.next();
      if (request?.type !== 'associate-rq') return;
      peer.say(encodePdu(acceptAll(request)));
      await peer.next();
      for (const bytes of objects) {
        peer.say(...bytes);
        const heard = await peer.next();
        if (heard?.type === 'command') statuses.push(heard.command.Status ?? -1);
      }
      peer.say(commandBytes(7, getRsp(0)));
    });
  }

  test('get: an object with a path for a UID is refused and never handed on', async () => {
    const statuses: number[] = [];
    const seen: string[] = [];
    const association = await connect(
      await objectsThenEnd([object('../../../etc/cron.d/x'), object('1.2.3', 2)], statuses),
    );
    await get(association, seen);
    expect(statuses).toEqual([0x0117, 0]);
    expect(seen).toEqual(['1.2.3 20']);
    association.abort();
  });

  test('get: an error of the receiver refuses the object, cancels, and comes back', async () => {
    const heard: Command[] = [];
    const options = await serve(async (peer) => {
      const request = await peer.next();
      if (request?.type !== 'associate-rq') return;
      peer.say(encodePdu(acceptAll(request)));
      await peer.next();
      peer.say(...object('1.2.3'));
      for (const message of [await peer.next(), await peer.next()]) {
        if (message?.type === 'command') heard.push(message.command);
      }
      peer.say(commandBytes(7, getRsp(0xfe00)));
    });
    const association = await connect(options);
    const failing = association.get({
      sopClassUid: GET_UID,
      identifier: query(),
      onStore: () => Promise.reject(new Error('disk')),
    });
    await expect(failing).rejects.toThrow('disk');
    expect(heard).toMatchObject([
      { CommandField: CommandField.CCancelRq },
      { CommandField: CommandField.CStoreRsp, Status: 0x0110 },
    ]);
    association.abort();
  });

  test('find: the matches before a cancel are good, and the association goes on', async () => {
    const match = Buffer.from('1000200002000000412a', 'hex');
    const pending = [commandBytes(5, findRsp(0xff00), true), dataBytes(5, match)];
    const heardCommands: unknown[] = [];
    const options = await serve(async (peer) => {
      const request = await peer.next();
      if (request?.type !== 'associate-rq') return;
      peer.say(encodePdu(acceptAll(request)));
      await peer.next();
      peer.say(...Array.from({ length: 500 }, () => pending).flat());
      const cancel = await peer.next();
      if (cancel?.type === 'command') heardCommands.push(cancel.command.CommandField);
      peer.say(commandBytes(5, findRsp(0xfe00)));
      await peer.next();
      peer.say(commandBytes(1, echoRsp({ MessageIDBeingRespondedTo: 2 })));
    });
    const association = await connect(options);
    for await (const first of association.find({ sopClassUid: FIND_UID, identifier: query() })) {
      expect(first.string(tags.PatientID)).toBe('A*');
      break;
    }
    expect(heardCommands).toEqual([CommandField.CCancelRq]);
    await association.echo();
    association.abort();
  });

  test('store: a peer that does not read is given up', async () => {
    const options = await serve(async (peer) => {
      const request = await peer.next();
      if (request?.type !== 'associate-rq') return;
      peer.say(encodePdu(acceptAll(request)));
      peer.socket.pause();
    });
    const association = await connect({
      ...options,
      contexts: options.contexts.map(({ scpRole: _, ...offer }) => offer),
    });
    let asked = 0;
    const endless = async function* () {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(64 * 1024);
      }
    };
    const operation = {
      sopClassUid: STORAGE_UID,
      sopInstanceUid: '1.2.3',
      transferSyntaxUid: IMPLICIT,
      data: endless(),
    };
    expect(await errorOf(association.store(operation))).toMatchObject({ kind: 'timed-out' });
    expect(asked * 64 * 1024).toBeLessThan(64 * 1024 * 1024);
  });

  test('store: a source that breaks off before its first bytes leaves the association whole', async () => {
    const association = await connect(await afterRequest(commandBytes(1, echoRsp({ MessageIDBeingRespondedTo: 2 }))));
    const broken = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('unreadable')) }) };
    const operation = { sopClassUid: STORAGE_UID, sopInstanceUid: '1.2.3', transferSyntaxUid: IMPLICIT };
    await expect(association.store({ ...operation, data: broken })).rejects.toThrow('unreadable');
    await association.echo();
    association.abort();
  });

  test('a release that is never answered ends all the same', async () => {
    const association = await connect(await afterRequest());
    await association.release();
    expect(await errorOf(association.echo())).toMatchObject({ kind: 'timed-out' });
  });
});
