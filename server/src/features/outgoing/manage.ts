/** What was sent and what was not, as those who look after it see it. */
import {
  findOutgoing,
  isOvertaken,
  listOutgoing as listRows,
  type OutgoingFilter,
  type OutgoingHead,
  sendAgain,
  setOutgoingAside,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

export interface ListedOutgoing {
  readonly id: string;
  readonly destination: string;
  readonly event: string;
  readonly type: string;
  readonly controlId: string;
  readonly madeAt: string;
  readonly state: OutgoingHead['state'];
  readonly attempts: number;
  readonly nextAt: string | null;
  readonly answerCode: string | null;
  readonly condition: string | null;
  readonly location: string | null;
  readonly cause: string | null;
  readonly endedAt: string | null;
}

const toListed = (row: OutgoingHead): ListedOutgoing => ({
  id: row.id,
  destination: row.destination,
  event: row.event,
  type: row.message_type,
  controlId: row.control_id,
  madeAt: row.made_at.toISOString(),
  state: row.state,
  attempts: row.attempts,
  nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
  answerCode: row.answer_code,
  condition: row.condition,
  location: row.location,
  cause: row.cause,
  endedAt: row.ended_at?.toISOString() ?? null,
});

const MOST_LISTED = 1000;

/** The newest first, at most a thousand. */
export const listOutgoing = async (
  { db }: Context,
  principal: Principal,
  filter: OutgoingFilter & { readonly limit?: number | undefined },
): Promise<ListedOutgoing[]> => {
  authorise(principal, 'admin');
  const limit = Math.min(filter.limit ?? 100, MOST_LISTED);
  return (await db.tenant(principal.tenantId, (trx) => listRows(trx, filter, limit))).map(toListed);
};

/** The message as it is sent. It tells of a patient, so that reading it is written down. */
export const readOutgoing = ({ db }: Context, principal: Principal, id: string): Promise<Uint8Array> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const row = (await findOutgoing(trx, id)) ?? fail('not-found');
    await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', detail: { hl7Outgoing: id } });
    return row.raw;
  });
};

/** Sends a message again that was refused or given up, as it is and under its own MSH-10; never behind a later one about the same. */
export const resendOutgoing = async (
  { db, clock }: Context,
  principal: Principal,
  id: string,
): Promise<ListedOutgoing> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const row = (await findOutgoing(trx, id)) ?? fail('not-found');
    if (row.state !== 'refused' && row.state !== 'failed') fail('conflict', 'Only what was not taken is sent again.');
    if (await isOvertaken(trx, row)) fail('conflict', 'Something later about the same was sent; this would undo it.');
    await sendAgain(trx, id, clock());
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'E', detail: { resent: id } });
    return toListed((await findOutgoing(trx, id)) ?? fail('not-found'));
  });
};

/** Nothing more is to be done about a message that was not taken: it stays, and waits for nobody any more. */
export const setOutgoingMessageAside = async (
  { db, clock }: Context,
  principal: Principal,
  id: string,
): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if ((await findOutgoing(trx, id)) === undefined) fail('not-found');
    if (!(await setOutgoingAside(trx, id, clock()))) fail('conflict', 'The message does not wait for anybody.');
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { setAside: id } });
  });
};
