/** A subscriber tells the hub what happened; the hub tells the others (FHIRcast STU3 2.6). */
import {
  applyCast,
  CastError,
  type CastMessage,
  type CastRequest,
  type CastTold,
  type Contexts,
  castTime,
  mayCast,
  toSyncError,
} from '@throughline/fhir';
import { type CastTopicRow, keepCastEvents, lockCastTopic, newId, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { isOf, recordsIn } from './records.ts';
import { CHANNEL, checkTopic, hintOf } from './topics.ts';

/** A clock that is further ahead than this would keep everybody else's changes out. */
const mostAheadMs = 60_000;

const orFail = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof CastError) return fail(error.reason, error.message);
    throw error;
  }
};

/** What is of no patient by its name may hold one nevertheless. */
const isOfPatient = ({ resource }: CastMessage['event']['context'][number]): boolean =>
  resource?.resourceType === 'Patient' || resource?.resourceType === 'ImagingStudy';

/** Content events name their context by its id only: they tell of whom it tells. */
const recordsOf = async (trx: Trx, contexts: Contexts, { row, message }: CastRequest, root: string) => {
  if (row.anchor === null) return message.event.context.some(isOfPatient) ? recordsIn(trx, message, root) : null;
  if (row.kind === 'update' || row.kind === 'select') return contexts[row.anchor]?.records ?? [];
  return recordsIn(trx, message, root);
};

const tellsOfPatient = ({ event }: CastMessage): boolean => event.context.length > 0;

const auditOf = (row: CastRequest['row'], records: readonly string[] | null) => {
  const [patientRecordId] = records ?? [];
  return {
    event: 'patientRecord',
    action: 'E',
    ...(patientRecordId !== undefined && { patientRecordId }),
    detail: { fhircast: row.name },
  } as const;
};

const keep = (
  trx: Trx,
  topic: CastTopicRow,
  contexts: Contexts,
  events: readonly CastTold[],
  { records, at, exceptFor = null }: { records: readonly string[] | null; at: Date; exceptFor?: Buffer | null },
): Promise<void> =>
  keepCastEvents(
    trx,
    topic,
    contexts,
    events.map((each) => ({
      ...each,
      insteadOf: each.insteadOf?.toLowerCase() ?? null,
      exceptFor,
      records: tellsOfPatient(each.message) ? records : null,
    })),
    at,
  );

/**
 * Accepted when it returns: it is durable then, and will be told to all who follow it.
 * @param root the address of our FHIR server, below which our own identifier systems are
 */
export const requestEvent = async (
  context: Context,
  principal: Principal,
  request: CastRequest,
  root: string,
): Promise<void> => {
  const { row, message } = request;
  const { tenantId } = principal;
  const topic = message.event['hub.topic'];
  if (!mayCast(principal.cast ?? [], row.name, 'write')) fail('forbidden', 'The token has no scope for this event.');
  const at = context.clock();
  if (castTime(message.timestamp) > at.getTime() + mostAheadMs)
    fail('bad-request', 'The timestamp is of a time to come.');
  await context.db.tenant(tenantId, async (trx) => {
    await checkTopic(trx, principal, topic, at);
    const known = (await lockCastTopic(trx, topic)) ?? fail('not-found');
    const records = await recordsOf(trx, known.contexts, request, root);
    if (!isOf(principal.records, records)) fail('forbidden', 'The token is for another patient.');
    const applying = { last: known.last_sequence, records: records ?? [], newId };
    const applied = orFail(() => applyCast(known.contexts, request, applying));
    await keep(trx, known, applied.contexts, applied.told, { records, at });
    if (row.anchor !== null) await recordAudit(trx, principal, auditOf(row, records));
  });
  await context.db.notify(CHANNEL, hintOf(tenantId, topic));
};

/** Tells everybody but the one concerned that somebody does not follow (2.5.4, 2.5.5). */
export const tellSyncError = async (
  context: Context,
  tenantId: string,
  topic: string,
  facts: {
    readonly about: { readonly id: string; readonly event: string };
    readonly subscriber: string;
    readonly diagnostics: string;
    readonly exceptFor: Buffer;
  },
): Promise<void> => {
  const at = context.clock();
  const message = toSyncError({ ...facts, topic, id: newId(), timestamp: at.toISOString() });
  await context.db.tenant(tenantId, async (trx) => {
    const known = await lockCastTopic(trx, topic);
    if (known === undefined) return;
    const event = { sequence: known.last_sequence + 1, message, insteadOf: null };
    await keep(trx, known, known.contexts, [event], { records: null, at, exceptFor: facts.exceptFor });
  });
  await context.db.notify(CHANNEL, hintOf(tenantId, topic));
};
