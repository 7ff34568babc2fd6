/** Corrects attributes of a patient, a study or a series: the objects stay as they are, everyone is told the corrected values. */
import { tagToHex } from '@throughline/dicom';
import {
  appendOutbox,
  type CorrectedState,
  findSeries,
  findStudy,
  insertCorrection,
  lockCorrected,
  type Overlay,
  type Row,
  type Trx,
  writeCorrected,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Correctable, correctable } from './attributes.ts';

export interface CorrectionInput {
  readonly studyInstanceUid: string;
  /** for attributes of a series */
  readonly seriesInstanceUid?: string | undefined;
  /** keyword to the right value; null: none */
  readonly attributes: Readonly<Record<string, string | null>>;
  readonly reason: string;
}

interface Change {
  readonly attribute: Correctable;
  readonly value: string | null;
}

const checkedChange = ([keyword, value]: readonly [string, string | null]): Change => {
  const attribute = Object.hasOwn(correctable, keyword) ? correctable[keyword] : undefined;
  if (!attribute) return fail('bad-request', `These can be corrected: ${Object.keys(correctable).join(', ')}.`);
  if (value !== null && !attribute.form.test(value)) fail('bad-request', `${keyword} cannot have this value.`);
  return { attribute, value };
};

const checkedChanges = (input: CorrectionInput): readonly [Change, ...Change[]] => {
  const [first, ...rest] = Object.entries(input.attributes).map(checkedChange);
  if (first === undefined) return fail('bad-request', 'Nothing is to be corrected.');
  if (rest.some(({ attribute }) => attribute.subject !== first.attribute.subject))
    fail('bad-request', 'Correct a patient, a study and a series each by themselves.');
  if (input.reason.trim() === '') fail('bad-request', 'Say why.');
  return [first, ...rest];
};

const subjectId = async (
  trx: Trx,
  subject: Correctable['subject'],
  study: Row<'studies'>,
  seriesInstanceUid: string | undefined,
): Promise<string> => {
  if (subject === 'patient') return study.patient_record_id;
  if (subject === 'study') return study.id;
  if (seriesInstanceUid === undefined) return fail('bad-request', 'Say which series.');
  return (await findSeries(trx, study.id, seriesInstanceUid))?.id ?? fail('not-found');
};

const columnValue = ({ attribute, value }: Change): string | number | null =>
  attribute.isNumber && value !== null ? Number(value) : value;

const stateAfter = (before: CorrectedState, changes: readonly Change[], at: Date): CorrectedState => ({
  ...Object.fromEntries(changes.map((change) => [change.attribute.column, columnValue(change)])),
  overlay: {
    ...(before.overlay as Overlay | null),
    ...Object.fromEntries(changes.map(({ attribute, value }) => [tagToHex(attribute.tag), [value, at.toISOString()]])),
  },
});

/** The number of the correction, by which it is undone. */
export const correctAttributes = async (
  context: Context,
  principal: Principal,
  input: CorrectionInput,
): Promise<{ readonly id: string }> => {
  authorise(principal, 'admin');
  const changes = checkedChanges(input);
  const { subject } = changes[0].attribute;
  const { studyInstanceUid } = input;
  const { tenantId } = principal;
  const now = context.clock();
  return context.db.tenant(tenantId, async (trx) => {
    const study = (await findStudy(trx, studyInstanceUid)) ?? fail('not-found');
    const subject_id = await subjectId(trx, subject, study, input.seriesInstanceUid);
    const row = (await lockCorrected(trx, subject, subject_id)) ?? fail('not-found');
    const after = stateAfter(row, changes, now);
    const before = Object.fromEntries(Object.keys(after).map((column) => [column, row[column]]));
    await writeCorrected(trx, tenantId, subject, subject_id, after);
    const { subject: made_by } = principal;
    const correction = {
      subject,
      subject_id,
      study_instance_uid: studyInstanceUid,
      before,
      after,
      made_by,
      made_at: now,
    };
    const id = await insertCorrection(trx, tenantId, { ...correction, reason: input.reason });
    await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid });
    await recordAudit(trx, principal, {
      event: subject === 'patient' ? 'patientRecord' : 'instancesAccessed',
      action: 'U',
      patientRecordId: study.patient_record_id,
      studyInstanceUid,
      detail: { correction: id, attributes: Object.keys(input.attributes) },
    });
    return { id };
  });
};
