/** Takes a correction back: what it changed is again exactly what it was. */
import {
  appendOutbox,
  type CorrectedState,
  endCorrection,
  laterCorrections,
  lockCorrected,
  lockCorrection,
  type Overlay,
  type Row,
  writeCorrected,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { tellPerson } from './tell-person.ts';

const columnsOf = ({ after }: Row<'corrections'>): readonly string[] =>
  Object.keys(after).filter((name) => name !== 'overlay');

const overlayOf = (state: CorrectedState): Overlay => (state.overlay as Overlay | null) ?? {};

/** Entries that the correction made go, those that it replaced come back, those of other corrections stay. */
const overlayBefore = ({ before, after }: Row<'corrections'>, current: CorrectedState): Overlay | null => {
  const [old, made] = [overlayOf(before), overlayOf(after)];
  const isOurs = (tag: string): boolean => made[tag]?.[1] !== old[tag]?.[1];
  const kept = Object.entries(overlayOf(current)).filter(([tag]) => !isOurs(tag));
  const restored = Object.entries(old).filter(([tag]) => isOurs(tag));
  const overlay = Object.fromEntries([...kept, ...restored]);
  return Object.keys(overlay).length === 0 ? null : overlay;
};

const stateBefore = (correction: Row<'corrections'>, current: CorrectedState): CorrectedState => ({
  ...Object.fromEntries(columnsOf(correction).map((column) => [column, correction.before[column]])),
  ...('overlay' in correction.after && { overlay: overlayBefore(correction, current) }),
});

export const undoCorrection = async (context: Context, principal: Principal, id: string): Promise<void> => {
  authorise(principal, 'admin');
  const { tenantId } = principal;
  await context.db.tenant(tenantId, async (trx) => {
    const correction = (await lockCorrection(trx, id)) ?? fail('not-found');
    if (correction.undone_at !== null) fail('conflict', 'It was undone already.');
    const { subject, subject_id: subjectId, study_instance_uid: studyInstanceUid } = correction;
    const current = (await lockCorrected(trx, subject, subjectId)) ?? fail('not-found');
    const columns = columnsOf(correction);
    const later = await laterCorrections(trx, correction);
    if (later.some((one) => columnsOf(one).some((column) => columns.includes(column))))
      fail('conflict', 'A later correction of the same has to be undone first.');
    await writeCorrected(trx, tenantId, subject, subjectId, stateBefore(correction, current));
    await endCorrection(trx, id, principal.subject, context.clock());
    if (studyInstanceUid !== null) await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid });
    if (subject === 'filing') await tellPerson(trx, tenantId, String(current.patient_record_id));
    await recordAudit(trx, principal, {
      event: subject === 'patient' || subject === 'filing' ? 'patientRecord' : 'instancesAccessed',
      action: 'U',
      ...(studyInstanceUid !== null && { studyInstanceUid }),
      detail: { undone: id },
    });
  });
};
