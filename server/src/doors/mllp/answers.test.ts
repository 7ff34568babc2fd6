/** What is answered at the MLLP door, what is kept, and what came of it. */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { mllpSite, parsed, pid, principal, type Sent, text } from '../../../test/mllp-site.ts';
import { listMessages, putMessageSource, replayMessage } from '../../features/messages/index.ts';

const site = mllpSite();

describe('original mode', () => {
  it('AA means that message and effect are there', async () => {
    expect(await site.send({ id: 'A', type: 'ADT^A04^ADT_A01', segments: ['EVN|A04', pid('P1')] })).toEqual({
      code: 'AA',
      of: 'A',
      condition: '',
      location: '',
    });
    expect(await site.patients()).toEqual([
      { issuer: 'COUNTY', patient_id: 'P1', name: 'Meier^Anna', birth_date: '19600102', sex: 'F' },
    ]);
    expect(await site.messages()).toMatchObject([
      { controlId: 'A', state: 'done', sourceName: 'ris', type: 'ADT^A04' },
    ]);
  });

  it('A01, A03, A04, A05, A08, A28 and A31 tell of the patient as it is now', async () => {
    for (const event of ['A01', 'A03', 'A04', 'A05', 'A08', 'A28', 'A31']) {
      const segments = [pid('P1', `Meier^Anna^${event}`)];
      expect(await site.send({ type: `ADT^${event}`, segments })).toMatchObject({ code: 'AA' });
      expect(await site.patients()).toMatchObject([{ patient_id: 'P1', name: `Meier^Anna^${event}` }]);
    }
  });

  it('a duplicate gets the stored answer, byte for byte, and has no second effect (I16, H69)', async () => {
    const message = text({ id: 'D', type: 'ADT^A08', segments: [pid('P1')] });
    const [first, second] = [await site.client.send(message), await site.client.send(message)];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(await site.messages()).toHaveLength(1);
  });

  it('the same control ID with another body is processed and flagged', async () => {
    await site.send({ id: 'D', type: 'ADT^A08', segments: [pid('P1')] });
    expect(await site.send({ id: 'D', type: 'ADT^A08', segments: [pid('P1', 'Meier^Berta')] })).toMatchObject({
      code: 'AA',
    });
    expect((await site.messages()).map((row) => row.flags)).toEqual([['control-id-used-before'], []]);
    expect((await site.patients())[0]?.name).toBe('Meier^Berta');
  });

  it('sixteen senders of one message at once have one effect', async () => {
    const message = text({ id: 'R', type: 'ADT^A04', segments: [pid('P1')] });
    const clients = await Promise.all(Array.from({ length: 16 }, () => site.open()));
    const answers = await Promise.all(clients.map((one) => one.send(message)));
    expect(new Set(answers.map((answer) => Buffer.from(answer).toString('hex'))).size).toBe(1);
    expect(await site.messages()).toHaveLength(1);
    for (const one of clients) one.close();
  });

  it.each<[string, Sent, string, string]>([
    ['a type that is not ours', { type: 'VXU^V04' }, 'AR', '200'],
    ['an event that is not ours', { type: 'ADT^A29', segments: [pid('P1')] }, 'AR', '201'],
    ['a query that is not ours', { type: 'QBP^Z99^QBP_Q13', segments: ['QPD|Z99^Other|T1'] }, 'AR', '201'],
    ['a patient without an identifier', { type: 'ADT^A04', segments: ['PID|1||||Meier'] }, 'AE', '101'],
    ['no PID', { type: 'ADT^A04' }, 'AE', '100'],
    [
      'an order without a number',
      { type: 'ORM^O01', segments: [pid('P1'), 'ORC|NW', 'OBR|1|||CT^CT Chest'] },
      'AE',
      '101',
    ],
    ['a segment without a name', { type: 'ADT^A04', segments: ['??'] }, 'AE', '100'],
    ['a sender that is not listed', { type: 'ADT^A04', application: 'OTHER', segments: [pid('P1')] }, 'AR', '207'],
  ])('%s is refused with its code, and nothing is changed', async (_title, sent, code, condition) => {
    expect(await site.send(sent)).toMatchObject({ code, condition });
    expect(await site.patients()).toEqual([]);
  });

  it('a message that cannot be read is told so, also behind line ends', async () => {
    const message = Buffer.concat([Buffer.from('\r\n'), text({ id: 'L', type: 'ADT^A04', segments: ['??'] })]);
    expect(parsed(await site.client.send(message))).toMatchObject({ code: 'AE', of: 'L', condition: '100' });
  });

  it('an ACK is not answered, whoever it is of, and not kept', async () => {
    for (const application of ['RIS', 'OTHER']) {
      const sent = { type: 'ACK^A04^ACK', application, segments: ['MSA|AA|X1'] };
      site.client.send(text(sent)).catch(() => undefined);
      expect(await site.send({ id: `N-${application}`, type: 'ADT^A08', segments: [pid('P1')] })).toMatchObject({
        of: `N-${application}`,
      });
    }
    expect((await site.messages()).map((row) => row.controlId)).toEqual(['N-OTHER', 'N-RIS']);
  });

  it('an effect that fails in the middle leaves nothing of itself behind', async () => {
    const orders = ['ORC|NW|O1', 'OBR|1|O1||CT^CT Chest', 'ORC|CA|O2', 'OBR|2|O2||CT^CT Head'];
    const answer = await site.send({ type: 'ORM^O01', segments: [pid('P1'), ...orders] });
    expect(answer).toMatchObject({ code: 'AE', condition: '204', location: 'ORC' });
    expect(await site.patients()).toEqual([]);
    expect(await site.messages()).toMatchObject([{ state: 'refused', location: 'ORC-2', effects: [] }]);
  });
});

