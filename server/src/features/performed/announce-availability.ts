/** Another archive says which objects of a study it has (PS3.4 R): a witness of what there is to be had. */
import { type Dataset, type Tag, tags } from '@throughline/dicom';
import {
  type AnnouncedInstance,
  announceInstances,
  insertAvailabilityNotice,
  withdrawAnnounced,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

interface Reference extends AnnouncedInstance {
  readonly available: boolean;
}

/** PS3.3 C.4.23.1.1. */
const availabilities: readonly string[] = ['ONLINE', 'NEARLINE', 'OFFLINE', 'UNAVAILABLE'];

const required = (dataset: Dataset, tag: Tag): string => dataset.string(tag) ?? fail('missing-attribute');

const itemsOf = (dataset: Dataset, tag: Tag): readonly Dataset[] => {
  const items = dataset.items(tag);
  return items.length === 0 ? fail('missing-attribute') : items;
};

const isAvailable = (reference: Dataset): boolean => {
  const availability = required(reference, tags.InstanceAvailability);
  if (!availabilities.includes(availability)) fail('invalid-attribute');
  return availability !== 'UNAVAILABLE';
};

/** All of it is type 1 (PS3.4 Table R.3.2-1): one that lacks any is refused whole, rather than counted in part. */
const referencesIn = (dataset: Dataset, studyInstanceUid: string): readonly Reference[] =>
  itemsOf(dataset, tags.ReferencedSeriesSequence).flatMap((series) => {
    const seriesInstanceUid = required(series, tags.SeriesInstanceUID);
    return itemsOf(series, tags.ReferencedSOPSequence).map((reference) => ({
      studyInstanceUid,
      seriesInstanceUid,
      sopInstanceUid: required(reference, tags.ReferencedSOPInstanceUID),
      sopClassUid: required(reference, tags.ReferencedSOPClassUID),
      available: isAvailable(reference),
    }));
  });

/** What it says is UNAVAILABLE is no longer expected on its word. */
export const announceAvailability = async (
  { db, clock }: Context,
  principal: Principal,
  notice: { readonly sopInstanceUid: string; readonly aeTitle: string; readonly dataset: Dataset },
): Promise<void> => {
  authorise(principal, 'store');
  const { sopInstanceUid, aeTitle, dataset } = notice;
  const { tenantId } = principal;
  const studyInstanceUid = required(dataset, tags.StudyInstanceUID);
  const references = referencesIn(dataset, studyInstanceUid);
  const [available, gone] = [references.filter((one) => one.available), references.filter((one) => !one.available)];
  await db.tenant(tenantId, async (trx) => {
    const at = clock();
    const row = { tenant_id: tenantId, sop_instance_uid: sopInstanceUid, ae_title: aeTitle };
    const said = { study_instance_uid: studyInstanceUid, received_at: at };
    if (!(await insertAvailabilityNotice(trx, { ...row, ...said }))) fail('duplicate-instance');
    const witness = { kind: 'availability', aeTitle, at } as const;
    await announceInstances(trx, tenantId, witness, available);
    const uids = gone.map((one) => one.sopInstanceUid);
    await withdrawAnnounced(trx, witness, studyInstanceUid, uids);
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'C', studyInstanceUid });
  });
};
