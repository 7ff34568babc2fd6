/** Another archive says which objects of a study it has (PS3.4 R): a witness of what there is to be had. */
import { type Dataset, tags } from '@throughline/dicom';
import { type AnnouncedInstance, announceInstances } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const announcedIn = (dataset: Dataset, studyInstanceUid: string): readonly AnnouncedInstance[] =>
  dataset.items(tags.ReferencedSeriesSequence).flatMap((series) =>
    series.items(tags.ReferencedSOPSequence).flatMap((reference) => {
      const seriesInstanceUid = series.string(tags.SeriesInstanceUID);
      const sopInstanceUid = reference.string(tags.ReferencedSOPInstanceUID);
      const sopClassUid = reference.string(tags.ReferencedSOPClassUID);
      const available = reference.string(tags.InstanceAvailability) !== 'UNAVAILABLE';
      return available && seriesInstanceUid && sopInstanceUid && sopClassUid
        ? [{ studyInstanceUid, seriesInstanceUid, sopInstanceUid, sopClassUid }]
        : [];
    }),
  );

export const announceAvailability = async (
  { db, clock }: Context,
  principal: Principal,
  { aeTitle, dataset }: { readonly aeTitle: string; readonly dataset: Dataset },
): Promise<void> => {
  authorise(principal, 'store');
  const studyInstanceUid = dataset.string(tags.StudyInstanceUID) ?? fail('missing-attribute');
  const instances = announcedIn(dataset, studyInstanceUid);
  if (instances.length === 0) fail('missing-attribute');
  await db.tenant(principal.tenantId, async (trx) => {
    const witness = { kind: 'availability', aeTitle, at: clock() } as const;
    await announceInstances(trx, principal.tenantId, witness, instances);
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'C', studyInstanceUid });
  });
};
