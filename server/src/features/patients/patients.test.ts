import { clusterOf, type PairVerdict } from '@throughline/identity';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { openReviews, type PatientStatement } from '../../db/index.ts';
import { answerReview, keySomeRecords, personOf, recordsOf, registerPatientRecord } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
let nextIssuer = 0;
let issuers: { readonly a: string; readonly b: string; readonly c: string };

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());
beforeEach(() => {
  nextIssuer += 1;
  issuers = { a: `A${nextIssuer}`, b: `B${nextIssuer}`, c: `C${nextIssuer}` };
});

// Every test has a birth date of its own, far from those of others, so that none sees the records of another.
const birthDate = () =>
  `2010${String(1 + ((nextIssuer * 5) % 12)).padStart(2, '0')}${String(2 + ((nextIssuer * 11) % 27)).padStart(2, '0')}`;
const statement = (issuer: string, id: string, rest: Partial<PatientStatement> = {}): PatientStatement => ({
  issuer,
  id,
  name: 'HOLT^GRACE',
  birthDate: birthDate(),
  sex: 'F',
  otherIds: [],
  ...rest,
});
const register = (issuer: string, id: string, rest: Partial<PatientStatement> = {}) =>
  registerPatientRecord(context, principal, statement(issuer, id, rest));
const reviewsOf = (...recordIds: readonly string[]) =>
  context.db.tenant(principal.tenantId, (trx) => openReviews(trx, recordIds));
const historyOf = (recordId: string) =>
  context.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('memberships').selectAll().where('patient_record_id', '=', recordId).orderBy('valid_from').execute(),
  );

