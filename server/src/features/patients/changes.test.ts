import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { findPatientRecord, openReviews, type PatientStatement } from '../../db/index.ts';
import {
  linkRecords,
  listChanges,
  mergePatients,
  movePatientRecord,
  personOf,
  recordsOf,
  registerPatientRecord,
  relateMotherAndChild,
  relativesOf,
  splitRecords,
  undoChange,
  unlinkRecords,
} from './index.ts';

let context: TestContext;
const principal = testPrincipal();
let number = 0;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const at = (issuer: string, id: string) => ({ issuer, id });
const reason = 'test';
// Names and dates far from each other, so that nothing is linked but by decision.
const strangers = ['HOLT^GRACE', 'OKAFOR^EMEKA', 'LINDQVIST^ASTRID', 'TANAKA^HIROSHI', 'MARCHETTI^PAOLO'];
const register = async (issuer: string, id: string, rest: Partial<PatientStatement> = {}) => {
  number += 1;
  const birthDate = `${1930 + (number % 90)}${String(1 + (number % 12)).padStart(2, '0')}${String(2 + (number % 26)).padStart(2, '0')}`;
  const said = {
    name: `${strangers[number % strangers.length]}${number}`,
    birthDate,
    sex: null,
    otherIds: [],
    ...rest,
  };
  return registerPatientRecord(context, principal, { issuer, id, ...said });
};

/** All that a change could alter of these records, in one text. */
const stateOf = async (recordIds: readonly string[]): Promise<string> =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const members = await trx
      .selectFrom('memberships')
      .select(['patient_record_id', 'person_id', 'method', 'score', 'evidence', 'decided_by', 'made_at'])
      .where('patient_record_id', 'in', [...recordIds])
      .where('valid_to', 'is', null)
      .orderBy('patient_record_id')
      .execute();
    const records = await trx
      .selectFrom('patient_records')
      .selectAll()
      .where('id', 'in', [...recordIds])
      .orderBy('id')
      .execute();
    const studies = await trx
      .selectFrom('studies')
      .selectAll()
      .where('patient_record_id', 'in', [...recordIds])
      .orderBy('id')
      .execute();
    return JSON.stringify([members, records, studies, await openReviews(trx, recordIds)]);
  });

const storeStudy = (patientRecordId: string, uid: string) =>
  context.db.tenant(principal.tenantId, (trx) =>
    trx
      .insertInto('studies')
      .values({
        tenant_id: principal.tenantId,
        id: crypto.randomUUID(),
        study_instance_uid: uid,
        patient_record_id: patientRecordId,
      })
      .execute(),
  );

type Step = {
  readonly verb: 'merge' | 'link' | 'unlink' | 'move' | 'split';
  readonly one: number;
  readonly other: number;
};

const apply = async (step: Step, ids: readonly { issuer: string; id: string }[]): Promise<string | undefined> => {
  const [one, other] = [ids[step.one] ?? at('', ''), ids[step.other] ?? at('', '')];
  const verbs = {
    merge: () => mergePatients(context, principal, { survivor: one, absorbed: other, reason }),
    link: () => linkRecords(context, principal, { one, other, reason }),
    unlink: () => unlinkRecords(context, principal, { one, other, reason }),
    move: () => movePatientRecord(context, principal, { moved: other, to: one, reason }),
    split: () => splitRecords(context, principal, { records: [other], reason }),
  };
  try {
    return (await verbs[step.verb]()).changeId;
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(conflict|bad-request)$/) });
    return undefined;
  }
};

