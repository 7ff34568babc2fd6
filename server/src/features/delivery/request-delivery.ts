/** What we hold is to be sent to a listed application entity: noted durably and in the audit, done by the jobs role. */
import { type Delivery, type DeliveryInput, deliveryInput } from '@throughline/contract';
import { type DeliveryRow, findApplicationEntity, insertDelivery, servedInstances } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, isWithin, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { placeOf } from '../manifests/index.ts';
import { findDocumentRecipient } from './document-recipient.ts';
import { getDelivery } from './get-delivery.ts';
import { orderFor } from './import-order.ts';
import { findReceiver } from './receiver.ts';

const check = (input: unknown): DeliveryInput => {
  const parsed = deliveryInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return fail('bad-request', faults.join('; '));
};

/** What goes to this destination; fails with `unknown-destination` where nothing can. */
const formFor = async (
  context: Context,
  principal: Principal,
  { aeTitle, manifest = false }: DeliveryInput,
): Promise<DeliveryRow['form']> => {
  const entity = await context.db.tenant(principal.tenantId, (trx) => findApplicationEntity(trx, aeTitle));
  const takesDocuments = entity?.deliver_by === 'mhd';
  await (takesDocuments ? findDocumentRecipient : findReceiver)(context, principal, aeTitle);
  if (takesDocuments || manifest) placeOf(context);
  if (takesDocuments) return 'mado';
  return manifest ? 'kos' : 'objects';
};

/** Refuses with `unknown-destination` and `not-found`. What arrives later is not part of it. */
export const requestDelivery = async (context: Context, principal: Principal, input: unknown): Promise<Delivery> => {
  authorise(principal, 'read');
  const asks = check(input);
  const { studyInstanceUid, seriesInstanceUid, aeTitle, associations, order } = asks;
  const form = await formFor(context, principal, asks);
  const selector = { studyInstanceUid, ...(seriesInstanceUid !== undefined && { seriesInstanceUid }) };
  const id = await context.db.tenant(principal.tenantId, async (trx) => {
    const instances = await servedInstances(trx, selector);
    const [first] = instances;
    if (first === undefined || !isWithin(principal, first.patient_record_id)) return fail('not-found');
    const orderStepId = await orderFor(trx, order, first.patient_record_id);
    await recordAudit(trx, principal, {
      event: 'beginTransferring',
      action: 'E',
      patientRecordId: first.patient_record_id,
      studyInstanceUid,
      detail: { destination: aeTitle, form, instances: instances.length },
    });
    const asked = {
      studyInstanceUid,
      seriesInstanceUid: seriesInstanceUid ?? null,
      aeTitle,
      associations,
      requestedBy: principal.subject,
      instanceIds: instances.map((instance) => instance.id),
      orderStepId,
      form,
    };
    return insertDelivery(trx, principal.tenantId, asked, context.clock());
  });
  return getDelivery(context, principal, id);
};
