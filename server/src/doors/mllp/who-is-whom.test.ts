/** Merges, moves and links that come to the MLLP door. */
import { describe, expect, it } from 'vitest';
import { mllpSite, pid, principal } from '../../../test/mllp-site.ts';
import { listExceptions } from '../../features/exceptions/index.ts';
import { listMessages, replayMessage, setMessageAside } from '../../features/messages/index.ts';

const site = mllpSite();

describe('who is whom', () => {
  const persons = async (): Promise<Readonly<Record<string, string>>> => {
    const found = await site.context.db.tenant(principal.tenantId, (trx) =>
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
    await site.send({ type: 'ADT^A04', segments: [pid('P1', 'Meier^Anna', '19600102|F')] });
    await site.send({ type: 'ADT^A04', segments: [pid('P2', 'Kowalski^Jan', '19751130|M')] });
    const { P1, P2 } = await persons();
    expect(P1).not.toBe(P2);
  };

  it.each(['A40', 'A18', 'A34', 'A36', 'A47'])('%s: what came under the old identifier follows', async (event) => {
    await two();
    expect(await site.send({ type: `ADT^${event}`, segments: [pid('P1'), 'MRG|P2^^^^MR'] })).toMatchObject({
      code: 'AA',
    });
    const { P1, P2 } = await persons();
    expect(P2).toBe(P1);
  });

  it('A40 with two identifiers in MRG-1: what came under either follows (3.4.10.1)', async () => {
    await two();
    await site.send({ type: 'ADT^A04', segments: [pid('P4', 'Lund^Olga', '19800101|F')] });
    const merge = { type: 'ADT^A40', segments: [pid('P1'), 'MRG|P2^^^^MR~P4^^^^MR'] };
    expect(await site.send(merge)).toMatchObject({ code: 'AA' });
    const { P1, P2, P4 } = await persons();
    expect([P2, P4]).toEqual([P1, P1]);
  });

  it('A40 of a patient that nobody told of before: what still comes under that identifier follows', async () => {
    expect(await site.send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|TEMP7^^^^MR'] })).toMatchObject({
      code: 'AA',
    });
    const { P1, TEMP7 } = await persons();
    expect(TEMP7).toBe(P1);
  });

  it('A40 in a circle and with itself is refused; both messages are kept (H70)', async () => {
    await two();
    await site.send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|P2^^^^MR'] });
    const before = await persons();
    expect(await site.send({ type: 'ADT^A40', segments: [pid('P2'), 'MRG|P1^^^^MR'] })).toMatchObject({
      code: 'AE',
      condition: '205',
    });
    expect(await site.send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|P1^^^^MR'] })).toMatchObject({
      code: 'AE',
      condition: '204',
    });
    expect(await persons()).toEqual(before);
    expect(await listMessages(site.context, principal, { states: ['refused'] })).toHaveLength(2);
  });

  it('A43 before its patient is known is refused, and has its effect when it is processed again (H70)', async () => {
    const move = { type: 'ADT^A43', segments: [pid('P3', 'Lund^Olga', '19800101|F'), 'MRG|P2^^^^MR'] };
    expect(await site.send({ ...move, id: 'MOVE' })).toMatchObject({ code: 'AE', condition: '204' });
    await two();
    const [dead] = await listMessages(site.context, principal, { states: ['refused'] });
    expect(await replayMessage(site.context, principal, dead?.id ?? '')).toMatchObject({ state: 'done' });
    const { P2, P3 } = await persons();
    expect(P3).toBe(P2);
  });

  it('a message without effect waits at the exceptions desk until it has one, or is set aside', async () => {
    const desk = async () =>
      (await listExceptions(site.context, principal)).items.filter((one) => one.kind === 'dead-letter');
    await site.send({ type: 'ADT^A43', segments: [pid('P3', 'Lund^Olga', '19800101|F'), 'MRG|P2^^^^MR'] });
    await site.send({ type: 'ADT^A40', segments: [pid('P1'), 'MRG|P1^^^^MR'] });
    const [first, second] = await desk();
    expect([first?.text, second?.text]).toEqual([
      'A message of ris had no effect. ADT^A43: There is no such thing here. There is no such patient.',
      'A message of ris had no effect. ADT^A40: A patient cannot be merged with, or moved to, itself. (MRG-1)',
    ]);
    await two();
    await replayMessage(site.context, principal, first?.id ?? '');
    await setMessageAside(site.context, principal, second?.id ?? '');
    expect(await desk()).toEqual([]);
    expect(await listMessages(site.context, principal, { states: ['refused'] })).toHaveLength(1);
    await expect(setMessageAside(site.context, principal, second?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('A24 links and A37 parts again', async () => {
    await two();
    const both = [pid('P1', 'Meier^Anna', '19600102|F'), pid('P2', 'Kowalski^Jan', '19751130|M')];
    expect(await site.send({ type: 'ADT^A24', segments: both })).toMatchObject({ code: 'AA' });
    let now = await persons();
    expect(now.P2).toBe(now.P1);
    expect(await site.send({ type: 'ADT^A37', segments: both })).toMatchObject({ code: 'AA' });
    now = await persons();
    expect(now.P2).not.toBe(now.P1);
  });

  it('"" takes a value away; silence leaves it', async () => {
    await site.send({ type: 'ADT^A08', segments: [pid('P1', 'Meier^Anna', '19600102|F')] });
    await site.send({ type: 'ADT^A08', segments: ['PID|1||P1^^^^MR||||""'] });
    expect(await site.patients()).toMatchObject([{ name: 'Meier^Anna', birth_date: null, sex: 'F' }]);
  });
});
