/** The inbox as its keepers see it: what came, what was refused and why, and processing it again. */
import { messagesOfFile, parseMessage } from '@throughline/hl7';
import {
  findMessage,
  type Hl7MessageHead,
  type Hl7MessageState,
  listMessages as listRows,
  type MessageFilter,
  setAside,
  waitAgain,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { Inbox } from './inbox.ts';
import { type Intent, interpretMessage } from './interpret/index.ts';
import { defaultMapping, type Mapping, readNewMapping } from './mapping.ts';
import { causeOf } from './refusal.ts';

export interface ListedMessage {
  readonly id: string;
  readonly receivedAt: string;
  readonly sourceName: string;
  readonly controlId: string;
  readonly type: string;
  readonly version: string;
  readonly state: Hl7MessageState;
  readonly condition: string | null;
  readonly location: string | null;
  readonly cause: string | null;
  readonly flags: string[];
  readonly effects: unknown;
  readonly attempts: number;
  readonly processedAt: string | null;
}

const toListed = (row: Hl7MessageHead): ListedMessage => ({
  id: row.id,
  receivedAt: row.received_at.toISOString(),
  sourceName: row.source_name,
  controlId: row.control_id,
  type: row.trigger_event === '' ? row.message_code : `${row.message_code}^${row.trigger_event}`,
  version: row.version,
  state: row.state,
  condition: row.condition,
  location: row.location,
  cause: row.cause,
  flags: row.flags,
  effects: row.effects,
  attempts: row.attempts,
  processedAt: row.processed_at?.toISOString() ?? null,
});

const MOST_LISTED = 1000;

/** The newest first, at most a thousand. */
export const listMessages = async (
  { db }: Context,
  principal: Principal,
  filter: MessageFilter & { readonly limit?: number | undefined },
): Promise<ListedMessage[]> => {
  authorise(principal, 'admin');
  const limit = Math.min(filter.limit ?? 100, MOST_LISTED);
  return (await db.tenant(principal.tenantId, (trx) => listRows(trx, filter, limit))).map(toListed);
};

/** The message as it was received. It tells of a patient, so that reading it is written down. */
export const readMessage = ({ db }: Context, principal: Principal, id: string): Promise<Uint8Array> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const row = (await findMessage(trx, id)) ?? fail('not-found');
    await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', detail: { hl7Message: id } });
    return row.raw;
  });
};

/** Processes a message again that had no effect; gives how it stands now. */
export const replayMessage = async (context: Context, principal: Principal, id: string): Promise<ListedMessage> => {
  authorise(principal, 'admin');
  const { db } = context;
  await db.tenant(principal.tenantId, async (trx) => {
    const row = (await findMessage(trx, id)) ?? fail('not-found');
    if (row.state === 'done') fail('conflict', 'The message has had its effect.');
    if (row.state !== 'waiting' && !(await waitAgain(trx, id))) fail('conflict');
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'E', detail: { replayed: id } });
  });
  await new Inbox(context, principal.tenantId).processWaiting();
  return toListed(
    await db.tenant(principal.tenantId, async (trx) => (await findMessage(trx, id)) ?? fail('not-found')),
  );
};

/** Nothing more is to be done about a message that had no effect: it stays, and waits for nobody any more. */
export const setMessageAside = async ({ db, clock }: Context, principal: Principal, id: string): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if ((await findMessage(trx, id)) === undefined) fail('not-found');
    if (!(await setAside(trx, id, clock()))) fail('conflict', 'The message does not wait for anybody.');
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { setAside: id } });
  });
};

/** How a message reads. Nothing is kept and nothing is changed. */
export interface Tested {
  readonly type: string;
  readonly controlId: string;
  readonly charset: string;
  /** every segment with its fields as they stand, for the reader to compare */
  readonly segments: readonly string[];
  readonly outcome: 'applied' | 'ignored' | 'refused';
  readonly condition: string | null;
  readonly location: string | null;
  readonly cause: string | null;
  readonly flags: readonly string[];
  readonly intents: readonly Intent[];
}

const untested = { type: '', controlId: '', charset: '', segments: [], flags: [], intents: [] };
const nothingWrong = { condition: null, location: null, cause: null };

/** Shows what a message would become with a sender's mapping. */
export const testMessage = (
  principal: Principal,
  bytes: Uint8Array,
  source: { readonly mapping?: Mapping; readonly issuer: string },
): Tested => {
  authorise(principal, 'admin');
  let shown: Omit<Tested, 'outcome' | 'condition' | 'location' | 'cause'> = untested;
  try {
    const message = parseMessage(bytes);
    const { header } = message;
    const type = [header.text(9, 1), header.text(9, 2)].filter((part) => part !== '').join('^');
    const segments = message.segments.map((segment) =>
      Buffer.from(segment.raw, 'latin1').toString(message.charset === 'utf-8' ? 'utf8' : 'latin1'),
    );
    shown = { ...untested, type, controlId: header.text(10), charset: message.charset, segments };
    const meaning = interpretMessage(message, { mapping: source.mapping ?? defaultMapping, issuer: source.issuer });
    if (meaning === 'ignored') return { ...shown, ...nothingWrong, outcome: 'ignored' };
    return { ...shown, ...nothingWrong, outcome: 'applied', flags: meaning.flags, intents: meaning.intents };
  } catch (error) {
    const cause = causeOf(error);
    if (cause === undefined) throw error;
    const { condition, location = null, sentence } = cause;
    return { ...shown, outcome: 'refused', condition, location, cause: sentence };
  }
};

/** The first message of a text as people paste it: in blocks, on lines, or as a log prints it; by a mapping that may not be kept yet. */
export const testPasted = (
  principal: Principal,
  text: string,
  source: { readonly mapping?: Mapping; readonly issuer: string; readonly draft?: unknown },
): Tested => {
  authorise(principal, 'admin');
  const [first] = messagesOfFile(Buffer.from(text, 'utf8'));
  const mapping = source.draft === undefined ? source.mapping : readNewMapping(source.draft);
  return testMessage(principal, first ?? Buffer.alloc(0), { issuer: source.issuer, ...(mapping && { mapping }) });
};
