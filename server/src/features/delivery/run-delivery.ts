/** Takes a delivery that is due and sends what waits of it; again later, with growing pauses, while something still waits. */
import { newUid } from '@throughline/dicom';
import {
  type DeliveryRow,
  insertRecall,
  lastDelivered,
  manifestsBefore,
  noteDelivered,
  noteDelivery,
  type ServedInstance,
  servedById,
  type Trx,
  takeDueDelivery,
  waitingAttempts,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { PeerError } from '../../peers/index.ts';
import type { PatientIdDomain, Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { asKnownIn } from '../retrieve/index.ts';
import { lotsOf } from './contexts.ts';
import { orderOf } from './import-order.ts';
import { findReceiver } from './receiver.ts';
import { sendLot, sentDigest } from './send-lot.ts';
import { type ManifestSent, manifestDestination, sendManifest } from './send-manifest.ts';

const leaseMs = 10_000;
const renewMs = 3_000;
/** Tried for about a day and a half without any progress. */
const mostAttempts = 24;

const backOffMs = (attempts: number): number => Math.min(2_000 * 2 ** Math.min(attempts, 12), 2 * 3_600_000);

interface Run {
  readonly context: Context;
  readonly principal: Principal;
  readonly row: DeliveryRow;
  readonly signal: AbortSignal;
  settled: number;
}

const note = ({ context, principal, row }: Run, progress: Parameters<typeof noteDelivery>[2]): Promise<void> =>
  context.db.tenant(principal.tenantId, (trx) => noteDelivery(trx, row.id, progress));

const noteInstances = async (
  run: Run,
  instances: readonly ServedInstance[],
  outcome: Parameters<typeof noteDelivered>[3],
): Promise<void> => {
  if (instances.length === 0) return;
  const ids = instances.map((instance) => instance.id);
  await run.context.db.tenant(run.principal.tenantId, (trx) => noteDelivered(trx, run.row.id, ids, outcome));
  if (outcome.outcome !== 'waiting') run.settled += instances.length;
};

/** In the name of whoever asked, before the first byte leaves. */
const audit = async ({ context, principal, row }: Run, instances: readonly ServedInstance[]): Promise<void> => {
  const [first] = instances;
  if (first === undefined) return;
  await context.db.tenant(principal.tenantId, (trx) =>
    recordAudit(
      trx,
      { ...principal, subject: row.requested_by },
      {
        event: 'instancesTransferred',
        action: 'R',
        patientRecordId: first.patient_record_id,
        studyInstanceUid: row.study_instance_uid,
        detail: { destination: row.ae_title, form: row.form, instances: instances.length },
      },
    ),
  );
};

/** What waits of it, of the patient as the destination knows them, under the local order. */
const waitingInstances = async (
  trx: Trx,
  row: DeliveryRow,
  domain: PatientIdDomain | undefined,
): Promise<readonly [ReadonlyMap<string, number>, readonly ServedInstance[]]> => {
  const attempts = await waitingAttempts(trx, row.id);
  const known = await asKnownIn(trx, domain, await servedById(trx, [...attempts.keys()]));
  const localOrder = await orderOf(trx, row);
  return [attempts, localOrder === undefined ? known : known.map((instance) => ({ ...instance, localOrder }))];
};

/** What it takes the place of is taken back. */
const noteManifest = async ({ context, principal, row }: Run, sent: ManifestSent): Promise<void> =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const { manifestUid, documentId = null } = sent;
    await noteDelivery(trx, row.id, { manifest_uid: manifestUid, document_id: documentId });
    for (const before of await manifestsBefore(trx, row))
      if (before.manifest_uid !== manifestUid)
        await insertRecall(trx, principal.tenantId, {
          deliveryId: before.id,
          noteUid: newUid(),
          at: context.clock(),
          requestedBy: row.requested_by,
          supersededBy: row.id,
        });
  });

