/** Orders and appointments that come to the MLLP door, and what they make on the worklist. */
import { describe, expect, it } from 'vitest';
import { mllpSite, pid, principal } from '../../../test/mllp-site.ts';
import { stepsNamed } from '../../db/index.ts';
import { listExceptions } from '../../features/exceptions/index.ts';
import { putMessageSource } from '../../features/messages/index.ts';

const site = mllpSite();

describe('orders and appointments', () => {
  const steps = () =>
    site.context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('scheduled_steps').selectAll().execute());
  const topics = () =>
    site.context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('outbox').select('topic').execute());

  it('OMI makes the step as IHE says it, and asks for priors', async () => {
    const order = [
      'PV1|1|O||||||^Refer^Rita',
      'ORC|NW|PL1|FI1||SC',
      'TQ1|||||||202601020930',
      'OBR|1|PL1|FI1|CTCH^CT Chest^L||||||||||||^Order^Otto|||||||||||||||D13^Nodule^I10|||||||||||||CTCH^CT Chest^L',
      'OBX|1|NM|3141-9^Body weight^LN||72.5|kg|||||F',
      'IPC|ACC7|RP7|1.2.3.4.5|SPS7|CT|CHEST^Chest^L|CT-ROOM-1|East|CT1',
    ];
    expect(await site.send({ type: 'OMI^O23^OMI_O23', segments: [pid('P1'), ...order] })).toMatchObject({ code: 'AA' });
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
    await putMessageSource(site.context, principal, 'other', {
      sendingApplication: 'OTHER',
      address: '127.0.0.1',
      issuer: 'CLINIC',
    });
    const order = ['ORC|NW|7', 'OBR|1|7||CT^CT Chest'];
    expect(await site.send({ type: 'ORM^O01', segments: [pid('P1'), ...order] })).toMatchObject({ code: 'AA' });
    const other = { type: 'ORM^O01', application: 'OTHER', segments: [pid('P9', 'Weber^Jonas'), ...order] };
    expect(await site.send(other)).toMatchObject({ code: 'AA' });
    const [first, second] = (await steps()).toSorted((one, two) => one.patient_id.localeCompare(two.patient_id));
    expect([first, second]).toMatchObject([
      { accession_issuer: 'COUNTY', patient_id: 'P1', requested_procedure_id: '7', scheduled_step_id: '7' },
      { accession_issuer: 'CLINIC', patient_id: 'P9', requested_procedure_id: '7', scheduled_step_id: '7' },
    ]);
    const names = { requestedProcedureId: '7', scheduledStepId: '7' };
    const named = (uid: string) =>
      site.context.db.tenant(principal.tenantId, (trx) => stepsNamed(trx, { ...names, studyInstanceUids: [uid] }));
    expect((await named(second?.study_instance_uid ?? '')).map((row) => row.id)).toEqual([second?.id]);
    expect(await named('1.2.3')).toEqual([]);
    // A change is one of the sender's own.
    await site.send({ ...other, segments: [pid('P9', 'Weber^Jonas'), 'ORC|CA|7', 'OBR|1|7'] });
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
    await site.send({ type: 'ORM^O01', segments: [pid('P1'), ...order('NW')] });
    const [first] = await steps();
    expect(first).toMatchObject({ accession_number: 'PL1', modality: 'DX', status: 'SCHEDULED' });
    await site.send({ type: 'ORM^O01', segments: [pid('P1'), ...order('XO')] });
    await site.send({ type: 'ORM^O01', segments: [pid('P1'), ...order('CA')] });
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
    await site.send({ type: 'ORM^O01', segments: [pid('P400', 'Lund^Olga', '19800101|F'), ...placed] });
    const before = await steps();
    expect(before).toMatchObject([{ patient_id: 'P400', status: 'SCHEDULED' }]);
    const wrong = { type: 'ORM^O01', segments: [pid('P200', 'Kowalski^Jan', '19751130|M'), ...order] };
    expect(await site.send(wrong)).toMatchObject({ code: 'AE', condition: '205', location: 'PID' });
    expect(await steps()).toEqual(before);
    const [desk] = (await listExceptions(site.context, principal)).items.filter((one) => one.kind === 'dead-letter');
    expect(desk?.text).toContain('The order is one of another patient. (PID-3)');
    const known = pid('P200', 'Lund^Olga', '19800101|F');
    await site.send({ type: 'ADT^A40', segments: [known, 'MRG|P400^^^^MR'] });
    expect(await site.send({ type: 'ORM^O01', segments: [known, ...order] })).toMatchObject({ code: 'AA' });
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
    await site.send({ type: 'ORM^O01', segments: order('NW') });
    expect(await site.send({ type: 'ORM^O01', segments: order(control) })).toMatchObject({ code: 'AA' });
    expect(await steps()).toMatchObject([{ accession_number: 'PL1', status: 'SCHEDULED' }]);
    expect((await site.messages())[0]).toMatchObject({ state: 'done', flags: [flag] });
  });

  it('an order control that table 0119 does not have is refused', async () => {
    const segments = [pid('P1'), 'ORC|ZZ|PL1', 'OBR|1|PL1||CT^CT Chest'];
    expect(await site.send({ type: 'ORM^O01', segments })).toMatchObject({
      code: 'AE',
      condition: '103',
      location: 'ORC',
    });
  });

  it('a number too long for an accession number is refused, and not shortened to that of another order', async () => {
    for (const [id, number] of [
      ['P400', 'SITEA-2026-1127-000001'],
      ['P200', 'SITEB-2026-1127-000001'],
    ] as const) {
      const order = [`ORC|NW|PL1|${number}`, `OBR|1|PL1|${number}|CT^CT Chest`];
      const answer = await site.send({ type: 'ORM^O01', segments: [pid(id), ...order] });
      expect(answer).toMatchObject({ code: 'AE', condition: '102', location: 'ORC' });
    }
    expect(await steps()).toEqual([]);
  });

  it('procedures and steps with names too long for a worklist are kept apart', async () => {
    for (const facility of ['SITEA', 'SITEB'])
      for (const control of ['NW', 'XO']) {
        const placer = `${facility}-2026-1127-000001`;
        const order = [`ORC|${control}|${placer}|${facility}1`, `OBR|1|${placer}|${facility}1|CT^CT Chest`];
        expect(await site.send({ type: 'ORM^O01', segments: [pid(facility), ...order] })).toMatchObject({ code: 'AA' });
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
    expect((await site.messages())[0]?.flags).toEqual(['number-replaced']);
  });

  it.each([
    ['S14', 'booked'],
    ['S15', 'cancelled'],
    ['S17', 'entered-in-error'],
    ['S26', 'noshow'],
  ])('SIU %s makes an appointment %s, and leaves of it what it does not say', async (event, status) => {
    const sch = 'SCH|PL9|FI9|||||||||^^^202601030800+0100^202601030830+0100';
    const resources = ['RGS|1', 'AIS|1||MRB^MRI Brain^L', 'AIL|1||EAST^R2'];
    await site.send({ type: 'SIU^S12', segments: [sch, pid('P1'), ...resources] });
    expect(await site.send({ type: `SIU^${event}`, segments: ['SCH|PL9|FI9', pid('P1')] })).toMatchObject({
      code: 'AA',
    });
    const all = await site.context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('appointments').selectAll().execute(),
    );
    const times = { starts_at: '202601030800+0100', ends_at: '202601030830+0100' };
    expect(all).toMatchObject([
      { ...times, status, service_code: 'MRB', service_text: 'MRI Brain', location: 'EAST R2' },
    ]);
  });

  it('what goes to a worklist is on one line, whatever a sender has in it', async () => {
    const name = 'CT\\X0D\\Chest\vlow\\.br\\dose';
    await site.send({ type: 'ORM^O01', segments: [pid('P1'), 'ORC|NW|PL1', `OBR|1|PL1||CT^${name}`] });
    expect(await steps()).toMatchObject([{ step_description: 'CT Chest low dose' }]);
  });

  it('an order behind the PID of somebody else is refused, and is not put under the first patient', async () => {
    const order = (number: string) => [`ORC|NW|${number}`, `OBR|1|${number}||CT^CT Chest`];
    const two = (second: readonly string[]) => ({ type: 'ORM^O01', segments: [pid('P1'), ...order('PL1'), ...second] });
    const refused = await site.send(two([pid('P2', 'Weber^Jonas'), ...order('PL2')]));
    expect(refused).toMatchObject({ code: 'AE', condition: '100', location: 'PID' });
    expect(await steps()).toEqual([]);
    const prior = [pid('P2', 'Weber^Jonas'), 'ORC|PR|PL0', 'OBR|1|PL0||CT^CT Chest'];
    expect(await site.send(two(prior))).toMatchObject({ code: 'AA' });
    expect(await site.send(two([pid('P1'), ...order('PL2')]))).toMatchObject({ code: 'AA' });
    expect((await steps()).map((row) => [row.accession_number, row.patient_id]).toSorted()).toEqual([
      ['PL1', 'P1'],
      ['PL2', 'P1'],
    ]);
  });

  it.each([
    ['an identifier in PID-2', 'PID|1|P2|||Weber^Jonas'],
    ['an identifier in PID-4', 'PID|1|||P2|Weber^Jonas'],
    ['a name only', 'PID|1||||Weber^Jonas'],
    ['a birth date only', 'PID|1||||||19751130|M'],
  ])('nor is one behind a PID with %s', async (_title, other) => {
    const order = (number: string) => [`ORC|NW|${number}`, `OBR|1|${number}||CT^CT Chest`];
    const send = (...segments: readonly string[]) => site.send({ type: 'ORM^O01', segments });
    const refused = { code: 'AE', condition: '100', location: 'PID' };
    expect(await send(pid('P1'), ...order('PL1'), other, ...order('PL2'))).toMatchObject(refused);
    expect(await send(pid('P1'), other, ...order('PL1'))).toMatchObject(refused);
    expect(await send(pid('P1'), 'ORC|NW|PL1', other, 'OBR|1|PL1||CT^CT Chest')).toMatchObject(refused);
    expect(await steps()).toEqual([]);
    const weight = 'OBX|1|NM|3141-9^Body weight^LN||99|kg|||||F';
    expect(await send(pid('P1'), ...order('PL1'), other, weight)).toMatchObject({ code: 'AA' });
    expect(await steps()).toMatchObject([{ accession_number: 'PL1', patient_id: 'P1', weight_kg: null }]);
    const prior = [other, 'ORC|PR|PL0', 'OBR|1|PL0||CT^CT Chest'];
    expect(await send(pid('P1'), ...order('PL1'), ...prior)).toMatchObject({ code: 'AA' });
    for (const same of ['PID|2', 'PID|2|P1^^^^MR', 'PID|2|||P1^^^^MR'])
      expect(await send(pid('P1'), ...order('PL1'), same, ...order('PL2'))).toMatchObject({ code: 'AA' });
    expect((await steps()).map((row) => row.patient_id)).toEqual(['P1', 'P1']);
  });

  it('a change that is silent of the start leaves it, with the offset that it was told with', async () => {
    const order = (control: string, start: string) => ({
      type: 'ORM^O01',
      segments: [pid('P1'), `ORC|${control}|PL1|||||^^^${start}`, 'OBR|1|PL1||CT^CT Chest'],
    });
    const start = { start_date: '20260102', start_time: '0930', start_offset: '+0100', start_said: true };
    await site.send(order('NW', '202601020930+0100'));
    expect(await steps()).toMatchObject([start]);
    await site.send(order('XO', ''));
    expect(await steps()).toMatchObject([start]);
    await site.send(order('XO', '20260103'));
    expect(await steps()).toMatchObject([{ start_date: '20260103', start_time: null, start_offset: null }]);
  });

  it('an order without a start stays on the day on which it came', async () => {
    const order = { type: 'ORM^O01', segments: [pid('P1'), 'ORC|XO|PL1', 'OBR|1|PL1||CT^CT Chest'] };
    await site.send(order);
    await site.context.db.tenant(principal.tenantId, (trx) =>
      trx.updateTable('scheduled_steps').set({ start_date: '20260105' }).execute(),
    );
    await site.send(order);
    expect(await steps()).toMatchObject([{ start_date: '20260105', start_said: false }]);
  });

  it('an appointment is booked, moved and cancelled', async () => {
    const siu = (event: string, at: string) => ({
      type: `SIU^${event}`,
      segments: ['SCH|PL9|FI9', pid('P1'), 'RGS|1', `AIS|1||MRB^MRI Brain^L|${at}`],
    });
    await site.send(siu('S12', '202601030800'));
    await site.send(siu('S13', '202601040900'));
    const all = () =>
      site.context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('appointments').selectAll().execute());
    expect(await all()).toMatchObject([{ appointment_key: 'FI9', starts_at: '202601040900', status: 'booked' }]);
    await site.send(siu('S15', '202601040900'));
    expect(await all()).toMatchObject([{ status: 'cancelled' }]);
  });
});
