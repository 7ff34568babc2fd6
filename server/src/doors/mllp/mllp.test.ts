/** The MLLP door with a real database: what is answered, what is kept, and what came of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connectMllp, type MllpClient, messagesOfFile, parseMessage } from '@throughline/hl7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { corpusRoot } from '../../../test/corpus.ts';
import { stepsNamed } from '../../db/index.ts';
import { listExceptions } from '../../features/exceptions/index.ts';
import { listMessages, putMessageSource, replayMessage, setMessageAside } from '../../features/messages/index.ts';
import { startMllp } from './start.ts';

let context: TestContext;
let door: Awaited<ReturnType<typeof startMllp>>;
let client: MllpClient;
const principal = testPrincipal();
const open = () => connectMllp({ host: '127.0.0.1', port: Number(door.address.split(':')[1]), timeoutMs: 10_000 });

beforeEach(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_HL7_PORT: '0' } });
  const source = { sendingApplication: 'RIS', address: '127.0.0.1', issuer: 'COUNTY' };
  await putMessageSource(context, principal, 'ris', source);
  door = await startMllp(context);
  client = await open();
});
afterEach(async () => {
  client.close();
  await door.close();
  await context.close();
});

interface Sent {
  readonly id?: string;
  readonly type: string;
  readonly segments?: readonly string[];
  readonly ending?: string;
  readonly application?: string;
}

let count = 0;
const text = ({ id = `M${++count}`, type, segments = [], ending = '', application = 'RIS' }: Sent): Uint8Array =>
  Buffer.from(
    [`MSH|^~\\&|${application}|COUNTY|HUB|HUB|20260101||${type}|${id}|P|2.5${ending}`, ...segments].join('\r'),
  );
const parsed = (answer: Uint8Array) => {
  const message = parseMessage(answer);
  const [msa, err] = [message.one('MSA'), message.one('ERR')];
  return {
    code: msa?.text(1),
    of: msa?.text(2),
    condition: err?.text(3) || err?.text(1, 4) || '',
    location: err?.first(2).text(1) ?? '',
  };
};
const send = async (sent: Sent) => parsed(await client.send(text(sent)));
const pid = (id: string, name = 'Meier^Anna', more = '19600102|F') => `PID|1||${id}^^^^MR||${name}||${more}`;
const rows = async () => listMessages(context, principal, {});
const patients = () =>
  context.db.tenant(principal.tenantId, (trx) =>
    trx
      .selectFrom('patient_records')
      .select(['issuer', 'patient_id', 'name', 'birth_date', 'sex'])
      .orderBy('patient_id')
      .execute(),
  );

describe('original mode', () => {
  it('AA means that message and effect are there', async () => {
    expect(await send({ id: 'A', type: 'ADT^A04^ADT_A01', segments: ['EVN|A04', pid('P1')] })).toEqual({
      code: 'AA',
      of: 'A',
      condition: '',
      location: '',
    });
    expect(await patients()).toEqual([
      { issuer: 'COUNTY', patient_id: 'P1', name: 'Meier^Anna', birth_date: '19600102', sex: 'F' },
    ]);
    expect(await rows()).toMatchObject([{ controlId: 'A', state: 'done', sourceName: 'ris', type: 'ADT^A04' }]);
  });

  it('A01, A03, A04, A05, A08, A28 and A31 tell of the patient as it is now', async () => {
    for (const event of ['A01', 'A03', 'A04', 'A05', 'A08', 'A28', 'A31']) {
      const segments = [pid('P1', `Meier^Anna^${event}`)];
      expect(await send({ type: `ADT^${event}`, segments })).toMatchObject({ code: 'AA' });
      expect(await patients()).toMatchObject([{ patient_id: 'P1', name: `Meier^Anna^${event}` }]);
    }
  });

  it('a duplicate gets the stored answer, byte for byte, and has no second effect (I16, H69)', async () => {
    const message = text({ id: 'D', type: 'ADT^A08', segments: [pid('P1')] });
    const [first, second] = [await client.send(message), await client.send(message)];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(await rows()).toHaveLength(1);
  });

  it('the same control ID with another body is processed and flagged', async () => {
    await send({ id: 'D', type: 'ADT^A08', segments: [pid('P1')] });
    expect(await send({ id: 'D', type: 'ADT^A08', segments: [pid('P1', 'Meier^Berta')] })).toMatchObject({
      code: 'AA',
    });
    expect((await rows()).map((row) => row.flags)).toEqual([['control-id-used-before'], []]);
    expect((await patients())[0]?.name).toBe('Meier^Berta');
  });

  it('sixteen senders of one message at once have one effect', async () => {
    const message = text({ id: 'R', type: 'ADT^A04', segments: [pid('P1')] });
    const clients = await Promise.all(Array.from({ length: 16 }, open));
    const answers = await Promise.all(clients.map((one) => one.send(message)));
    expect(new Set(answers.map((answer) => Buffer.from(answer).toString('hex'))).size).toBe(1);
    expect(await rows()).toHaveLength(1);
    for (const one of clients) one.close();
  });

  it.each<[string, Sent, string, string]>([
    ['a type that is not ours', { type: 'VXU^V04' }, 'AR', '200'],
    ['an event that is not ours', { type: 'ADT^A29', segments: [pid('P1')] }, 'AR', '201'],
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
    expect(await send(sent)).toMatchObject({ code, condition });
    expect(await patients()).toEqual([]);
  });

  it('an effect that fails in the middle leaves nothing of itself behind', async () => {
    const orders = ['ORC|NW|O1', 'OBR|1|O1||CT^CT Chest', 'ORC|CA|O2', 'OBR|2|O2||CT^CT Head'];
    const answer = await send({ type: 'ORM^O01', segments: [pid('P1'), ...orders] });
    expect(answer).toMatchObject({ code: 'AE', condition: '204', location: 'ORC' });
    expect(await patients()).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'refused', location: 'ORC-2', effects: [] }]);
  });
});

describe('messages that come in another order than things happened', () => {
  const told = (recorded: string, name: string, ...more: string[]) =>
    send({ type: 'ADT^A08', segments: [`EVN|A08|${recorded}`, pid('P1', name), ...more] });
  const name = async () => (await patients())[0]?.name;

  it('an older event takes the place of nothing, is answered AA, and is flagged', async () => {
    await told('20260102101500', 'New^Anna');
    expect(await told('20260102101459', 'Old^Anna')).toMatchObject({ code: 'AA' });
    expect(await name()).toBe('New^Anna');
    expect((await rows())[0]).toMatchObject({ state: 'done', flags: ['older-than-known'] });
    // Also behind a newer one that said nothing new.
    await told('20260102103000', 'New^Anna');
    await told('20260102102000', 'Old^Anna');
    expect(await name()).toBe('New^Anna');
  });

  it.each([
    ['of the same moment', '20260102101500'],
    ['told to the day only', '20260102'],
    ['of a later moment', '20260102101501'],
  ])('an event %s counts in the order of arrival', async (_title, recorded) => {
    await told('20260102101500', 'First^Anna');
    await told(recorded, 'Second^Anna');
    expect(await name()).toBe('Second^Anna');
  });

  it('is put in order in the hour that comes twice, where its zone is said; and not where nobody says who tells it', async () => {
    await told('20261101015500-0400', 'Old^Anna');
    expect(await told('20261101010500-0500', 'New^Anna')).toMatchObject({ code: 'AA' });
    expect(await name()).toBe('New^Anna');
    const nowhere = (at: string, who: string) =>
      client.send(
        Buffer.from(
          [`MSH|^~\\&|RIS||HUB|HUB|20260101||ADT^A08|M${++count}|P|2.5`, `EVN|A08|${at}`, pid('P1', who)].join('\r'),
        ),
      );
    await nowhere('20260102101500', 'Third^Anna');
    await nowhere('20260102101400', 'Fourth^Anna');
    expect(await name()).toBe('Fourth^Anna');
  });

  it('without EVN-2 the moment of the message counts, and a clock that is years ahead does not', async () => {
    const sent = (at: string, who: string) =>
      client.send(
        Buffer.from(
          [`MSH|^~\\&|RIS|COUNTY|HUB|HUB|${at}||ADT^A08|M${++count}|P|2.5`, 'EVN|A08', pid('P1', who)].join('\r'),
        ),
      );
    await sent('20620101', 'Ahead^Anna');
    await sent('20260102101500', 'New^Anna');
    await sent('20260102101400', 'Old^Anna');
    expect(await name()).toBe('New^Anna');
  });

  it('an older story of identifiers and accounts is taken where it contradicts nothing', async () => {
    const account = (number: string, id: string) =>
      `PID|1||${id}^^^^MR~X7^^^OTHER||New^Anna||19600102|F||||||||||${number}`;
    const event = (recorded: string, segment: string) =>
      send({ type: 'ADT^A08', segments: [`EVN|A08|${recorded}`, segment] });
    await event('20260102101500', pid('P1', 'New^Anna'));
    await event('20260102101500', account('A1', 'P2').replace('~X7^^^OTHER', ''));
    await event('20260102101000', account('A1', 'P1'));
    await event('20260102101000', account('A2', 'P1'));
    const kept = await context.db.tenant(principal.tenantId, async (trx) => ({
      accounts: await trx
        .selectFrom('patient_accounts as a')
        .innerJoin('patient_records as r', 'r.id', 'a.patient_record_id')
        .select(['a.number', 'r.patient_id'])
        .orderBy('a.number')
        .execute(),
      record: await trx.selectFrom('patient_records').select('other_ids').where('patient_id', '=', 'P1').execute(),
    }));
    expect(kept.accounts).toEqual([
      { number: 'A1', patient_id: 'P2' },
      { number: 'A2', patient_id: 'P1' },
    ]);
    expect(kept.record).toEqual([{ other_ids: [{ issuer: 'OTHER', id: 'X7' }] }]);
  });

  it('an older merge merges, and tells nothing of the patient', async () => {
    await told('20260102101500', 'New^Anna');
    const answer = await send({
      type: 'ADT^A40',
      segments: ['EVN|A40|20260102101000', pid('P1', 'Old^Anna'), 'MRG|P2^^^^MR'],
    });
    expect(answer).toMatchObject({ code: 'AA' });
    expect(await name()).toBe('New^Anna');
    expect((await rows())[0]).toMatchObject({ flags: ['older-than-known'], effects: [{ kind: 'merge' }] });
  });

  it('an older story of somebody else does not get the identifier', async () => {
    await told('20260102101500', 'Weber^Jonas');
    const other = 'PID|1||P1^^^^MR||Nakamura^Keiko||19320711|F';
    await send({ type: 'ADT^A08', segments: ['EVN|A08|20250101', other] });
    const current = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('patient_records').select('name').where('superseded_at', 'is', null).execute(),
    );
    expect(current).toEqual([{ name: 'Weber^Jonas' }]);
  });

  it.each([
    ['order', 'ORM^O01', ['ORC|NW|9', 'OBR|1|9||CT^CT Chest']],
    ['merge', 'ADT^A40', ['MRG|P2^^^^MR']],
  ])('an older %s of somebody else is not done to who has the identifier now', async (_what, type, segments) => {
    const other = 'PID|1||P1^^^^MR||Nakamura^Keiko||19320711|F';
    await send({ type: 'ADT^A04', segments: ['EVN|A04|20260102100000', other] });
    await send({ type: 'ADT^A04', segments: ['EVN|A04|20260102100000', pid('P2', 'Nakamura^Keiko')] });
    await told('20260102101500', 'Weber^Jonas');
    const event = type.startsWith('ADT') ? ['EVN|A40|20260102101000'] : [];
    const answer = await send({ type, segments: [...event, other, ...segments] });
    expect(answer).toMatchObject({ code: 'AE', condition: '205' });
    expect((await rows())[0]).toMatchObject({ state: 'refused', location: 'PID-3', effects: [] });
  });
});

describe('a block that is dropped', () => {
  const framed = (...parts: readonly (string | Uint8Array)[]): Buffer =>
    Buffer.concat([Buffer.of(0x0b), ...parts.map((part) => Buffer.from(part)), Buffer.of(0x1c, 0x0d)]);

  it.each([
    ['of more than the limit', 'too-long', Buffer.alloc(11 * 2 ** 20, 'A')],
    ['that ends without its carriage return', 'bad-end', Buffer.of(0x1c)],
  ])('%s closes the connection, after what came before it is answered, and is told of', async (_title, fault, rest) => {
    const good = framed(text({ id: 'G1', type: 'ADT^A04', segments: [pid('P1')] }));
    const late = framed(text({ id: 'G2', type: 'ADT^A04', segments: [pid('P2')] }));
    const dropped = framed(text({ id: 'G0', type: 'ADT^A04' }), rest);
    const converse = (bytes: Uint8Array): Promise<string> =>
      new Promise((resolve) => {
        let answers = '';
        const socket = connect(Number(door.address.split(':')[1]), '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (chunk) => {
          answers += chunk.toString();
        });
        socket.on('error', () => undefined);
        socket.once('close', () => resolve(answers));
      });
    expect(await converse(Buffer.concat([dropped, late]))).toBe('');
    await converse(Buffer.concat([good, dropped, late]));
    expect((await rows()).map((row) => row.controlId)).toEqual(['G1']);
    expect((await patients()).map((row) => row.patient_id)).toEqual(['P1']);
    const audited = () =>
      context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('audit_events').select('detail').execute());
    await expect.poll(audited).toContainEqual({ detail: { reason: `MLLP broken: ${fault}` } });
  });
});

describe('enhanced mode', () => {
  it('CA when the message is durable, AA when its effect is', async () => {
    const sent = text({ id: 'E', type: 'ADT^A04', segments: [pid('P1')], ending: '|||AL|AL' });
    expect(parsed(await client.send(sent))).toMatchObject({ code: 'CA', of: 'E' });
    expect(parsed(await client.receive())).toMatchObject({ code: 'AA', of: 'E' });
    expect(await patients()).toHaveLength(1);
  });

  it('only errors are answered when only errors are wanted', async () => {
    const good = text({ id: 'E1', type: 'ADT^A04', segments: [pid('P1')], ending: '|||NE|ER' });
    const bad = text({ id: 'E2', type: 'ADT^A04', ending: '|||NE|ER' });
    client.send(good).catch(() => undefined);
    expect(parsed(await client.send(bad))).toMatchObject({ code: 'AE', of: 'E2' });
    expect((await rows()).map((row) => row.state)).toEqual(['refused', 'done']);
  });
});

describe('dead letters', () => {
  it('are kept with their cause and processed again once the mapping knows better', async () => {
    expect(await send({ id: 'T', type: 'ADT^A04', segments: [pid('P1')], ending: '' })).toMatchObject({ code: 'AA' });
    const test = text({ id: 'X', type: 'ADT^A04', segments: [pid('P2')] });
    const asTest = Buffer.from(Buffer.from(test).toString().replace('|P|2.5', '|T|2.5'));
    expect(parsed(await client.send(asTest))).toMatchObject({ code: 'AR', condition: '202' });
    const [dead] = await listMessages(context, principal, { states: ['refused'] });
    expect(dead).toMatchObject({ controlId: 'X', location: 'MSH-11' });
    await putMessageSource(context, principal, 'ris', {
      sendingApplication: 'RIS',
      address: '127.0.0.1',
      issuer: 'COUNTY',
      mapping: { acceptTest: true },
    });
    expect(await replayMessage(context, principal, dead?.id ?? '')).toMatchObject({ state: 'done', attempts: 2 });
    expect((await patients()).map((row) => row.patient_id)).toEqual(['P1', 'P2']);
    // Sent again by its sender, it is answered as it stands now.
    expect(parsed(await client.send(asTest))).toMatchObject({ code: 'AA' });
  });
});

describe('orders, appointments and reports', () => {
  const steps = () =>
    context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('scheduled_steps').selectAll().execute());
  const topics = () =>
    context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('outbox').select('topic').execute());

  it('OMI makes the step as IHE says it, and asks for priors', async () => {
    const order = [
      'PV1|1|O||||||^Refer^Rita',
      'ORC|NW|PL1|FI1||SC',
      'TQ1|||||||202601020930',
      'OBR|1|PL1|FI1|CTCH^CT Chest^L||||||||||||^Order^Otto|||||||||||||||D13^Nodule^I10|||||||||||||CTCH^CT Chest^L',
      'OBX|1|NM|3141-9^Body weight^LN||72.5|kg|||||F',
      'IPC|ACC7|RP7|1.2.3.4.5|SPS7|CT|CHEST^Chest^L|CT-ROOM-1|East|CT1',
    ];
    expect(await send({ type: 'OMI^O23^OMI_O23', segments: [pid('P1'), ...order] })).toMatchObject({ code: 'AA' });
    expect(await steps()).toMatchObject([
      {
        accession_number: 'ACC7',
        requested_procedure_id: 'RP7',
        scheduled_step_id: 'SPS7',
        study_instance_uid: '1.2.3.4.5',
        modality: 'CT',
        station_ae_title: 'CT1',
        start_date: '20260102',
        start_time: '0930',
        patient_id: 'P1',
        patient_name: 'Meier^Anna',
        requesting_physician: 'Order^Otto',
        referring_physician: 'Refer^Rita',
        reason_for_exam: 'Nodule',
        weight_kg: 72.5,
        status: 'SCHEDULED',
      },
    ]);
    expect((await topics()).map((row) => row.topic)).toContain('order.placed');
  });

  it('two senders with the same procedure and step numbers have an order each, and a step is done by its study', async () => {
    await putMessageSource(context, principal, 'other', {
      sendingApplication: 'OTHER',
      address: '127.0.0.1',
      issuer: 'CLINIC',
    });
    const order = ['ORC|NW|7', 'OBR|1|7||CT^CT Chest'];
    expect(await send({ type: 'ORM^O01', segments: [pid('P1'), ...order] })).toMatchObject({ code: 'AA' });
    const other = { type: 'ORM^O01', application: 'OTHER', segments: [pid('P9', 'Weber^Jonas'), ...order] };
    expect(await send(other)).toMatchObject({ code: 'AA' });
    const [first, second] = (await steps()).toSorted((one, two) => one.patient_id.localeCompare(two.patient_id));
    expect([first, second]).toMatchObject([
      { accession_issuer: 'COUNTY', patient_id: 'P1', requested_procedure_id: '7', scheduled_step_id: '7' },
      { accession_issuer: 'CLINIC', patient_id: 'P9', requested_procedure_id: '7', scheduled_step_id: '7' },
    ]);
    const names = { requestedProcedureId: '7', scheduledStepId: '7' };
    const named = (uid: string) =>
      context.db.tenant(principal.tenantId, (trx) => stepsNamed(trx, { ...names, studyInstanceUids: [uid] }));
    expect((await named(second?.study_instance_uid ?? '')).map((row) => row.id)).toEqual([second?.id]);
    expect(await named('1.2.3')).toEqual([]);
    // A change is one of the sender's own.
    await send({ ...other, segments: [pid('P9', 'Weber^Jonas'), 'ORC|CA|7', 'OBR|1|7'] });
    expect((await steps()).map((row) => [row.patient_id, row.status]).toSorted()).toEqual([
      ['P1', 'SCHEDULED'],
      ['P9', 'DISCONTINUED'],
    ]);
  });

  it('ORM without a study UID makes the same one every time; a cancellation ends the step', async () => {
    const order = (control: string) => [
      `ORC|${control}|PL1`,
      'OBR|1|PL1||CR1^XR Knee left 2 views|||||||||||||||||||||RAD',
    ];
    await send({ type: 'ORM^O01', segments: [pid('P1'), ...order('NW')] });
    const [first] = await steps();
    expect(first).toMatchObject({ accession_number: 'PL1', modality: 'DX', status: 'SCHEDULED' });
    await send({ type: 'ORM^O01', segments: [pid('P1'), ...order('XO')] });
    await send({ type: 'ORM^O01', segments: [pid('P1'), ...order('CA')] });
    const after = await steps();
    expect(after.map((row) => [row.study_instance_uid, row.status])).toEqual([
      [first?.study_instance_uid, 'DISCONTINUED'],
    ]);
  });

  it.each([
    ['a change', ['ORC|XO|PLB1^EHR|B1^RIS', 'OBR|1|PLB1|B1|MRB^MRI Brain']],
    ['a cancellation', ['ORC|CA|PLB1^EHR|B1^RIS', 'OBR|1|PLB1|B1']],
    ['a status', ['ORC|SC|PLB1^EHR|B1^RIS||CM', 'OBR|1|PLB1|B1']],
    ['a new order with its accession number', ['ORC|NW|PLB2^EHR|B1^RIS', 'OBR|1|PLB2|B1|MRB^MRI Brain']],
    ['a new order with its procedure and step', ['ORC|NW|PLB1', 'OBR|1|PLB1|||||||||||||||B2|PLB1|B1']],
  ])("%s of another patient's order is refused until both are one person", async (_title, order) => {
    const placed = ['ORC|NW|PLB1^EHR|B1^RIS', 'OBR|1|PLB1|B1|CT^CT Chest|||||||||||||||B1|PLB1|B1'];
    await send({ type: 'ORM^O01', segments: [pid('P400', 'Lund^Olga', '19800101|F'), ...placed] });
    const before = await steps();
    expect(before).toMatchObject([{ patient_id: 'P400', status: 'SCHEDULED' }]);
    const wrong = { type: 'ORM^O01', segments: [pid('P200', 'Kowalski^Jan', '19751130|M'), ...order] };
    expect(await send(wrong)).toMatchObject({ code: 'AE', condition: '205', location: 'PID' });
    expect(await steps()).toEqual(before);
    const [desk] = (await listExceptions(context, principal)).items.filter((one) => one.kind === 'dead-letter');
    expect(desk?.text).toContain('The order is one of another patient. (PID-3)');
    const known = pid('P200', 'Lund^Olga', '19800101|F');
    await send({ type: 'ADT^A40', segments: [known, 'MRG|P400^^^^MR'] });
    expect(await send({ type: 'ORM^O01', segments: [known, ...order] })).toMatchObject({ code: 'AA' });
    expect(await steps()).not.toEqual(before);
  });

  it.each([
    ['HD', 'order-hold-not-kept'],
    ['OH', 'order-hold-not-kept'],
    ['RL', 'order-control-without-effect'],
    ['OE', 'order-control-without-effect'],
    ['OR', 'order-control-without-effect'],
    ['UA', 'order-control-without-effect'],
    ['UD', 'order-control-without-effect'],
  ])('ORC-1 %s is taken, leaves the step scheduled, and is flagged', async (control, flag) => {
    const order = (code: string) => [pid('P1'), `ORC|${code}|PL1`, 'OBR|1|PL1||CT^CT Chest'];
    await send({ type: 'ORM^O01', segments: order('NW') });
    expect(await send({ type: 'ORM^O01', segments: order(control) })).toMatchObject({ code: 'AA' });
    expect(await steps()).toMatchObject([{ accession_number: 'PL1', status: 'SCHEDULED' }]);
    expect((await rows())[0]).toMatchObject({ state: 'done', flags: [flag] });
  });

  it('an order control that table 0119 does not have is refused', async () => {
    const segments = [pid('P1'), 'ORC|ZZ|PL1', 'OBR|1|PL1||CT^CT Chest'];
    expect(await send({ type: 'ORM^O01', segments })).toMatchObject({ code: 'AE', condition: '103', location: 'ORC' });
  });

  it('a number too long for an accession number is refused, and not shortened to that of another order', async () => {
    for (const [id, number] of [
      ['P400', 'SITEA-2026-1127-000001'],
      ['P200', 'SITEB-2026-1127-000001'],
    ] as const) {
      const order = [`ORC|NW|PL1|${number}`, `OBR|1|PL1|${number}|CT^CT Chest`];
      const answer = await send({ type: 'ORM^O01', segments: [pid(id), ...order] });
      expect(answer).toMatchObject({ code: 'AE', condition: '102', location: 'ORC' });
    }
    expect(await steps()).toEqual([]);
  });

  it('procedures and steps with names too long for a worklist are kept apart', async () => {
    for (const site of ['SITEA', 'SITEB'])
      for (const control of ['NW', 'XO']) {
        const placer = `${site}-2026-1127-000001`;
        const order = [`ORC|${control}|${placer}|${site}1`, `OBR|1|${placer}|${site}1|CT^CT Chest`];
        expect(await send({ type: 'ORM^O01', segments: [pid(site), ...order] })).toMatchObject({ code: 'AA' });
      }
    const kept = (await steps()).map((row) => [
      row.accession_number,
      row.patient_id,
      row.requested_procedure_id.length,
    ]);
    expect(kept.sort()).toEqual([
      ['SITEA1', 'SITEA', 16],
      ['SITEB1', 'SITEB', 16],
    ]);
    expect((await rows())[0]?.flags).toEqual(['number-replaced']);
  });

  it('an appointment is booked, moved and cancelled', async () => {
    const siu = (event: string, at: string) => ({
      type: `SIU^${event}`,
      segments: ['SCH|PL9|FI9', pid('P1'), 'RGS|1', `AIS|1||MRB^MRI Brain^L|${at}`],
    });
    await send(siu('S12', '202601030800'));
    await send(siu('S13', '202601040900'));
    const all = () =>
      context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('appointments').selectAll().execute());
    expect(await all()).toMatchObject([{ appointment_key: 'FI9', starts_at: '202601040900', status: 'booked' }]);
    await send(siu('S15', '202601040900'));
    expect(await all()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('a report that was superseded is never current, however late it comes', async () => {
    const oru = (status: string, at: string, finding: string) => ({
      type: 'ORU^R01',
      segments: [
        pid('P1'),
        `OBR|1|PL1|F1|CT^CT Chest||||||||||||||||||${at}|||${status}`,
        `OBX|1|TX|IMP^Impression||${finding}||||||${status}`,
      ],
    });
    await send(oru('P', '202601010900', 'Maybe a nodule'));
    await send(oru('F', '202601011000', 'A nodule'));
    await send(oru('C', '202601011200', 'No nodule'));
    await send(oru('F', '202601011100', 'A nodule\\.br\\late'));
    const reports = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('message_reports').select(['status', 'sections', 'superseded_by']).orderBy('id').execute(),
    );
    expect(reports.map((row) => [row.status, row.superseded_by === null])).toEqual([
      ['preliminary', false],
      ['final', false],
      ['corrected', true],
      ['final', false],
    ]);
    expect(reports[2]?.sections).toEqual([{ heading: 'Impression', text: 'No nodule' }]);
  });

  it.each(['Q', ''])(
    'a report of status "%s", which is not known, takes the place of none whose status is',
    async (code) => {
      const oru = (status: string, at: string, finding: string) => ({
        type: 'ORU^R01',
        segments: [
          pid('P1'),
          `OBR|1|PL1|F1|CT^CT Chest||||||||||||||||||${at}|||${status}`,
          `OBX|1|TX|IMP^Impression||${finding}`,
        ],
      });
      const current = () =>
        context.db.tenant(principal.tenantId, (trx) =>
          trx.selectFrom('message_reports').select(['status', 'sections']).where('superseded_by', 'is', null).execute(),
        );
      await send(oru('F', '202601010900', 'A nodule'));
      expect(await send(oru(code, '202601011000', 'Who knows'))).toMatchObject({ code: 'AA' });
      expect((await rows())[0]?.flags).toEqual(['report-status-unknown']);
      expect(await current()).toMatchObject([{ status: 'final', sections: [{ text: 'A nodule' }] }]);
      await send(oru('C', '202601011100', 'No nodule'));
      expect(await current()).toMatchObject([{ status: 'corrected', sections: [{ text: 'No nodule' }] }]);
    },
  );

  it('an MDM addendum is read with the document that it is added to', async () => {
    const mdm = (event: string, number: string, parent: string, text_: string) => ({
      type: `MDM^${event}`,
      segments: [
        pid('P1'),
        'EVN',
        `TXA|1|RAD|TX|202601011000|||||||${'|'}${number}|${parent}||A1||AU`,
        `OBX|1|TX|^Findings||${text_}||||||F`,
      ],
    });
    await send(mdm('T02', 'DOC1', '', 'Clear lungs'));
    await send(mdm('T06', 'DOC2', 'DOC1', 'A small effusion after all'));
    const current = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('message_reports').selectAll().where('superseded_by', 'is', null).execute(),
    );
    expect(current).toMatchObject([{ status: 'addended', accession_number: 'A1', report_key: 'DOC1' }]);
    expect(current[0]?.sections.map((section) => section.text)).toEqual(['Clear lungs', 'A small effusion after all']);
  });
});

describe('who is whom', () => {
  const persons = async (): Promise<Readonly<Record<string, string>>> => {
    const found = await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .selectFrom('memberships as m')
        .innerJoin('patient_records as r', 'r.id', 'm.patient_record_id')
        .select(['r.patient_id', 'm.person_id'])
        .where('m.valid_to', 'is', null)
        .execute(),
    );
    return Object.fromEntries(found.map((row) => [row.patient_id, row.person_id]));
  };
  const two = async () => {
    await send({ type: 'ADT^A04', segments: [pid('P1', 'Meier^Anna', '19600102|F')] });
    await send({ type: 'ADT^A04', segments: [pid('P2', 'Kowalski^Jan', '19751130|M')] });
    const { P1, P2 } = await persons();
    expect(P1).not.toBe(P2);
  };

  it.each(['A40', 'A18', 'A34', 'A36', 'A47'])('%s: what came under the old identifier follows', async (event) => {
    await two();
    expect(await send({ type: `ADT^${event}`, segments: [pid('P1'), 'MRG|P2^^^^MR'] })).toMatchObject({ code: 'AA' });
    const { P1, P2 } = await persons();
    expect(P2).toBe(P1);
  });

  it('A40 with two identifiers in MRG-1: what came under either follows (3.4.10.1)', async () => {
    await two();
    await send({ type: 'ADT^A04', segments: [pid('P4', 'Lund^Olga', '19800101|F')] });
    const merge = { type: 'ADT^A40', segments: [pid('P1'), 'MRG|P2^^^^MR~P4^^^^MR'] };
    expect(await send(merge)).toMatchObject({ code: 'AA' });
    const { P1, P2, P4 } = await persons();
    expect([P2, P4]).toEqual([P1, P1]);
  });

  it('A40 of a patient that nobody told of before: what still comes under that identifier follows', async () => {
    expect(await send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|TEMP7^^^^MR'] })).toMatchObject({ code: 'AA' });
    const { P1, TEMP7 } = await persons();
    expect(TEMP7).toBe(P1);
  });

  it('A40 in a circle and with itself is refused; both messages are kept (H70)', async () => {
    await two();
    await send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|P2^^^^MR'] });
    const before = await persons();
    expect(await send({ type: 'ADT^A40', segments: [pid('P2'), 'MRG|P1^^^^MR'] })).toMatchObject({
      code: 'AE',
      condition: '205',
    });
    expect(await send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|P1^^^^MR'] })).toMatchObject({
      code: 'AE',
      condition: '204',
    });
    expect(await persons()).toEqual(before);
    expect(await listMessages(context, principal, { states: ['refused'] })).toHaveLength(2);
  });

  it('A43 before its patient is known is refused, and has its effect when it is processed again (H70)', async () => {
    const move = { type: 'ADT^A43', segments: [pid('P3', 'Lund^Olga', '19800101|F'), 'MRG|P2^^^^MR'] };
    expect(await send({ ...move, id: 'MOVE' })).toMatchObject({ code: 'AE', condition: '204' });
    await two();
    const [dead] = await listMessages(context, principal, { states: ['refused'] });
    expect(await replayMessage(context, principal, dead?.id ?? '')).toMatchObject({ state: 'done' });
    const { P2, P3 } = await persons();
    expect(P3).toBe(P2);
  });

  it('a message without effect waits at the exceptions desk until it has one, or is set aside', async () => {
    const desk = async () =>
      (await listExceptions(context, principal)).items.filter((one) => one.kind === 'dead-letter');
    await send({ type: 'ADT^A43', segments: [pid('P3', 'Lund^Olga', '19800101|F'), 'MRG|P2^^^^MR'] });
    await send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|P1^^^^MR'] });
    const [first, second] = await desk();
    expect([first?.text, second?.text]).toEqual([
      'A message of ris had no effect. ADT^A43: There is no such thing here. There is no such patient.',
      'A message of ris had no effect. ADT^A40: A patient cannot be merged with, or moved to, itself. (MRG-1)',
    ]);
    await two();
    await replayMessage(context, principal, first?.id ?? '');
    await setMessageAside(context, principal, second?.id ?? '');
    expect(await desk()).toEqual([]);
    expect(await listMessages(context, principal, { states: ['refused'] })).toHaveLength(1);
    await expect(setMessageAside(context, principal, second?.id ?? '')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('A24 links and A37 parts again', async () => {
    await two();
    const both = [pid('P1', 'Meier^Anna', '19600102|F'), pid('P2', 'Kowalski^Jan', '19751130|M')];
    expect(await send({ type: 'ADT^A24', segments: both })).toMatchObject({ code: 'AA' });
    let now = await persons();
    expect(now.P2).toBe(now.P1);
    expect(await send({ type: 'ADT^A37', segments: both })).toMatchObject({ code: 'AA' });
    now = await persons();
    expect(now.P2).not.toBe(now.P1);
  });

  it('"" takes a value away; silence leaves it', async () => {
    await send({ type: 'ADT^A08', segments: [pid('P1', 'Meier^Anna', '19600102|F')] });
    await send({ type: 'ADT^A08', segments: ['PID|1||P1^^^^MR||||""'] });
    expect(await patients()).toMatchObject([{ name: 'Meier^Anna', birth_date: null, sex: 'F' }]);
  });
});

/** Without MSH-15 and MSH-16, so that each message has one answer. */
const inOriginalMode = (bytes: Uint8Array): Uint8Array => {
  const [header = '', ...rest] = Buffer.from(bytes)
    .toString('latin1')
    .split(/(?=[\r\n])/);
  const fields = header.split('|').map((field, at) => (at === 14 || at === 15 ? '' : field));
  return Buffer.from([fields.join('|'), ...rest].join(''), 'latin1');
};