const sendAsManifest = async (run: Run): Promise<void> => {
  const { context, principal, row, signal } = run;
  const destination = await manifestDestination(context, principal, row);
  const [attempts, instances, before] = await context.db.tenant(
    principal.tenantId,
    async (trx) =>
      [...(await waitingInstances(trx, row, destination.domain)), await manifestsBefore(trx, row)] as const,
  );
  if (instances.length === 0) return;
  await audit(run, instances);
  const replaces = before.find(({ document_id: id }) => id !== null)?.document_id ?? undefined;
  const tried = Math.max(...attempts.values()) + 1;
  const sent = await sendManifest({ context, destination, at: row.requested_at, instances, replaces, tried, signal });
  if (sent.outcome === 'sent') await noteManifest(run, sent);
  await noteInstances(run, instances, sent);
};

const send = async (run: Run): Promise<void> => {
  const { context, principal, row, signal } = run;
  if (row.form !== 'objects') return sendAsManifest(run);
  const receiver = await findReceiver(context, principal, row.ae_title);
  const { domain } = receiver;
  const held = await receiver.held(row.study_instance_uid, signal);
  const [attempts, instances, before] = await context.db.tenant(principal.tenantId, async (trx) => {
    const [waiting, given] = await waitingInstances(trx, row, domain);
    return [waiting, given, await lastDelivered(trx, row.ae_title, [...held])] as const;
  });
  // What it had from us and has since been corrected, or decided otherwise, is not what it has.
  const has = (instance: ServedInstance): boolean => {
    const sent = before.get(instance.sop_instance_uid);
    return held.has(instance.sop_instance_uid) && (sent === undefined || sent.equals(sentDigest(instance)));
  };
  await noteInstances(run, instances.filter(has), { outcome: 'present', status: null });
  const missing = instances.filter((instance) => !has(instance));
  await audit(run, missing);
  for (const lot of lotsOf(missing))
    await sendLot(
      {
        context,
        receiver,
        associations: row.associations,
        attempts,
        signal,
        note: (instance, outcome) => noteInstances(run, [instance], outcome),
      },
      lot,
    );
};

/** Ended when nothing waits any more, or when it went on too long without anything getting through. */
const settle = async (run: Run): Promise<void> => {
  const { context, principal, row } = run;
  const now = context.clock();
  const waiting = await context.db.tenant(principal.tenantId, (trx) => waitingAttempts(trx, row.id));
  const attempts = run.settled > 0 ? 1 : row.attempts;
  if (waiting.size > 0 && attempts < mostAttempts)
    return note(run, { attempts, next_at: new Date(now.getTime() + backOffMs(attempts)) });
  await context.db.tenant(principal.tenantId, async (trx) => {
    await noteDelivered(trx, row.id, [...waiting.keys()], { outcome: 'failed', status: null });
    await noteDelivery(trx, row.id, { ended_at: now });
  });
};

const runDelivery = async (run: Run): Promise<void> => {
  const { context, row, signal } = run;
  const renewal = setInterval(() => {
    note(run, { next_at: new Date(context.clock().getTime() + leaseMs) }).catch((error: unknown) =>
      context.log.warn({ delivery: row.id, err: error }, 'the lease of a delivery was not renewed'),
    );
  }, renewMs);
  try {
    await send(run);
  } catch (error) {
    if (!(error instanceof PeerError || error instanceof Failure)) throw error;
    const why = error instanceof PeerError ? error.kind : error.code;
    context.log.warn({ delivery: row.id, aeTitle: row.ae_title, why, err: error }, 'a delivery was broken off');
  } finally {
    clearInterval(renewal);
  }
  // Who was told to stop leaves it to whoever comes next, at once.
  if (signal.aborted) await note(run, { attempts: row.attempts - 1, next_at: context.clock() });
  else await settle(run);
};

/** Undefined when none is due; else what to wait for. */
export const takeDelivery = async (
  context: Context,
  principal: Principal,
  signal: AbortSignal,
): Promise<{ readonly done: Promise<void> } | undefined> => {
  const row = await context.db.tenant(principal.tenantId, (trx) => takeDueDelivery(trx, context.clock(), leaseMs));
  return row && { done: runDelivery({ context, principal, row, signal, settled: 0 }) };
};
