import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { stateOfRecords } from '../../../test/record-state.ts';
import { findPatientRecord, openReviews, type PatientStatement } from '../../db/index.ts';
import { answerReview, personOf, recordsOf, registerPatientRecord, undoChange } from './index.ts';

let context: TestContext;
const principal = testPrincipal();

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const holder = { name: 'HOLT^GRACE', birthDate: '19410312', sex: 'F', otherIds: [] } as const;
const stranger = { name: 'OKAFOR^EMEKA', birthDate: '19870925', sex: 'M', otherIds: [] } as const;
const issuer = 'REUSE';
const tell = (id: string, said: Omit<PatientStatement, 'issuer' | 'id'>) =>
  registerPatientRecord(context, principal, { issuer, id, ...said });
const named = (id: string) => context.db.tenant(principal.tenantId, (trx) => findPatientRecord(trx, { issuer, id }));
/** Open questions between these, not with the others of this test. */
const questions = async (ids: readonly string[]) => {
  const open = await context.db.tenant(principal.tenantId, (trx) => openReviews(trx, ids));
  return open.filter(({ record_a, record_b }) => ids.includes(record_a) && ids.includes(record_b));
};

const stateOf = (recordIds: readonly string[]) => stateOfRecords(context, recordIds);

describe('an identifier that is told of somebody else', () => {
  it('is held for review by name, and both keep what is theirs until somebody decides', async () => {
    const before = await tell('1', holder);
    const after = await tell('1', stranger);
    expect(after).toMatchObject({ created: true });
    expect(after.personId).not.toBe(before.personId);
    expect(await named('1')).toMatchObject({ id: after.patientRecordId, name: stranger.name });
    const [kept] = await recordsOf(context, principal, before.personId);
    expect(kept).toMatchObject({ id: before.patientRecordId, name: holder.name, birth_date: holder.birthDate });
    const [question, ...more] = await questions([before.patientRecordId, after.patientRecordId]);
    expect(more).toEqual([]);
    expect(question).toMatchObject({ rules: ['reused-identifier'] });
    expect(JSON.stringify(question?.evidence)).toContain('the number was given again');
  });

  it.each(['same', 'not-same'] as const)('"%s" can be decided, and taken back exactly', async (answer) => {
    const id = `decided-${answer}`;
    const [before, after] = [await tell(id, holder), await tell(id, stranger)];
    const both = [before.patientRecordId, after.patientRecordId];
    const state = await stateOf(both);
    const [question] = await questions(both);
    const { changeId } = await answerReview(context, principal, question?.id ?? '', answer, 'asked the site');
    const persons = await Promise.all(both.map((one) => personOf(context, principal, one)));
    expect(new Set(persons).size).toBe(answer === 'same' ? 1 : 2);
    expect(await questions(both)).toEqual([]);
    await undoChange(context, principal, changeId ?? '');
    expect(await stateOf(both)).toBe(state);
  });

  it('is about the earlier holder again when it is told of that one', async () => {
    const [before, wrong] = [await tell('2', holder), await tell('2', stranger)];
    const again = await tell('2', { ...holder, phone: '+442079460000' });
    expect(again).toMatchObject({ patientRecordId: before.patientRecordId, created: false });
    expect(await named('2')).toMatchObject({ id: before.patientRecordId });
    expect(wrong.patientRecordId).not.toBe(before.patientRecordId);
  });

  it('makes one record of eight that tell of it at once', async () => {
    const before = await tell('3', holder);
    const told = await Promise.all(Array.from({ length: 8 }, () => tell('3', stranger)));
    const records = new Set(told.map((one) => one.patientRecordId));
    expect(records.size).toBe(1);
    expect(records).not.toContain(before.patientRecordId);
  });

  it.each([
    ['another name and sex', { name: stranger.name, sex: 'M' }],
    ['another birth date and sex', { birthDate: stranger.birthDate, sex: 'M' }],
    ['a name where nobody knew one', { ...stranger }, { ...holder, name: 'UNKNOWN^TRAUMA 7' }],
    ['a name for a newborn', { ...stranger, birthDate: '20260102' }, { ...holder, name: 'HOLT^BABY GIRL' }],
    ['a birth date that systems fill in', { ...stranger }, { ...holder, birthDate: '19000101' }],
    [
      'another name and birth date at the same telephone',
      { ...stranger, sex: 'F' },
      { ...holder, phone: '02079460001' },
    ],
  ])('is not held: %s', async (what, change, first: Omit<PatientStatement, 'issuer' | 'id'> = holder) => {
    const before = await tell(what, first);
    const after = await tell(what, { ...first, ...change });
    expect(after).toMatchObject({ patientRecordId: before.patientRecordId, created: false });
  });
});
