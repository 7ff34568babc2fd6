/** Patients that their source removes: who may, what is refused, that they come back, and that it is undone exactly. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { stateOfRecords } from '../../../test/record-state.ts';
import type { PatientStatement } from '../../db/index.ts';
import { storeInstance } from '../store/index.ts';
import {
  linkRecords,
  listChanges,
  mergePatients,
  personOf,
  recordsOf,
  registerIn,
  registerPatientRecord,
  removeIn,
  undoChange,
} from './index.ts';

let context: TestContext;
const principal = testPrincipal();
/** Each source removes its own. */
const sourceOf = (issuer: string) => ({ ...principal, subject: issuer, domain: { issuer, only: false } });
let number = 0;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const reason = 'test';
/** Somebody of whom nobody else is told. */
const somebody = (): Omit<PatientStatement, 'issuer' | 'id'> => {
  number += 1;
  const birthDate = `${1930 + number}0${1 + (number % 9)}1${number % 9}`;
  const letters = String.fromCharCode(97 + number, 107 + (number % 15), 102 + (number % 11));
  return { name: `Made${letters}^Up${letters}`, birthDate, sex: 'F', otherIds: [], phone: `020 7946 00${10 + number}` };
};
const register = (issuer: string, id: string, said: Omit<PatientStatement, 'issuer' | 'id'>) =>
  registerPatientRecord(context, principal, { issuer, id, ...said, street: '5 Mill Lane', locality: 'Riverside' });
const remove = (issuer: string, id: string, by = sourceOf(issuer)) =>
  context.db.tenant(principal.tenantId, (trx) =>
    removeIn(trx, by, { patient: { issuer, id }, reason }, context.clock()),
  );
const changesOf = (issuer: string, id: string) => listChanges(context, principal, { issuer, id });
const companions = async (recordId: string): Promise<number> =>
  (await recordsOf(context, principal, await personOf(context, principal, recordId))).length;

const stateOf = (recordIds: readonly string[]) => stateOfRecords(context, recordIds);

