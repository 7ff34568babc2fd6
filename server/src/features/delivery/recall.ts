/**
 * What was delivered under a link between records that does not hold any more is taken back: its destination is sent a rejection
 * note (IHE IOCM), or the status of the document that it was given is changed there; tried again until it is answered. Our own copy
 * stays as it is.
 */
import { type Dataset, newUid, uids } from '@throughline/dicom';
import {
  type DeliveryRow,
  findDelivery,
  insertRecall,
  isStillParted,
  noteRecall,
  type RecallRow,
  type ServedInstance,
  sentInstanceIds,
  servedById,
  takeDueRecall,
  unrecalledDeliveries,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { type DocumentStatus, PeerError, setDocumentStatus } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { keyObjectDocument, uidOf } from '../key-objects/index.ts';
import { manifestSeriesUid } from '../manifests/index.ts';
import { readHeader } from '../retrieve/index.ts';
import { findDocumentRecipient } from './document-recipient.ts';
import { findReceiver } from './receiver.ts';
import { sendKeyObjects } from './send-manifest.ts';

const leaseMs = 60_000;
const mostAttempts = 24;
const mostAtOnce = 20;

const backOffMs = (attempts: number): number => Math.min(30_000 * 2 ** Math.min(attempts, 8), 2 * 3_600_000);

/** Notes are made for what is to be taken back since the last look; how many. */
const makeRecalls = ({ db, clock }: Context, { tenantId }: Principal): Promise<number> =>
  db.tenant(tenantId, async (trx) => {
    const ids = await unrecalledDeliveries(trx, mostAtOnce);
    for (const deliveryId of ids) await insertRecall(trx, tenantId, { deliveryId, noteUid: newUid(), at: clock() });
    return ids.length;
  });

/** Under the wrong patient: whoever reads it there is misled about somebody's health (PS3.16 CID 7011). */
const wrongPatient = { code: '113037', meaning: 'Rejected for Patient Safety Reasons' } as const;

/** Somebody wants it back: it is not wrong, only not wanted there any more, and may come again (IHE IOCM 4.66). */
const takenBack = { code: '113039', meaning: 'Data Retention Policy Expired' } as const;

/** What a DocumentReference says of a document (FHIR R4 document-reference-status). */
const wrong = 'entered-in-error' as const satisfies DocumentStatus;
const replaced = 'superseded' as const satisfies DocumentStatus;

interface Recall {
  readonly delivery: DeliveryRow;
  readonly requestedBy: string;
  readonly note: Dataset;
  readonly first: ServedInstance;
  readonly instances: number;
}

/** A manifest that was given away, as an object that a note can reject. */
const asObject = (delivery: DeliveryRow, first: ServedInstance): ServedInstance => ({
  ...first,
  sop_class_uid: uids.KeyObjectSelectionDocumentStorage,
  sop_instance_uid: delivery.manifest_uid ?? '',
  series_instance_uid: manifestSeriesUid(delivery.study_instance_uid),
  rows: null,
});

/** Undefined when there is nothing to take back any more: the link was made again, or we hold nothing of it. */
const readRecall = async (context: Context, principal: Principal, row: RecallRow): Promise<Recall | undefined> => {
  const [delivery, instances] = await context.db.tenant(principal.tenantId, async (trx) => {
    if (row.requested_by === null && !(await isStillParted(trx, row.delivery_id))) return [undefined, []] as const;
    const sent = await servedById(trx, await sentInstanceIds(trx, row.delivery_id));
    return [await findDelivery(trx, row.delivery_id), sent] as const;
  });
  const [first] = instances;
  if (delivery === undefined || first === undefined) return undefined;
  const { dataset: header } = await readHeader(context.objects, first);
  const rejected = delivery.form === 'objects' ? instances : [asObject(delivery, first)];
  const note = keyObjectDocument(
    { header, instances: rejected, at: row.made_at },
    {
      sopInstanceUid: row.note_uid,
      seriesInstanceUid: uidOf('rejection', row.note_uid),
      seriesNumber: 9901,
      title: row.requested_by === null ? wrongPatient : takenBack,
    },
  );
  return { delivery, requestedBy: row.requested_by ?? delivery.requested_by, note, first, instances: rejected.length };
};

type End = Parameters<typeof noteRecall>[2];

/** The DocumentReference there says that it is not to be used; one that is gone from there says it too. */
const withdraw = async (
  context: Context,
  principal: Principal,
  { delivery }: Recall,
  row: RecallRow,
  signal: AbortSignal,
): Promise<End> => {
  const { settings } = await findDocumentRecipient(context, principal, delivery.ae_title);
  const said = { id: delivery.document_id ?? '', status: row.superseded_by === null ? wrong : replaced };
  const status = await setDocumentStatus(settings, said, signal);
  const taken = status < 300 || status === 404 || status === 410;
  return { outcome: taken ? 'sent' : 'refused', status };
};

const reject = async (
  context: Context,
  principal: Principal,
  { delivery, note }: Recall,
  signal: AbortSignal,
): Promise<End> => {
  const receiver = await findReceiver(context, principal, delivery.ae_title);
  const answer = await sendKeyObjects(receiver, note, signal);
  if (answer === 'not-accepted') return { outcome: 'refused', status: null };
  const taken = answer.category === 'success' || answer.category === 'warning';
  return { outcome: taken ? 'sent' : 'refused', status: answer.status };
};

const note = async (
  context: Context,
  principal: Principal,
  row: RecallRow,
  end: End,
  recall?: Recall,
): Promise<void> => {
  await context.db.tenant(principal.tenantId, async (trx) => {
    await noteRecall(trx, row.delivery_id, end);
    if (recall === undefined || !end.ended_at) return;
    await recordAudit(trx, principal, {
      event: 'instancesTransferred',
      action: 'D',
      outcome: end.outcome === 'sent' ? 'success' : 'serious',
      patientRecordId: recall.first.patient_record_id,
      studyInstanceUid: recall.first.study_instance_uid,
      detail: { destination: recall.delivery.ae_title, rejected: recall.instances, note: row.note_uid },
    });
  });
};

const runRecall = async (
  context: Context,
  principal: Principal,
  row: RecallRow,
  signal: AbortSignal,
): Promise<void> => {
  const now = context.clock();
  const recall = await readRecall(context, principal, row);
  if (recall === undefined) return note(context, principal, row, { ended_at: now });
  try {
    const end =
      recall.delivery.form === 'mado'
        ? await withdraw(context, principal, recall, row, signal)
        : await reject(context, principal, recall, signal);
    await note(context, principal, row, { ...end, ended_at: now }, recall);
  } catch (error) {
    if (!(error instanceof PeerError || error instanceof Failure)) throw error;
    const { ae_title: aeTitle } = recall.delivery;
    context.log.warn({ delivery: row.delivery_id, aeTitle, err: error }, 'a delivery was not recalled');
    const again = { next_at: new Date(now.getTime() + backOffMs(row.attempts)) };
    const end = row.attempts < mostAttempts ? again : { outcome: 'unreachable' as const, ended_at: now };
    await note(context, principal, row, end, recall);
  }
};

/** Makes and sends what is due; true when there may be more at once. */
export const recallDeliveries = async (
  context: Context,
  principal: Principal,
  signal: AbortSignal,
): Promise<boolean> => {
  const made = await makeRecalls(context, principal);
  for (let sent = 0; sent < mostAtOnce && !signal.aborted; sent += 1) {
    const row = await context.db.tenant(principal.tenantId, (trx) => takeDueRecall(trx, context.clock(), leaseMs));
    if (row === undefined) return made === mostAtOnce;
    await runRecall(context, principal, row, signal);
  }
  return !signal.aborted;
};