describe('registration', () => {
  it('links records of one person across issuers, with the evidence', async () => {
    const first = await register(issuers.a, '1');
    const second = await register(issuers.b, '77', { name: 'Holt^Grace^A' });
    expect(second.personId).toBe(first.personId);
    const records = await recordsOf(context, principal, first.personId);
    expect(records.map((record) => [record.issuer, record.method])).toEqual([
      [issuers.a, 'own'],
      [issuers.b, 'automatic'],
    ]);
    expect(records[1]?.score).toBeGreaterThan(0.99);
    expect(records[1]?.evidence).toMatchObject({ with: first.patientRecordId, outcome: 'auto-link' });
    expect(await personOf(context, principal, second.patientRecordId)).toBe(first.personId);
  });

  it('finds those that an earlier version keyed once they have the keys of today', async () => {
    const first = await register(issuers.a, '1');
    await context.db.tenant(principal.tenantId, async (trx) => {
      await trx.deleteFrom('blocking_keys').where('patient_record_id', '=', first.patientRecordId).execute();
      await trx.updateTable('patient_records').set({ keyed: 0 }).where('id', '=', first.patientRecordId).execute();
    });
    const second = await register(issuers.b, '77');
    expect(second.personId).not.toBe(first.personId);
    expect(await keySomeRecords(context, principal)).toBe(false);
    expect(await personOf(context, principal, second.patientRecordId)).toBe(
      await personOf(context, principal, first.patientRecordId),
    );
  });

  it('keeps the history of memberships, and audits the change', async () => {
    const first = await register(issuers.a, '1');
    const second = await register(issuers.b, '77');
    const history = await historyOf(second.patientRecordId);
    expect(history.map((row) => [row.method, row.valid_to === null])).toEqual([
      ['own', false],
      ['automatic', true],
    ]);
    const audited = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('audit_events').select('detail').where('patient_record_id', '=', second.patientRecordId).execute(),
    );
    expect(audited.map((row) => row.detail)).toContainEqual({
      change: 'linked',
      from: history[0]?.person_id,
      to: first.personId,
    });
  });

  it('makes one record and one person of 32 at once', async () => {
    const all = await Promise.all(Array.from({ length: 32 }, () => register(issuers.a, '1')));
    expect(new Set(all.map((each) => each.patientRecordId)).size).toBe(1);
    expect(new Set(all.map((each) => each.personId)).size).toBe(1);
    expect(all.filter((each) => each.created)).toHaveLength(1);
  });

  it('joins records that come at once from several sources', async () => {
    const all = await Promise.all(['1', '2', '3', '4', '5', '6'].map((id) => register(`${issuers.a}-${id}`, id)));
    const persons = await Promise.all(all.map((each) => personOf(context, principal, each.patientRecordId)));
    expect(new Set(persons).size).toBe(1);
  });

  it('keeps twins apart, whatever else agrees', async () => {
    const grace = await register(issuers.a, '1');
    const oliver = await register(issuers.b, '1', { name: 'HOLT^OLIVER' });
    expect(oliver.personId).not.toBe(grace.personId);
    const pair = [grace.patientRecordId, oliver.patientRecordId];
    const asked = await reviewsOf(...pair);
    expect(asked.filter((row) => pair.includes(row.record_a) && pair.includes(row.record_b))).toEqual([]);
  });

  it('does not join two persons through a record that fits both when those must be kept apart', async () => {
    const grace = await register(issuers.a, '1');
    const oliver = await register(issuers.b, '2', { name: 'HOLT^OLIVER' });
    const confused = await register(issuers.c, '3', {
      otherIds: [
        { issuer: issuers.a, id: '1' },
        { issuer: issuers.b, id: '2' },
      ],
    });
    expect(confused.personId).toBe(grace.personId);
    expect(await personOf(context, principal, oliver.patientRecordId)).not.toBe(grace.personId);
  });

  it('asks for review what it cannot decide, once', async () => {
    const baby = await register(issuers.a, '1', { name: 'OKAFOR^BABY GIRL' });
    const named = await register(issuers.b, '2', { name: 'OKAFOR^ADAEZE' });
    await register(issuers.b, '2', { name: 'OKAFOR^ADAEZE' });
    expect(named.personId).not.toBe(baby.personId);
    expect(await reviewsOf(baby.patientRecordId)).toMatchObject([{ rules: ['newborn-placeholder'] }]);
  });

  it('links the renamed newborn when a source states the other identifier, and the question is withdrawn', async () => {
    const baby = await register(issuers.a, '1', { name: 'OKAFOR^BABY GIRL' });
    const before = await register(issuers.b, '2', { name: 'OKAFOR^ADAEZE' });
    expect(before.personId).not.toBe(baby.personId);
    const after = await register(issuers.b, '2', { name: 'OKAFOR^ADAEZE', otherIds: [{ issuer: issuers.a, id: '1' }] });
    expect(after.personId).toBe(baby.personId);
    expect(await reviewsOf(baby.patientRecordId)).toEqual([]);
  });

  it('finds a record by the identifier that another states, also when the names differ', async () => {
    const later = await register(issuers.a, '1', {
      name: 'WARREN^GRACE',
      otherIds: [{ issuer: issuers.b, id: '2' }],
    });
    const old = await register(issuers.b, '2', { name: 'HOLT^GRACE' });
    expect(old.personId).toBe(later.personId);
  });

  it('splits what was linked when the facts change, and the older person stays', async () => {
    const first = await register(issuers.a, '1');
    const second = await register(issuers.b, '2');
    expect(second.personId).toBe(first.personId);
    const corrected = await register(issuers.b, '2', { name: 'HOLT^OLIVER' });
    expect(corrected.personId).not.toBe(first.personId);
    expect(await personOf(context, principal, first.patientRecordId)).toBe(first.personId);
    const history = await historyOf(second.patientRecordId);
    expect(history.map((row) => row.method)).toEqual(['own', 'automatic', 'own']);
  });

  it('tells others of every person that changed', async () => {
    const first = await register(issuers.a, '1');
    await register(issuers.b, '2');
    const told = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('outbox').select('payload').where('topic', '=', 'person.changed').execute(),
    );
    expect(told.map((row) => row.payload)).toContainEqual({ personId: first.personId });
  });

  it('writes those that come at once together: what is wrong with one is not the others, and the last word stays', async () => {
    const all = await Promise.allSettled([
      register(issuers.a, '1', { name: 'FIRST^ONE' }),
      register(issuers.a, '2', { name: 'NUL\u0000^BYTE' }),
      ...Array.from({ length: 40 }, (_, n) =>
        register(issuers.b, `${n}`, { name: `OTHER^${'ABCDEFGHIJ'[n % 10]}${n}` }),
      ),
      register(issuers.a, '1', { name: 'SECOND^ONE' }),
      register(issuers.a, '1', { name: 'THIRD^ONE' }),
    ]);
    expect(all.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([1]);
    const [first, , ...rest] = all.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    expect(rest.at(-1)?.patientRecordId).toBe(first?.patientRecordId);
    const [record] = await recordsOf(context, principal, rest.at(-1)?.personId ?? '');
    expect(record?.name).toBe('THIRD^ONE');
  });

  it('does not join two groups of namesakes for a link between two records that lack number or telephone', async () => {
    const number = (id: string) => ({ otherIds: [{ issuer: `insurer-${issuers.a}`, id }] });
    const name = 'QUINSTROM^NATALIE';
    const marton = { name, street: '74 BRIDGE STREET', locality: 'MARTON', postcode: '26265' };
    const quinstead = { name, street: '70 QUEEN STREET', locality: 'QUINSTEAD', postcode: '22703' };
    const thin = await register(issuers.a, '1', { ...marton, ...number('20059418') });
    const whole = await register(issuers.b, '1', { ...marton, ...number('20059418'), phone: '04955503624' });
    const other = await register(issuers.b, '2', { ...quinstead, ...number('27059421'), phone: '05555509591' });
    const otherThin = await register(issuers.c, '2', { ...quinstead, phone: '05555509591' });
    const personsOf = (...of: readonly (typeof thin)[]) =>
      Promise.all(of.map(({ patientRecordId }) => personOf(context, principal, patientRecordId)));
    const both = () => personsOf(thin, whole, other, otherThin);
    expect(await both()).toEqual([thin.personId, thin.personId, other.personId, other.personId]);
    expect(other.personId).not.toBe(thin.personId);
    const pair = [thin.patientRecordId, otherThin.patientRecordId];
    const asked = await reviewsOf(...pair);
    const isAsked = asked.find((row) => pair.includes(row.record_a) && pair.includes(row.record_b));
    expect(isAsked).toMatchObject({ rules: ['namesakes'] });
    // A reviewer knows better, and stays right when a source tells the same again.
    await answerReview(context, principal, isAsked?.id ?? '', 'same', 'both homes are hers');
    await register(issuers.b, '2', { ...quinstead, ...number('27059421'), phone: '05555509591', sex: 'F' });
    await register(issuers.b, '1', { ...marton, ...number('20059418'), phone: '04955503624', name: `${name}^A` });
    expect(new Set(await both()).size).toBe(1);
  });

  it('asks about the likeliest where everybody bears one name, and withdraws none of that later', async () => {
    const many: string[] = [];
    for (let number = 1; number <= 40; number += 1)
      many.push((await register(issuers.a, `N${number}`, {})).patientRecordId);
    const last = many.at(-1) ?? '';
    const asked = await reviewsOf(last);
    expect(asked).toHaveLength(25);
    await register(issuers.a, 'N1', { name: 'HOLT^GRACE^B' });
    await register(issuers.a, 'N40', { sex: 'F' });
    expect((await reviewsOf(last)).map(({ id }) => id)).toEqual(expect.arrayContaining(asked.map(({ id }) => id)));
  });

  it('needs the right to store', async () => {
    await expect(
      registerPatientRecord(context, testPrincipal(['read']), statement(issuers.a, '1')),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('groups of linked records', () => {
  const verdicts = fc.constantFrom<PairVerdict>('linked', 'apart', 'open');
  it('never hold two records that must be kept apart, and always the anchor', () => {
    const records = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(
      fc.property(fc.array(verdicts, { minLength: 25, maxLength: 25 }), (table) => {
        const verdict = (one: string, other: string): PairVerdict => {
          const [x, y] = [records.indexOf(one), records.indexOf(other)].sort();
          return table[(x ?? 0) * 5 + (y ?? 0)] ?? 'open';
        };
        const group = [...clusterOf('a', records, verdict)];
        expect(group).toContain('a');
        for (const one of group)
          for (const other of group) if (one !== other) expect(verdict(one, other)).not.toBe('apart');
        for (const one of group.slice(1))
          expect(group.some((other) => other !== one && verdict(one, other) === 'linked')).toBe(true);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