describe('a patient that its source removes', () => {
  it('is joined with nobody, once however often it is told, and undone exactly', async () => {
    const said = somebody();
    const one = await register('NORTH', 'N1', said);
    const other = await register('SOUTH', 'S1', said);
    const bystander = await register('EAST', 'E1', somebody());
    await linkRecords(context, principal, {
      one: { issuer: 'SOUTH', id: 'S1' },
      other: { issuer: 'EAST', id: 'E1' },
      reason,
    });
    const ids = [one, other, bystander].map(({ patientRecordId: id }) => id);
    expect(await companions(one.patientRecordId)).toBe(3);
    const before = await stateOf(ids);

    expect(await remove('SOUTH', 'S1')).toEqual({ id: other.patientRecordId });
    expect(await remove('SOUTH', 'S1')).toEqual({ id: other.patientRecordId });
    // Whom only it joined are two again.
    for (const id of ids) expect(await companions(id)).toBe(1);
    const [change, ...more] = (await changesOf('SOUTH', 'S1')).filter(({ kind }) => kind === 'remove');
    expect(more).toEqual([]);
    expect(change).toMatchObject({ made_by: 'SOUTH', reason, undone_at: null });

    await undoChange(context, principal, change?.id ?? '');
    expect(await stateOf(ids)).toBe(before);
    await expect(undoChange(context, principal, change?.id ?? '')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is written down, each time that it has an effect', async () => {
    const { patientRecordId: id } = await register('NORTH', 'N2', somebody());
    await remove('NORTH', 'N2');
    await remove('NORTH', 'N2');
    const [change] = await changesOf('NORTH', 'N2');
    await undoChange(context, principal, change?.id ?? '');
    const rows = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('audit_events').select(['action', 'detail']).where('patient_record_id', '=', id).execute(),
    );
    expect(rows.filter(({ action }) => action === 'D')).toHaveLength(1);
    expect(rows.filter(({ detail }) => JSON.stringify(detail).includes('undone'))).toHaveLength(1);
  });

  it('is no candidate, and told of again it is there and joined as before', async () => {
    const said = somebody();
    const gone = await register('NORTH', 'N3', said);
    await remove('NORTH', 'N3');
    const late = await register('SOUTH', 'S3', said);
    expect(await companions(late.patientRecordId)).toBe(1);
    expect(await companions(gone.patientRecordId)).toBe(1);
    const again = await register('NORTH', 'N3', said);
    expect(again).toMatchObject({ patientRecordId: gone.patientRecordId, created: false });
    expect(await companions(late.patientRecordId)).toBe(2);
    const [change] = await changesOf('NORTH', 'N3');
    expect(change).toMatchObject({ kind: 'remove', undone_by: principal.subject });
    expect(change?.undone_at).not.toBeNull();
  });

  it('told of as somebody else, is a record of its own', async () => {
    const gone = await register('NORTH', 'N4', somebody());
    await remove('NORTH', 'N4');
    const other = { name: 'Contrived^Bruno', birthDate: '19010203', sex: 'M', otherIds: [] };
    const made = await registerPatientRecord(context, principal, { issuer: 'NORTH', id: 'N4', ...other });
    expect(made.patientRecordId).not.toBe(gone.patientRecordId);
    expect(made.created).toBe(true);
  });

  it('is there again when a study of it arrives, and is not removed while one is filed under it', async () => {
    const said = somebody();
    const gone = await register('NORTH', 'N5', said);
    await remove('NORTH', 'N5');
    const object = ctObject({
      issuer: 'NORTH',
      patientId: 'N5',
      patientName: said.name ?? '',
      birthDate: said.birthDate ?? '',
    });
    await storeInstance(context, principal, { body: inChunks(object), receivedFrom: 'TEST' });
    const [change] = await changesOf('NORTH', 'N5');
    expect(change).toMatchObject({ kind: 'remove', undone_by: 'source' });
    await expect(remove('NORTH', 'N5')).rejects.toMatchObject({ code: 'conflict' });
    const [study] = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('studies').selectAll().where('patient_record_id', '=', gone.patientRecordId).execute(),
    );
    expect(study).toBeDefined();
  });

  it('waits for a study that is being filed under it, and is refused then', async () => {
    const { patientRecordId } = await register('NORTH', 'N6', somebody());
    const { tenantId } = principal;
    let removing: Promise<unknown> = Promise.resolve();
    await context.db.tenant(tenantId, async (trx) => {
      const row = { tenant_id: tenantId, id: crypto.randomUUID(), study_instance_uid: '2.25.606' };
      await trx
        .insertInto('studies')
        .values({ ...row, patient_record_id: patientRecordId })
        .execute();
      removing = remove('NORTH', 'N6').then(
        () => 'removed',
        (error: { readonly code?: string }) => error.code,
      );
      await new Promise((done) => setTimeout(done, 200));
    });
    expect(await removing).toBe('conflict');
  });

  it('comes back with a study whose record was found before the removal', async () => {
    const { patientRecordId } = await register('NORTH', 'N10', somebody());
    const { tenantId } = principal;
    let filing: Promise<unknown> = Promise.resolve();
    await context.db.tenant(tenantId, async (trx) => {
      const patient = { issuer: 'NORTH', id: 'N10' };
      await removeIn(trx, sourceOf('NORTH'), { patient, reason }, context.clock());
      filing = context.db.tenant(tenantId, async (other) => {
        const row = { tenant_id: tenantId, id: crypto.randomUUID(), study_instance_uid: '2.25.707' };
        await other
          .insertInto('studies')
          .values({ ...row, patient_record_id: patientRecordId })
          .execute();
      });
      await new Promise((done) => setTimeout(done, 200));
    });
    await filing;
    const [change] = await changesOf('NORTH', 'N10');
    expect(change).toMatchObject({ kind: 'remove', undone_by: 'source' });
  });

  it('is not brought back by an older message than what is known', async () => {
    const { patientRecordId } = await register('NORTH', 'N11', somebody());
    const statement = { issuer: 'NORTH', id: 'N11', ...somebody(), name: null, birthDate: null };
    const event = { facility: 'NORTH', isEvent: true };
    const tell = (recordedAt: string) =>
      context.db.tenant(principal.tenantId, (trx) =>
        registerIn(trx, principal, statement, context.clock(), { ...event, recordedAt }),
      );
    await tell('20260102120000');
    await remove('NORTH', 'N11');
    expect(await tell('20260101120000')).toMatchObject({ patientRecordId, isOlder: true });
    expect(await changesOf('NORTH', 'N11')).toMatchObject([{ kind: 'remove', undone_at: null }]);
    await tell('20260103120000');
    expect(await changesOf('NORTH', 'N11')).toMatchObject([{ kind: 'remove', undone_by: principal.subject }]);
  });

  it('is not removed while it is merged, or another is merged into it', async () => {
    await register('NORTH', 'N7', somebody());
    await register('NORTH', 'N8', somebody());
    const [survivor, absorbed] = ['N7', 'N8'].map((id) => ({ issuer: 'NORTH', id }));
    if (survivor === undefined || absorbed === undefined) throw new Error('no records');
    await mergePatients(context, principal, { survivor, absorbed, reason });
    for (const id of ['N7', 'N8']) await expect(remove('NORTH', id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is removed by nobody but the source of the identifier that may decide who is whom', async () => {
    await register('NORTH', 'N9', somebody());
    const { domain: _domain, ...without } = sourceOf('NORTH');
    const weak = { ...sourceOf('NORTH'), rights: new Set(['read', 'store'] as const) };
    for (const by of [sourceOf('SOUTH'), without, weak])
      await expect(remove('NORTH', 'N9', by as ReturnType<typeof sourceOf>)).rejects.toMatchObject({
        code: 'forbidden',
      });
    expect(await changesOf('NORTH', 'N9')).toEqual([]);
    expect(await remove('NORTH', 'nobody')).toBe('unknown');
  });
});
