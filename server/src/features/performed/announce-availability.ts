/** Another archive says which objects of a study it has (PS3.4 R): a witness of what there is to be had. */
import { type Dataset, tags } from '@throughline/dicom';
import { type AnnouncedInstance, announceInstances, withdrawAnnounced } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

interface Reference extends AnnouncedInstance {
  readonly available: boolean;
}

const referencesIn = (dataset: Dataset, studyInstanceUid: string): readonly Reference[] =>
  dataset.items(tags.ReferencedSeriesSequence).flatMap((series) =>
    series.items(tags.ReferencedSOPSequence).flatMap((reference) => {
      const seriesInstanceUid = series.string(tags.SeriesInstanceUID);
      const sopInstanceUid = reference.string(tags.ReferencedSOPInstanceUID);
      const sopClassUid = reference.string(tags.ReferencedSOPClassUID);
      const available = reference.string(tags.InstanceAvailability) !== 'UNAVAILABLE';
      return seriesInstanceUid && sopInstanceUid && sopClassUid
        ? [{ studyInstanceUid, seriesInstanceUid, sopInstanceUid, sopClassUid, available }]
        : [];
    }),
  );

/** What it says is UNAVAILABLE is no longer expected on its word. */
export const announceAvailability = async (
  { db, clock }: Context,
  principal: Principal,
  { aeTitle, dataset }: { readonly aeTitle: string; readonly dataset: Dataset },
): Promise<void> => {
  authorise(principal, 'store');
  const studyInstanceUid = dataset.string(tags.StudyInstanceUID) ?? fail('missing-attribute');
  const references = referencesIn(dataset, studyInstanceUid);
  if (references.length === 0) fail('missing-attribute');
  const [available, gone] = [references.filter((one) => one.available), references.filter((one) => !one.available)];
  await db.tenant(principal.tenantId, async (trx) => {
    const witness = { kind: 'availability', aeTitle, at: clock() } as const;
    await announceInstances(trx, principal.tenantId, witness, available);
    const uids = gone.map(({ sopInstanceUid }) => sopInstanceUid);
    await withdrawAnnounced(trx, witness, studyInstanceUid, uids);
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'C', studyInstanceUid });
  });
};