const folder = join(corpusRoot, 'hl7v2');
describe.skipIf(!existsSync(folder))('the corpus', () => {
  it('each message is answered AA, AE or AR with a condition, and none has its effect twice', async () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'MANIFEST.tsv')
      .map((entry) => join(entry.parentPath, entry.name));
    const outcomes = new Map<string, number>();
    const senders = new Set<string>();
    for (const bytes of files.flatMap((file) => messagesOfFile(readFileSync(file)))) {
      const sender = /^MSH......([^|\r\n]*)/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
      const application = sender.split('^')[0] ?? '';
      if (application !== '' && !senders.has(application)) {
        senders.add(application);
        const input = {
          sendingApplication: application,
          address: '127.0.0.1',
          issuer: 'COUNTY',
          mapping: { acceptTest: true },
        };
        await putMessageSource(context, principal, `s${senders.size}`, input);
        client.close();
        client = await open();
      }
      const first = await client.send(inOriginalMode(bytes));
      const { code, condition } = parsed(first);
      expect(code === 'AA' ? '' : condition).toMatch(code === 'AA' ? /^$/ : /^(10[0-3]|20[0-7])$/);
      const key = `${code} ${condition}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
      const second = await client.send(inOriginalMode(bytes));
      expect(parsed(second)).toEqual(parsed(first));
      // What is answered without being kept is answered anew.
      if (application !== '' && parsed(first).of !== '') expect(Buffer.compare(second, first)).toBe(0);
    }
    console.info(JSON.stringify(Object.fromEntries([...outcomes].sort())));
    const effects = (await listMessages(context, principal, { limit: 1000 })).filter((row) => row.state === 'failed');
    expect(effects).toEqual([]);
  }, 300_000);
});