describe('a block that is dropped', () => {
  const framed = (...parts: readonly (string | Uint8Array)[]): Buffer =>
    Buffer.concat([Buffer.of(0x0b), ...parts.map((part) => Buffer.from(part)), Buffer.of(0x1c, 0x0d)]);

  it.each([
    ['of more than the limit', 'too-long', Buffer.alloc(11 * 2 ** 20, 'A')],
    ['that ends without its carriage return', 'bad-end', Buffer.of(0x1c)],
    ['in which another begins', 'restarted', framed(text({ id: 'G3', type: 'ADT^A04', segments: [pid('P3')] }))],
  ])('%s closes the connection, after what came before it is answered, and is told of', async (_title, fault, rest) => {
    const good = framed(text({ id: 'G1', type: 'ADT^A04', segments: [pid('P1')] }));
    const late = framed(text({ id: 'G2', type: 'ADT^A04', segments: [pid('P2')] }));
    const dropped = framed(text({ id: 'G0', type: 'ADT^A04' }), rest);
    const converse = (bytes: Uint8Array): Promise<string> =>
      new Promise((resolve) => {
        let answers = '';
        const socket = connect(site.port, '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (chunk) => {
          answers += chunk.toString();
        });
        socket.on('error', () => undefined);
        socket.once('close', () => resolve(answers));
      });
    expect(await converse(Buffer.concat([dropped, late]))).toBe('');
    await converse(Buffer.concat([good, dropped, late]));
    expect((await site.messages()).map((row) => row.controlId)).toEqual(['G1']);
    expect((await site.patients()).map((row) => row.patient_id)).toEqual(['P1']);
    const audited = () =>
      site.context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('audit_events').select('detail').execute());
    await expect.poll(audited).toContainEqual({ detail: { reason: `MLLP broken: ${fault}` } });
  });
});

describe('enhanced mode', () => {
  it('CA when the message is durable, AA when its effect is', async () => {
    const sent = text({ id: 'E', type: 'ADT^A04', segments: [pid('P1')], ending: '|||AL|AL' });
    expect(parsed(await site.client.send(sent))).toMatchObject({ code: 'CA', of: 'E' });
    expect(parsed(await site.client.receive())).toMatchObject({ code: 'AA', of: 'E' });
    expect(await site.patients()).toHaveLength(1);
  });

  it('only errors are answered when only errors are wanted', async () => {
    const good = text({ id: 'E1', type: 'ADT^A04', segments: [pid('P1')], ending: '|||NE|ER' });
    const bad = text({ id: 'E2', type: 'ADT^A04', ending: '|||NE|ER' });
    site.client.send(good).catch(() => undefined);
    expect(parsed(await site.client.send(bad))).toMatchObject({ code: 'AE', of: 'E2' });
    expect((await site.messages()).map((row) => row.state)).toEqual(['refused', 'done']);
  });
});

describe('dead letters', () => {
  it('are kept with their cause and processed again once the mapping knows better', async () => {
    expect(await site.send({ id: 'T', type: 'ADT^A04', segments: [pid('P1')], ending: '' })).toMatchObject({
      code: 'AA',
    });
    const test = text({ id: 'X', type: 'ADT^A04', segments: [pid('P2')] });
    const asTest = Buffer.from(Buffer.from(test).toString().replace('|P|2.5', '|T|2.5'));
    expect(parsed(await site.client.send(asTest))).toMatchObject({ code: 'AR', condition: '202' });
    const [dead] = await listMessages(site.context, principal, { states: ['refused'] });
    expect(dead).toMatchObject({ controlId: 'X', location: 'MSH-11' });
    await putMessageSource(site.context, principal, 'ris', {
      sendingApplication: 'RIS',
      address: '127.0.0.1',
      issuer: 'COUNTY',
      mapping: { acceptTest: true },
    });
    expect(await replayMessage(site.context, principal, dead?.id ?? '')).toMatchObject({ state: 'done', attempts: 2 });
    expect((await site.patients()).map((row) => row.patient_id)).toEqual(['P1', 'P2']);
    // Sent again by its sender, it is answered as it stands now.
    expect(parsed(await site.client.send(asTest))).toMatchObject({ code: 'AA' });
  });
});

describe('messages of several patients', () => {
  it('a document with two PID segments is refused and filed under nobody', async () => {
    const segments = [pid('P1'), pid('P2'), 'TXA|1|DI|TX||||||||D1|||||AU', 'OBX|1|TX|X||words'];
    expect(await site.send({ type: 'MDM^T02', segments })).toMatchObject({
      code: 'AE',
      condition: '100',
      location: 'PID',
    });
    expect(await site.patients()).toEqual([]);
  });
});

it('a control ID of 64 characters comes back whole', async () => {
  const id = 'a1b2c3d4'.repeat(8);
  expect(await site.send({ id, type: 'ADT^A04', segments: [pid('P1')] })).toMatchObject({ code: 'AA', of: id });
});

it('a mapping that would ignore acknowledgements is refused: they are never answered', async () => {
  const source = { sendingApplication: 'RIS', address: '127.0.0.1', issuer: 'COUNTY', mapping: { ignore: ['ACK^*'] } };
  await expect(putMessageSource(site.context, principal, 'ris', source)).rejects.toMatchObject({ code: 'bad-request' });
});
