/** Appointments that come to the MLLP door, of one patient or several. */
import { describe, expect, it } from 'vitest';
import { mllpSite, pid, principal } from '../../../test/mllp-site.ts';
import { testPasted } from '../../features/messages/index.ts';

const site = mllpSite();

const kept = async (): Promise<readonly string[]> => {
  const rows = await site.context.db.tenant(principal.tenantId, (trx) =>
    trx
      .selectFrom('appointments as a')
      .innerJoin('patient_records as r', 'r.id', 'a.patient_record_id')
      .select(['a.appointment_key', 'r.patient_id', 'a.status', 'a.starts_at', 'a.service_code'])
      .orderBy('r.patient_id')
      .execute(),
  );
  return rows.map(
    (row) => `${row.appointment_key} ${row.patient_id} ${row.status} ${row.starts_at} ${row.service_code}`,
  );
};
const idOf = async (): Promise<readonly string[]> =>
  (
    await site.context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('appointments').select('id').execute())
  ).map(({ id }) => id);
const tell = (event: string, start: string, ...pids: readonly string[]) =>
  site.send({ type: `SIU^${event}`, segments: ['SCH|PL1|FI1', ...pids, 'RGS|1', `AIS|1||CT^CT chest|${start}`] });
const flags = async () => (await site.messages())[0]?.flags;
const [P1, P2, P3] = [pid('P1'), pid('P2', 'Kowalski^Jan', '19751130|M'), pid('P3', 'Lund^Olga', '19800101|F')];

describe('an appointment of several patients', () => {
  it('is kept for each of them, and each is moved with it', async () => {
    expect(await tell('S12', '202603011000', P1, P2)).toMatchObject({ code: 'AA' });
    expect(await kept()).toEqual(['FI1 P1 booked 202603011000 CT', 'FI1 P2 booked 202603011000 CT']);
    expect(await flags()).toEqual([]);
    await tell('S13', '202603021000', P1, P2);
    expect(await kept()).toEqual(['FI1 P1 booked 202603021000 CT', 'FI1 P2 booked 202603021000 CT']);
    const gatherings = await site.context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('outbox').select('id').where('topic', '=', 'order.placed').execute(),
    );
    expect(gatherings).toHaveLength(4);
  });

  it('whose name is gone does not come any more; who is new comes', async () => {
    await tell('S12', '202603011000', P1, P2);
    await tell('S14', '202603011000', P1);
    expect(await kept()).toEqual(['FI1 P1 booked 202603011000 CT', 'FI1 P2 cancelled 202603011000 CT']);
    await tell('S14', '202603011000', P1, P2, P3);
    expect((await kept()).map((row) => row.split(' ')[2])).toEqual(['booked', 'booked', 'booked']);
  });

  it('that did not come (S26) is said of those who are named, a cancellation (S15) of all', async () => {
    await tell('S12', '202603011000', P1, P2);
    await tell('S26', '202603011000', P2);
    expect(await kept()).toEqual(['FI1 P1 booked 202603011000 CT', 'FI1 P2 noshow 202603011000 CT']);
    await tell('S15', '202603011000', P1, P2);
    expect((await kept()).map((row) => row.split(' ')[2])).toEqual(['cancelled', 'cancelled']);
  });

  it.each(['S15', 'S16'])(
    'ends for all when it is cancelled (%s), whomever the message names, or nobody',
    async (event) => {
      await tell('S12', '202603011000', P1, P2, P3);
      await tell('S26', '202603011000', P3);
      expect(await tell(event, '202603011000', P2)).toMatchObject({ code: 'AA' });
      const ended = ['cancelled', 'cancelled', 'noshow'];
      expect((await kept()).map((row) => row.split(' ')[2])).toEqual(ended);
      await tell('S12', '202603051000', P1, P2);
      expect(await tell(event, '202603051000')).toMatchObject({ code: 'AA' });
      expect((await kept()).map((row) => row.split(' ')[2])).toEqual(ended);
    },
  );

  it('was a mistake for all when it is deleted (S17)', async () => {
    await tell('S12', '202603011000', P1, P2);
    await tell('S14', '202603011000', P1);
    await tell('S17', '202603011000', P1);
    expect((await kept()).map((row) => row.split(' ')[2])).toEqual(['entered-in-error', 'entered-in-error']);
  });

  it('that nobody knows is not ended by a message that names nobody', async () => {
    expect(await tell('S15', '202603011000')).toMatchObject({ code: 'AE', condition: '204', location: 'SCH' });
    expect(await tell('S12', '202603011000')).toMatchObject({ code: 'AE', condition: '100', location: 'PID' });
  });

  it('has the service that stands, not one that the message takes away', async () => {
    await tell('S12', '202603011000', P1);
    const changed = ['AIS|1|D|CT^CT chest|202603011000', 'AIS|2|A|MR^MR chest|202603011100'];
    await site.send({ type: 'SIU^S14', segments: ['SCH|PL1|FI1', P1, 'RGS|1|U', ...changed] });
    expect(await kept()).toEqual(['FI1 P1 booked 202603011100 MR']);
    const group = ['RGS|1|D', 'AIS|1||MR^MR chest|202603011100', 'RGS|2|A', 'AIS|1||US^US chest|202603011200'];
    await site.send({ type: 'SIU^S14', segments: ['SCH|PL1|FI1', P1, ...group] });
    expect(await kept()).toEqual(['FI1 P1 booked 202603011200 US']);
  });

  it('one patient in the place of another is the same appointment', async () => {
    await tell('S12', '202603011000', P1);
    const before = await idOf();
    await tell('S14', '202603011000', P2);
    expect(await kept()).toEqual(['FI1 P2 booked 202603011000 CT']);
    expect(await idOf()).toEqual(before);
  });

  it('who was cancelled before stays cancelled when another comes in', async () => {
    await tell('S12', '202603011000', P1, P2);
    await tell('S14', '202603011000', P1);
    const before = await idOf();
    await tell('S14', '202603011000', P1, P3);
    expect((await kept()).map((row) => row.split(' ').slice(1, 3).join(' '))).toEqual([
      'P1 booked',
      'P2 cancelled',
      'P3 booked',
    ]);
    expect(await idOf()).toEqual(expect.arrayContaining([...before]));
  });

  it('counts patients and not segments; who has no identifier is flagged', async () => {
    await tell('S12', '202603011000', P1, P1, 'PID|3');
    expect(await kept()).toHaveLength(1);
    expect(await flags()).toEqual([]);
    await tell('S12', '202603011000', P1, 'PID|2||||Lund^Olga');
    expect(await kept()).toHaveLength(1);
    expect(await flags()).toEqual(['other-patients-not-kept']);
  });
});

it('a draft of a mapping that would ignore acknowledgements is refused as it is when it is put', () => {
  const draft = { ignore: ['ACK^*'] };
  expect(() => testPasted(principal, 'MSH|^~\\&|A', { issuer: 'COUNTY', draft })).toThrow(
    expect.objectContaining({ code: 'bad-request' }),
  );
});
