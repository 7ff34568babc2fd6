/** A modality that asks for its worklist: what is about to begin is gathered for, once. */
import { type MatchKey, matchKey, newUid, type Tag, tags, vrOf } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { findScheduledSteps, putScheduledStep } from './index.ts';

const principal = testPrincipal();
let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

it('tells of its persons, and not again while they were told of or gathered within the hour', async () => {
  const patient = {
    issuer: 'HOME',
    id: 'W1',
    name: 'WORKLIST^SYNTHETIC',
    birthDate: '19600101',
    sex: 'F',
    otherIds: [],
  };
  await registerPatientRecord(context, principal, patient);
  await putScheduledStep(
    context,
    principal,
    { requestedProcedureId: 'RP1', scheduledStepId: 'SP1' },
    {
      stationAeTitle: 'CT1',
      modality: 'CT',
      startDate: '2026-02-01',
      studyInstanceUid: newUid(),
      accessionNumber: 'W-1',
      patient: { patientId: 'W1', issuer: 'HOME', name: 'WORKLIST^SYNTHETIC' },
    },
  );
  const told = () =>
    context.db.tenant(principal.tenantId, async (trx) => {
      const rows = await trx.selectFrom('outbox').select('payload').where('topic', '=', 'order.placed').execute();
      return rows.length;
    });
  const before = await told();
  const list = () => findScheduledSteps(context, principal, { keys: [], limit: 10, offset: 0 });
  expect(await list()).toHaveLength(1);
  expect(await told()).toBe(before + 1);
  await list();
  expect(await told()).toBe(before + 1);
});

const keys = (asked: readonly (readonly [Tag, string])[]): readonly MatchKey[] =>
  asked.map(([tag, value]) => matchKey(tag, vrOf(tag), [value]));

const found = async (...asked: readonly (readonly [Tag, string])[]): Promise<readonly string[]> => {
  const rows = await findScheduledSteps(context, principal, { keys: keys(asked), limit: 100, offset: 0 });
  return rows.map((row) => row.scheduled_step_id);
};

const schedule = (id: string, change: { readonly name?: string; readonly day?: string; readonly time?: string }) =>
  putScheduledStep(
    context,
    principal,
    { requestedProcedureId: `RP-${id}`, scheduledStepId: id },
    {
      stationAeTitle: 'CT1',
      modality: 'CT',
      startDate: change.day ?? '2026-03-01',
      ...(change.time && { startTime: change.time }),
      studyInstanceUid: newUid(),
      accessionNumber: `W-${id}`,
      patient: { patientId: `P-${id}`, issuer: 'HOME', name: change.name ?? 'WORKLIST^SYNTHETIC' },
    },
  );

it('what is put by its numbers is replaced, whoever is said to have given them', async () => {
  const put = (accessionIssuer: string | undefined, modality: string) =>
    putScheduledStep(
      context,
      principal,
      { requestedProcedureId: 'RP-I', scheduledStepId: 'SP-I' },
      {
        stationAeTitle: 'CT1',
        modality,
        startDate: '2026-02-02',
        studyInstanceUid: '2.25.77',
        accessionNumber: 'W-I',
        ...(accessionIssuer && { accessionIssuer }),
        patient: { patientId: 'P-I', issuer: 'HOME', name: 'WORKLIST^SYNTHETIC' },
      },
    );
  await put('HIS', 'CT');
  await put(undefined, 'MR');
  const rows = await findScheduledSteps(context, principal, {
    keys: keys([[tags.RequestedProcedureID, 'RP-I']]),
    limit: 10,
    offset: 0,
  });
  expect(rows.map((row) => [row.modality, row.accession_issuer])).toEqual([['MR', null]]);
});

describe('days and times', () => {
  beforeAll(async () => {
    for (const [id, day, time] of [
      ['5-early', '2026-07-05', '09:59'],
      ['5-late', '2026-07-05', '20:00'],
      ['6-early', '2026-07-06', '08:00'],
      ['6-noon', '2026-07-06', '12:00'],
      ['7-noon', '2026-07-07', '12:00'],
      ['7-late', '2026-07-07', '20:00'],
    ] as const)
      await schedule(id, { day, time });
  });

  it.each([
    ['20260705-20260707', '100000-180000', ['5-late', '6-early', '6-noon', '7-noon']],
    ['20260705-20260707', '100000-', ['5-late', '6-early', '6-noon', '7-noon', '7-late']],
    ['20260705-20260707', '-180000', ['5-early', '5-late', '6-early', '6-noon', '7-noon']],
    ['20260706-', '100000-180000', ['6-noon', '7-noon', '7-late']],
    ['20260705-20260706', '', ['5-early', '5-late', '6-early', '6-noon']],
    ['20260706', '100000-180000', ['6-noon']],
    // Kept to the minute.
    ['20260706', '120000-180000', ['6-noon']],
    ['20260706-20260707', '120000-130000', ['6-noon', '7-noon']],
    ['20260706', '120000', ['6-noon']],
    ['20260706', '120001-130000', []],
  ])('%s with %s', async (days, times, expected) => {
    const day = [tags.ScheduledProcedureStepStartDate, days] as const;
    expect(await found(day, [tags.ScheduledProcedureStepStartTime, times])).toEqual(expected);
  });
});

describe('names', () => {
  beforeAll(async () => {
    for (const [id, name] of [
      ['N1', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
      ['N2', 'Smith^Ann^^Dr'],
      ['N3', 'Äneas^Öd'],
      ['N4', 'Smithers^Bob'],
    ] as const)
      await schedule(id, { name });
  });

  it.each([
    ['Yamada^Tarou', ['N1']],
    ['YAMADA^TAROU^^^', ['N1']],
    ['山田^太郎', ['N1']],
    ['=山田^太郎', ['N1']],
    ['Yamada^Tarou=山田^太郎', ['N1']],
    ['やま*', ['N1']],
    ['Smith^Ann', ['N2']],
    ['smith', ['N2']],
    ['smith*', ['N2', 'N4']],
    ['^Ann', ['N2']],
    ['Smith^An', []],
    ['aneas*', ['N3']],
    ['ANEAS^OD', ['N3']],
    ['*od', ['N3']],
  ])('%s', async (name, expected) => {
    const day = [tags.ScheduledProcedureStepStartDate, '20260301'] as const;
    expect([...(await found(day, [tags.PatientName, name]))].sort()).toEqual(expected);
  });
});
