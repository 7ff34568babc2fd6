/** Files a study under the patient that it is of: what was sent under the wrong name is never shown under it again. */
import {
  appendOutbox,
  ensurePatientRecord,
  findPatientRecord,
  findStudy,
  insertCorrection,
  lockCorrected,
  type Trx,
  writeCorrected,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { patientForms } from './attributes.ts';
import { tellPerson } from './tell-person.ts';

export interface MoveInput {
  readonly studyInstanceUid: string;
  readonly issuer: string;
  readonly patientId: string;
  /** needed when there is no record of this patient yet */
  readonly name?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly sex?: string | undefined;
  readonly reason: string;
}

const words = {
  issuer: 'issuer',
  patientId: 'patient ID',
  name: 'name',
  birthDate: 'birth date, which is YYYYMMDD,',
  sex: 'sex, which is M, F or O,',
} as const;

/** What is said of the patient must be what an object can say (PS3.5 6.2). */
const checkPatient = (input: MoveInput): void => {
  for (const name of ['issuer', 'patientId', 'name', 'birthDate', 'sex'] as const) {
    const value = input[name];
    if (value !== undefined && !patientForms[name].test(value))
      fail('bad-request', `The ${words[name]} cannot be this.`);
  }
};

const targetOf = async (trx: Trx, tenantId: string, input: MoveInput): Promise<string> => {
  const patient = { issuer: input.issuer, id: input.patientId };
  const known = await findPatientRecord(trx, patient);
  if (known) return known.id;
  if (input.name === undefined) return fail('not-found', 'There is no such patient; say the name to make a record.');
  const { name, birthDate = null, sex = null } = input;
  return (await ensurePatientRecord(trx, tenantId, { ...patient, name, birthDate, sex, otherIds: [] })).id;
};

export const moveStudy = async (
  context: Context,
  principal: Principal,
  input: MoveInput,
): Promise<{ readonly id: string }> => {
  authorise(principal, 'admin');
  if (input.reason.trim() === '') fail('bad-request', 'Say why.');
  checkPatient(input);
  const { studyInstanceUid } = input;
  const { tenantId } = principal;
  const now = context.clock();
  return context.db.tenant(tenantId, async (trx) => {
    const study = (await findStudy(trx, studyInstanceUid)) ?? fail('not-found');
    const row = (await lockCorrected(trx, 'filing', study.id)) ?? fail('not-found');
    const target = await targetOf(trx, tenantId, input);
    if (target === row.patient_record_id) fail('conflict', 'The study is filed under this patient already.');
    const before = { patient_record_id: row.patient_record_id, moved_at: row.moved_at };
    const after = { patient_record_id: target, moved_at: now };
    await writeCorrected(trx, tenantId, 'filing', study.id, after);
    const correction = { subject: 'filing', subject_id: study.id, study_instance_uid: studyInstanceUid } as const;
    const made = { reason: input.reason, made_by: principal.subject, made_at: now };
    const id = await insertCorrection(trx, tenantId, { ...correction, before, after, ...made });
    await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid });
    await tellPerson(trx, tenantId, study.patient_record_id);
    const audited = { event: 'patientRecord', action: 'U', studyInstanceUid, detail: { moved: id } } as const;
    await recordAudit(
      trx,
      principal,
      { ...audited, patientRecordId: study.patient_record_id },
      { ...audited, patientRecordId: target },
    );
    return { id };
  });
};
