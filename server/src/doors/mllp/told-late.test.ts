/** Messages at the MLLP door that come in another order than things happened. */
import { describe, expect, it } from 'vitest';
import { mllpSite, nextId, pid, principal } from '../../../test/mllp-site.ts';

const site = mllpSite();

describe('messages that come in another order than things happened', () => {
  const told = (recorded: string, name: string, ...more: string[]) =>
    site.send({ type: 'ADT^A08', segments: [`EVN|A08|${recorded}`, pid('P1', name), ...more] });
  const name = async () => (await site.patients())[0]?.name;

  it('an older event takes the place of nothing, is answered AA, and is flagged', async () => {
    await told('20260102101500', 'New^Anna');
    expect(await told('20260102101459', 'Old^Anna')).toMatchObject({ code: 'AA' });
    expect(await name()).toBe('New^Anna');
    expect((await site.messages())[0]).toMatchObject({ state: 'done', flags: ['older-than-known'] });
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
      site.client.send(
        Buffer.from(
          [`MSH|^~\\&|RIS||HUB|HUB|20260101||ADT^A08|${nextId()}|P|2.5`, `EVN|A08|${at}`, pid('P1', who)].join('\r'),
        ),
      );
    await nowhere('20260102101500', 'Third^Anna');
    await nowhere('20260102101400', 'Fourth^Anna');
    expect(await name()).toBe('Fourth^Anna');
  });

  it('without EVN-2 the moment of the message counts, and a clock that is years ahead does not', async () => {
    const sent = (at: string, who: string) =>
      site.client.send(
        Buffer.from(
          [`MSH|^~\\&|RIS|COUNTY|HUB|HUB|${at}||ADT^A08|${nextId()}|P|2.5`, 'EVN|A08', pid('P1', who)].join('\r'),
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
      site.send({ type: 'ADT^A08', segments: [`EVN|A08|${recorded}`, segment] });
    await event('20260102101500', pid('P1', 'New^Anna'));
    await event('20260102101500', account('A1', 'P2').replace('~X7^^^OTHER', ''));
    await event('20260102101000', account('A1', 'P1'));
    await event('20260102101000', account('A2', 'P1'));
    const kept = await site.context.db.tenant(principal.tenantId, async (trx) => ({
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
    const answer = await site.send({
      type: 'ADT^A40',
      segments: ['EVN|A40|20260102101000', pid('P1', 'Old^Anna'), 'MRG|P2^^^^MR'],
    });
    expect(answer).toMatchObject({ code: 'AA' });
    expect(await name()).toBe('New^Anna');
    expect((await site.messages())[0]).toMatchObject({ flags: ['older-than-known'], effects: [{ kind: 'merge' }] });
  });

  it('an older story of somebody else does not get the identifier', async () => {
    await told('20260102101500', 'Weber^Jonas');
    const other = 'PID|1||P1^^^^MR||Nakamura^Keiko||19320711|F';
    await site.send({ type: 'ADT^A08', segments: ['EVN|A08|20250101', other] });
    const current = await site.context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('patient_records').select('name').where('superseded_at', 'is', null).execute(),
    );
    expect(current).toEqual([{ name: 'Weber^Jonas' }]);
  });

  it.each([
    ['order', 'ORM^O01', ['ORC|NW|9', 'OBR|1|9||CT^CT Chest']],
    ['merge', 'ADT^A40', ['MRG|P2^^^^MR']],
  ])('an older %s of somebody else is not done to who has the identifier now', async (_what, type, segments) => {
    const other = 'PID|1||P1^^^^MR||Nakamura^Keiko||19320711|F';
    await site.send({ type: 'ADT^A04', segments: ['EVN|A04|20260102100000', other] });
    await site.send({ type: 'ADT^A04', segments: ['EVN|A04|20260102100000', pid('P2', 'Nakamura^Keiko')] });
    await told('20260102101500', 'Weber^Jonas');
    const event = type.startsWith('ADT') ? ['EVN|A40|20260102101000'] : [];
    const answer = await site.send({ type, segments: [...event, other, ...segments] });
    expect(answer).toMatchObject({ code: 'AE', condition: '205' });
    expect((await site.messages())[0]).toMatchObject({ state: 'refused', location: 'PID-3', effects: [] });
  });
});
