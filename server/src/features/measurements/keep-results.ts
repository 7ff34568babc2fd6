/** Numbers that come with a report as a message, in the transaction that keeps the report. */
import type { Measurement } from '@throughline/measurements';
import { putReportMeasurements, type Trx } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';

export const keepResultsIn = async (
  trx: Trx,
  principal: Principal,
  report: { readonly id: string; readonly studyInstanceUid: string | undefined },
  measurements: readonly Measurement[],
): Promise<void> => {
  authorise(principal, 'store');
  const { tenantId } = principal;
  await putReportMeasurements(
    trx,
    { tenantId, reportId: report.id, studyInstanceUid: report.studyInstanceUid ?? null },
    measurements,
  );
};
