/** What a person says of an exam holds at once wherever meaning is used, has a history, and can be taken back exactly. */
import { newUid } from '@throughline/dicom';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import {
  type CountedStudy,
  correctionsOfExams,
  countExams,
  findPatientRecord,
  forgetExam,
  lockCodeMap,
  newId,
  scheduledStepsByAccession,
  type Trx,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { placeOrderIn } from '../orders/index.ts';
import { rankPriors } from '../priors/index.ts';
import { storeInstance } from '../store/index.ts';
import { listWorklist } from '../worklist/index.ts';
import { listCodeMap, listUnmapped, listVersions, sayMeaning, undoMeaning, walkExams } from './index.ts';

let context: TestContext;
const admin = testPrincipal();
const other: Principal = { ...admin, subject: 'colleague' };
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const send = async (fields: ObjectFields): Promise<string> => {
  const study = newUid();
  const bytes = ctObject({ issuer: 'COUNTY', ...fields, study });
  await storeInstance(context, admin, { body: inChunks(bytes), receivedFrom: 'CT1' });
  return study;
};
const inTrx = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => context.db.tenant(admin.tenantId, work);
const exam = (name: string, more: { localCode?: string; modality?: string; issuer?: string } = {}) => ({
  issuer: 'COUNTY',
  localCode: '',
  modality: '',
  ...more,
  name,
});
const liver = { modality: 'CT', focus: 'liver' } as const;

describe('a correction', () => {
  it('holds at once for ranking, worklist and orders, and an undo makes all as it was', async () => {
    const patient = { patientId: 'R1', studyDate: '20260301' };
    const current = await send({ ...patient, description: 'CT LIVER W CONTRAST' });
    const prior = await send({ ...patient, description: 'ZAUBER  7', studyDate: '20260201' });
    const orderOf = async (accessionNumber: string) => {
      await inTrx(async (trx) => {
        const record = await findPatientRecord(trx, { issuer: 'COUNTY', id: 'R1' });
        if (record === undefined) throw new Error('no record');
        const { personId } = await rankPriors(context, admin, current);
        const nothing = { studyInstanceUid: undefined, modality: undefined, stationAeTitle: undefined };
        const more = {
          stationName: undefined,
          location: undefined,
          start: undefined,
          code: undefined,
          reason: undefined,
        };
        const who = { performer: undefined, referrer: undefined, requester: undefined, weightKg: undefined };
        const ids = { accessionNumber, requestedProcedureId: accessionNumber, scheduledStepId: '1' };
        const step = { ...nothing, ...more, ...who, ...ids, description: 'Zauber 7' };
        await placeOrderIn(trx, admin, { patient: record, personId, issuer: 'COUNTY', step }, new Date());
      });
      const [step] = await inTrx((trx) => scheduledStepsByAccession(trx, accessionNumber, 'COUNTY'));
      return step?.modality;
    };
    const seen = async () => {
      const { priors } = await rankPriors(context, admin, current);
      const { items } = await listWorklist(context, admin, { date: '2026-02-01' });
      const ranked = priors.find((one) => one.study.studyInstanceUid === prior);
      return { tier: ranked?.tier, label: ranked?.label, exam: items[0]?.exam };
    };
    const before = await seen();
    expect(before.tier).not.toBe('show-first');
    expect(await orderOf('A1')).toBe('OT');

    const said = await sayMeaning(context, admin, { exam: exam('zauber 7'), correction: liver, reason: 'asked them' });
    expect(said).toMatchObject({ version: 1, plain: 'CT liver', madeBy: 'tester' });
    expect(await seen()).toEqual({ tier: 'show-first', label: 'CT liver 2026-02-01', exam: 'CT liver' });
    expect(await orderOf('A2')).toBe('CT');

    const undone = await undoMeaning(context, other, said.id, { version: 1, reason: 'it was the spleen' });
    expect(undone).toMatchObject({ version: 2, correction: null, undoes: 1, madeBy: 'colleague' });
    expect(await seen()).toEqual(before);
  });

  it('keeps who said what and when, goes back and forth, and refuses who has not seen the last word', async () => {
    const [one, two] = [{ focus: 'knee' }, { focus: 'hip' }];
    const about = exam('VERSIONED');
    const { id } = await sayMeaning(context, admin, { exam: about, correction: one, reason: 'first', version: 0 });
    await sayMeaning(context, other, { exam: about, correction: two, reason: 'second', version: 1 });
    await expect(
      sayMeaning(context, admin, { exam: about, correction: one, reason: 'late', version: 1 }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(sayMeaning(context, admin, { exam: about, correction: two, reason: 'again' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(undoMeaning(context, admin, id, { version: 1, reason: 'old' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await undoMeaning(context, admin, id, { version: 2, reason: 'no' });
    await undoMeaning(context, admin, id, { version: 3, reason: 'yes after all' });
    const versions = await listVersions(context, admin, id);
    expect(versions.map(({ version, correction, madeBy, undoes }) => [version, correction, madeBy, undoes])).toEqual([
      [4, two, 'tester', 3],
      [3, one, 'tester', 2],
      [2, two, 'colleague', null],
      [1, one, 'tester', null],
    ]);
    const { entries } = await listCodeMap(context, admin, undefined);
    expect(entries.find((entry) => entry.id === id)).toMatchObject({ version: 4, correction: two, exam: about });
  });

  it('says only what the vocabulary has', async () => {
    const request = { exam: exam('X'), reason: 'r' };
    for (const correction of [{ focus: 'soul' }, { qualifiers: ['loud'] }])
      await expect(sayMeaning(context, admin, { ...request, correction })).rejects.toMatchObject({
        code: 'bad-request',
      });
  });

  it('is for administrators, and its trace holds no exam name', async () => {
    const reader = testPrincipal(['read', 'store']);
    const request = { exam: exam('SECRETNAME'), correction: liver, reason: 'SECRETNAME' };
    await expect(sayMeaning(context, reader, request)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listUnmapped(context, reader, undefined)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listCodeMap(context, reader, undefined)).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await sayMeaning(context, admin, request);
    const events = await inTrx((trx) => trx.selectFrom('audit_events').selectAll().execute());
    const trace = JSON.stringify(events);
    expect(trace).toContain(id);
    expect(trace).not.toContain('SECRETNAME');
  });

  it('cannot be changed behind its history', async () => {
    await expect(inTrx((trx) => trx.updateTable('code_map_versions').set({ reason: 'x' }).execute())).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('of several entries', () => {
  const entries: readonly [focus: string, code: string, name: string, modality: string][] = [
    ['knee', '', 'MANY', ''],
    ['hip', '', 'MANY', 'CT'],
    ['hand', 'C1', '', ''],
    ['foot', 'C1', 'MANY', ''],
    ['wrist', 'C1', 'MANY', 'MR'],
    ['ankle', '', 'ONE ONLY', 'CT'],
  ];
  beforeAll(async () => {
    for (const [focus, localCode, name, modality] of entries)
      await sayMeaning(context, admin, {
        exam: exam(name, { localCode, modality }),
        correction: { focus },
        reason: 'r',
      });
  });

  it.each([
    ['a name alone', 'COUNTY', '', 'MANY', 'XA', 'knee'],
    ['a name with its modality', 'COUNTY', '', 'MANY', 'CT', 'hip'],
    ['a code', 'COUNTY', 'C1', 'SOMETHING', 'CT', 'hand'],
    ['code and name together', 'COUNTY', 'C1', 'MANY', 'CT', 'foot'],
    ['everything', 'COUNTY', 'C1', 'MANY', 'MR', 'wrist'],
    ['a name with the one modality that is known, when none is sent', 'COUNTY', '', 'ONE ONLY', '', 'ankle'],
    ['the entry of any modality, when none is sent', 'COUNTY', '', 'MANY', '', 'knee'],
    ['nothing at another site', 'NORTH', 'C1', 'MANY', 'MR', undefined],
    ['nothing of another modality', 'COUNTY', '', 'ONE ONLY', 'MR', undefined],
  ])('counts %s', async (_title, issuer, localCode, nameKey, modality, focus) => {
    const [found] = await inTrx((trx) => correctionsOfExams(trx, [{ issuer, localCode, nameKey, modality }]));
    expect((found as { focus?: string } | null)?.focus).toBe(focus);
  });
});

describe('the queue', () => {
  const counted = (name: string, unclear: boolean, studyInstanceUid = newUid()): CountedStudy => ({
    studyInstanceUid,
    issuer: 'QUEUE',
    localCode: '',
    nameKey: name,
    examName: name,
    modality: 'CT',
    unclear,
  });
  const count = (...studies: CountedStudy[]) =>
    inTrx(async (trx) => {
      await lockCodeMap(trx, admin.tenantId);
      await countExams(trx, admin.tenantId, studies);
    });
  const waiting = async () => {
    const { exams } = await listUnmapped(context, admin, undefined);
    return exams.filter((one) => one.exam.issuer === 'QUEUE').map((one) => [one.exam.name, one.studies, one.unclear]);
  };

  it('is ordered by the studies that wait, counts each once, and lets go of what is said at once', async () => {
    const [first, second] = [counted('QX ONE', true), counted('QX TWO', true)];
    await count(first, second, counted('QX TWO', true), counted('QX TWO', false), counted('CT CHEST', false));
    await count(first, second);
    expect(await waiting()).toEqual([
      ['QX TWO', 3, 2],
      ['QX ONE', 1, 1],
    ]);
    // The study got another name meanwhile.
    await count({ ...second, nameKey: 'QX ONE', examName: 'QX ONE' });
    expect(await waiting()).toEqual([
      ['QX ONE', 2, 2],
      ['QX TWO', 2, 1],
    ]);
    const { id } = await sayMeaning(context, admin, {
      exam: exam('qx one', { issuer: 'QUEUE' }),
      correction: liver,
      reason: 'r',
    });
    expect(await waiting()).toEqual([['QX TWO', 2, 1]]);
    await undoMeaning(context, admin, id, { version: 1, reason: 'r' });
    expect(await waiting()).toHaveLength(2);
    await inTrx((trx) => forgetExam(trx, first.studyInstanceUid));
    expect(await waiting()).toContainEqual(['QX ONE', 1, 1]);
  });

  it('knows of an entry that was made before its first study came', async () => {
    await sayMeaning(context, admin, { exam: exam('QX EARLY', { issuer: 'QUEUE' }), correction: liver, reason: 'r' });
    await count(counted('QX EARLY', true));
    expect((await waiting()).map(([name]) => name)).not.toContain('QX EARLY');
  });

  it('counts what was known before, once, and says when it has', async () => {
    const odd = await send({ patientId: 'W1', description: 'WALK 4711 QX' });
    const clear = await send({ patientId: 'W2', description: 'CT CHEST WALKED' });
    for (const study of [odd, clear]) await rankPriors(context, admin, study);
    expect((await listUnmapped(context, admin, undefined)).counted).toBe(false);
    while (await walkExams(context, admin));
    expect(await walkExams(context, admin)).toBe(false);
    const { counted: isCounted, exams } = await listUnmapped(context, admin, undefined);
    expect(isCounted).toBe(true);
    expect(exams.filter(({ exam: { name } }) => name.includes('WALK'))).toMatchObject([
      {
        exam: { issuer: 'COUNTY', name: 'WALK 4711 QX', modality: 'CT' },
        unclear: 1,
        lacks: ['regions', 'confidence'],
      },
    ]);
  });

  it('is read page by page from its index', async () => {
    const names = Array.from({ length: 120 }, (_, at) => counted(`PAGED QX ${at}`, true));
    await count(...names);
    const all: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await listUnmapped(context, admin, after);
      all.push(...page.exams.map((one) => one.exam.name));
      after = page.next ?? undefined;
      more = page.next !== null;
    }
    expect(all.filter((name) => name.startsWith('PAGED'))).toHaveLength(120);
    expect(new Set(all).size).toBe(all.length);
    const plan = await inTrx(async (trx) => {
      await sql`set local enable_seqscan = off`.execute(trx);
      return sql`explain select * from exam_names where unclear > 0 and mapped = false and (unclear, id) < (5, ${newId()}::uuid)
        order by unclear desc, id desc limit 51`.execute(trx);
    });
    expect(JSON.stringify(plan.rows)).toMatch(/Index Scan Backward using exam_names_queue/);
    expect(JSON.stringify(plan.rows)).not.toContain('Sort');
    await expect(listUnmapped(context, admin, 'x')).rejects.toMatchObject({ code: 'bad-request' });
  });
});