describe('undo', () => {
  it('of any sequence, in any order that it allows, gives exactly the state before, studies included', async () => {
    const step = fc.record({
      verb: fc.constantFrom<Step['verb']>('merge', 'link', 'unlink', 'move', 'split'),
      one: fc.nat({ max: 4 }),
      other: fc.nat({ max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 7 }),
        fc.infiniteStream(fc.nat()),
        async (steps, order) => {
          number += 1;
          const ids = strangers.map((_, n) => at(`U${number}-${n}`, '1'));
          const recordIds: string[] = [];
          for (const { issuer, id } of ids) recordIds.push((await register(issuer, id)).patientRecordId);
          for (const [n, id] of recordIds.entries()) await storeStudy(id, `2.25.${Date.now()}${number}${n}`);
          const before = await stateOf(recordIds);
          const made: string[] = [];
          for (const each of steps) {
            const changeId = await apply(each, ids);
            if (changeId !== undefined) made.push(changeId);
          }
          for (let refused = 0; made.length > 0; ) {
            const [change] = made.splice((order.next().value ?? 0) % made.length, 1);
            const undone = await undoChange(context, principal, change ?? '').then(
              () => true,
              (error) => {
                expect(error).toMatchObject({ code: 'conflict' });
                return false;
              },
            );
            if (!undone) made.push(change ?? '');
            refused = undone ? 0 : refused + 1;
            // Always one of them can be taken back: the last.
            expect(refused).toBeLessThan(500);
          }
          expect(await stateOf(recordIds)).toBe(before);
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });

  it('takes a decision back that was reviewed, and the question is open again as it was', async () => {
    const baby = await register('REV-A', '1', { name: 'OKONJO^BABY GIRL', birthDate: '20210604' });
    const child = await register('REV-B', '1', { name: 'OKONJO^ADAEZE', birthDate: '20210604' });
    const ids = [baby.patientRecordId, child.patientRecordId];
    const before = await stateOf(ids);
    const change = await linkRecords(context, principal, { one: at('REV-A', '1'), other: at('REV-B', '1'), reason });
    expect(await personOf(context, principal, child.patientRecordId)).toBe(baby.personId);
    await undoChange(context, principal, change.changeId ?? '');
    expect(await stateOf(ids)).toBe(before);
    await expect(undoChange(context, principal, change.changeId ?? '')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('decisions', () => {
  it('"not the same" is kept, and asked again only when the facts change', async () => {
    const name = 'ABERNATHY^ROSALIND';
    const [one, other] = [
      await register('DEC-A', '1', { name, birthDate: '19610712' }),
      await register('DEC-B', '1', { name, birthDate: '19610712' }),
    ];
    expect(other.personId).toBe(one.personId);
    await unlinkRecords(context, principal, { one: at('DEC-A', '1'), other: at('DEC-B', '1'), reason });
    const again = await register('DEC-B', '1', { name, birthDate: '19610712' });
    expect(again.personId).not.toBe(one.personId);
    const questions = () => context.db.tenant(principal.tenantId, (trx) => openReviews(trx, [one.patientRecordId]));
    expect(await questions()).toEqual([]);
    await register('DEC-B', '1', { name, birthDate: '19610712', phone: '+44 20 7946 0018' });
    expect(await questions()).toHaveLength(1);
    expect(await personOf(context, principal, other.patientRecordId)).not.toBe(one.personId);
  });

  it('a merge that comes twice has its effect once; itself, circles and second survivors are refused', async () => {
    for (const id of ['1', '2', '3']) await register('MRG', id);
    const merge = (survivor: string, absorbed: string) =>
      mergePatients(context, principal, { survivor: at('MRG', survivor), absorbed: at('MRG', absorbed), reason });
    expect((await merge('1', '2')).changeId).toBeDefined();
    expect((await merge('1', '2')).changeId).toBeUndefined();
    await expect(merge('1', '1')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(merge('2', '1')).rejects.toMatchObject({ code: 'conflict' });
    await expect(merge('3', '2')).rejects.toMatchObject({ code: 'conflict' });
    // 2 is of 3 by way of 1 then: that it is so is nothing new.
    expect((await merge('3', '1')).changeId).toBeDefined();
    expect((await merge('3', '2')).changeId).toBeUndefined();
  });

  it('a temporary patient is reconciled, and its person is told of so that priors are gathered again', async () => {
    const known = await register('TMP', '1');
    const trauma = await register('TMP', 'T-99', { name: 'TRAUMA^SEVENTEEN', birthDate: '19000101' });
    await mergePatients(context, principal, { survivor: at('TMP', '1'), absorbed: at('TMP', 'T-99'), reason });
    expect(await personOf(context, principal, trauma.patientRecordId)).toBe(known.personId);
    const told = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('outbox').select('payload').where('topic', '=', 'person.changed').execute(),
    );
    expect(told.map((row) => row.payload)).toContainEqual({ personId: known.personId });
  });

  it('mother and child are related and never linked, also where their source files both as one', async () => {
    const said = { name: 'BELLWETHER^ISOLDE', birthDate: '19910203' };
    const mother = await register('REL-A', '1', said);
    const child = await register('REL-B', '1', said);
    expect(child.personId).toBe(mother.personId);
    await relateMotherAndChild(context, principal, {
      mother: at('REL-A', '1'),
      child: at('REL-B', '1'),
      witness: 'PID-21',
    });
    const now = await personOf(context, principal, child.patientRecordId);
    expect(now).not.toBe(mother.personId);
    expect(await relativesOf(context, principal, now)).toMatchObject([{ personId: mother.personId, role: 'mother' }]);
  });

  it('64 at once make one record and one person', async () => {
    const made = await Promise.all(
      Array.from({ length: 64 }, () => register('RACE', '1', { name: 'QUILL^EDMUND', birthDate: '19530419' })),
    );
    expect(new Set(made.map((each) => each.patientRecordId)).size).toBe(1);
    expect(new Set(made.map((each) => each.personId)).size).toBe(1);
  });

  it('16 sources that tell of one patient at once make one person', async () => {
    const said = { name: 'THORNBURY^CLEMENT', birthDate: '19480911' };
    const made = await Promise.all(Array.from({ length: 16 }, (_, n) => register(`RACE-${n}`, '1', said)));
    const persons = await Promise.all(made.map((each) => personOf(context, principal, each.patientRecordId)));
    expect(new Set(persons).size).toBe(1);
  });
});

describe('replays of what went wrong elsewhere', () => {
  it('dcm4chee-arc-light #3222: unmerge gives each patient its own studies back', async () => {
    const [kept, gone] = [await register('R3222', '1'), await register('R3222', '2')];
    await storeStudy(kept.patientRecordId, '2.25.32221');
    await storeStudy(gone.patientRecordId, '2.25.32222');
    const before = await stateOf([kept.patientRecordId, gone.patientRecordId]);
    const merge = await mergePatients(context, principal, {
      survivor: at('R3222', '1'),
      absorbed: at('R3222', '2'),
      reason,
    });
    expect((await recordsOf(context, principal, kept.personId)).map((record) => record.patient_id)).toEqual(['1', '2']);
    await undoChange(context, principal, merge.changeId ?? '');
    expect(await stateOf([kept.patientRecordId, gone.patientRecordId])).toBe(before);
  });

  it('dcm4chee-arc-light #4302: a record that moves away after a merge takes what was merged into it along, whole', async () => {
    for (const id of ['1', '2', '3']) await register('R4302', id);
    await mergePatients(context, principal, { survivor: at('R4302', '1'), absorbed: at('R4302', '2'), reason });
    const moved = await movePatientRecord(context, principal, {
      moved: at('R4302', '1'),
      to: at('R4302', '3'),
      reason,
    });
    const members = await recordsOf(context, principal, moved.personId);
    expect(members.map((member) => member.patient_id).sort()).toEqual(['1', '2', '3']);
    expect(members.map((member) => member.name).every((name) => (name ?? '') !== '')).toBe(true);
    expect(members.find((member) => member.patient_id === '2')?.merged_into).toBe(
      members.find((member) => member.patient_id === '1')?.id,
    );
    const history = await listChanges(context, principal, at('R4302', '1'));
    expect(history.map((change) => change.kind)).toEqual(['move', 'merge']);
  });

  it('dcm4chee-arc-light #4508: one ID under two issuers is two records, and neither is refused nor folded into the other', async () => {
    const [one, other] = [await register('ABCD', '2405055400'), await register('DCM4CHEE.40CBE202', '2405055400')];
    expect(other.patientRecordId).not.toBe(one.patientRecordId);
    expect(other.personId).not.toBe(one.personId);
  });

  it('dcm4chee-arc-light #4990: two requests for one new patient at once make one record that can be used afterwards', async () => {
    const said = { name: 'KUZNETSOV^ALEKSANDR', birthDate: '19771103' };
    const made = await Promise.all([register('R4990', '1', said), register('R4990', '1', said)]);
    expect(new Set(made.map((each) => each.patientRecordId)).size).toBe(1);
    const found = await context.db.tenant(principal.tenantId, (trx) => findPatientRecord(trx, at('R4990', '1')));
    expect(found?.id).toBe(made[0]?.patientRecordId);
  });

  it('DICOMcloud #94: two hospitals with one Patient ID are not one person', async () => {
    const [one, other] = [
      await register('HOSPITAL A', '1001', { name: 'WINSLOW^PETRA', birthDate: '19800505' }),
      await register('HOSPITAL B', '1001', { name: 'ADEYEMI^TUNDE', birthDate: '20150101' }),
    ];
    expect(other.personId).not.toBe(one.personId);
  });
});
