/** What was scheduled is as far as the modality says (PS3.4 F.7): each step that it names, and who waits for it is told. */
import {
  appendOutbox,
  type NamedStep,
  type ScheduledStepRow,
  setStepStatus,
  stepsNamed,
  type Trx,
} from '../../db/index.ts';

/** One that is over stays so; who waits is told of what changed. */
export const advanceSteps = async (
  trx: Trx,
  tenantId: string,
  named: readonly NamedStep[],
  { status, at }: { readonly status: ScheduledStepRow['status']; readonly at: Date },
): Promise<void> => {
  const steps = new Map<string, ScheduledStepRow>();
  for (const step of named)
    for (const row of await stepsNamed(trx, step))
      if (row.status === 'SCHEDULED' || row.status === 'STARTED') steps.set(row.id, row);
  await setStepStatus(trx, [...steps.keys()], status, at);
  const changed = [...steps.values()].filter((row) => row.status !== status);
  const news = changed.map((row) => ({
    studyInstanceUid: row.study_instance_uid,
    scheduledStepId: row.scheduled_step_id,
    status,
  }));
  await appendOutbox(trx, tenantId, 'order.status', ...news);
};
