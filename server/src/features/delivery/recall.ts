/**
 * What was delivered under a link between records that does not hold any more is taken back: its destination is sent a rejection
 * note (IHE IOCM), tried again until it is answered. Our own copy stays as it is.
 */
import { type Dataset, encodeDataset, newUid, uids } from '@throughline/dicom';
import {
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
import { PeerError, type Sender } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { keyObjectDocument, uidOf } from '../key-objects/index.ts';
import { readHeader } from '../retrieve/index.ts';
import { findReceiver } from './receiver.ts';

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

interface Recall {
  readonly aeTitle: string;
  readonly requestedBy: string;
  readonly note: Dataset;
  readonly first: ServedInstance;
  readonly instances: number;
}

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
  const note = keyObjectDocument(
    { header, instances, at: row.made_at },
    {
      sopInstanceUid: row.note_uid,
      seriesInstanceUid: uidOf('rejection', row.note_uid),
      seriesNumber: 9901,
      title: row.requested_by === null ? wrongPatient : takenBack,
    },
  );
  return {
    aeTitle: delivery.ae_title,
    requestedBy: row.requested_by ?? delivery.requested_by,
    note,
    first,
    instances: instances.length,
  };
};

const send = async (context: Context, principal: Principal, recall: Recall, row: RecallRow, signal: AbortSignal) => {
  const receiver = await findReceiver(context, principal, recall.aeTitle);
  const kind = uids.KeyObjectSelectionDocumentStorage;
  const forms = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];
  const contexts = forms.map((form) => ({ abstractSyntax: kind, transferSyntaxes: [form] }));
  const sender = await receiver.open(contexts, signal);
  try {
    const answer = await sender.send({
      sopClassUid: kind,
      sopInstanceUid: row.note_uid,
      transferSyntaxes: forms,
      open: async function* (form) {
        yield encodeDataset(recall.note, form);
      },
    });
    await sender.release();
    return answer;
  } catch (error) {
    sender.abort();
    throw error;
  }
};

type StoreAnswer = Awaited<ReturnType<Sender['send']>>;
type End = Parameters<typeof noteRecall>[2];

const endOf = (answer: StoreAnswer, at: Date): End => {
  if (answer === 'not-accepted') return { outcome: 'refused', status: null, ended_at: at };
  const taken = answer.category === 'success' || answer.category === 'warning';
  return { outcome: taken ? 'sent' : 'refused', status: answer.status, ended_at: at };
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
      detail: { destination: recall.aeTitle, rejected: recall.instances, note: row.note_uid },
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
    const answer = await send(context, principal, recall, row, signal);
    await note(context, principal, row, endOf(answer, now), recall);
  } catch (error) {
    if (!(error instanceof PeerError || error instanceof Failure)) throw error;
    context.log.warn({ delivery: row.delivery_id, aeTitle: recall.aeTitle, err: error }, 'a delivery was not recalled');
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
