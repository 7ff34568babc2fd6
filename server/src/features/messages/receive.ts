/** One message from a connection: who sends it, whether it is kept, and what is answered (2.9). */
import { type AckCondition, type Header, isEnhanced } from '@throughline/hl7';
import { newId } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { raiseSecurityAlert } from '../audit/index.ts';
import type { Context } from '../context.ts';
import type { Inbox } from './inbox.ts';
import { checkAcceptable } from './interpret/index.ts';
import { answer, controlId, type Incoming, readIncoming } from './process.ts';
import { answerQuery, isQuery } from './queries/index.ts';
import { type Cause, causeOf } from './refusal.ts';
import type { CallerSources } from './sources.ts';

const isWanted = (condition: AckCondition | undefined, good: boolean): boolean =>
  condition === 'AL' || (condition === 'SU' && good) || (condition === 'ER' && !good);

/** Whether the stored answer says that all is well: MSA-1 is AA. */
const isGood = (ack: Uint8Array): boolean => Buffer.from(ack).includes('\rMSA|AA|');

/** Nothing new is taken while the volume is full or broken, though messages need little of it (I8). */
const refuseWhenFull = async ({ objects }: Context): Promise<void> => {
  const { state } = await objects.health();
  if (state === 'full') fail('out-of-resources');
  if (state === 'failed') fail('storage-unhealthy');
};

const enhancedOf = (header: Partial<Header>): Header | undefined =>
  header.acceptAck !== undefined || header.applicationAck !== undefined ? (header as Header) : undefined;

/** Why a message is not accepted, whatever it says further on. */
const unacceptable = ({ fault, source }: Incoming, header: Header): Cause | undefined => {
  if (fault !== undefined) return causeOf(fault);
  try {
    checkAcceptable(header, source.mapping);
    return undefined;
  } catch (error) {
    return causeOf(error);
  }
};

/** Original mode: one answer, after the effect. */
const receiveOriginal = async function* (inbox: Inbox, incoming: Incoming): AsyncGenerator<Uint8Array> {
  const { ack } = await inbox.keep(incoming, 'whole');
  // A duplicate of something that only waits: its effect is due now.
  if (ack === undefined) {
    await inbox.processWaiting();
    const { ack: later } = await inbox.keep(incoming, 'whole');
    if (later !== undefined) yield later;
    return;
  }
  yield ack;
};

/** Enhanced mode: CA (CE, CR where it cannot be read, or MSH says what is not taken) once the message is durable, then, when it is wanted, the application's answer after the effect. */
const receiveEnhanced = async function* (
  context: Context,
  inbox: Inbox,
  incoming: Incoming,
  header: Header,
): AsyncGenerator<Uint8Array> {
  const at = context.clock();
  const cause = unacceptable(incoming, header);
  const kept = await inbox.keep(incoming, 'keep only');
  if (isWanted(header.acceptAck, cause === undefined)) {
    yield answer(header, cause === undefined ? 'CA' : cause.rejected ? 'CR' : 'CE', at, cause);
    // Whose message was not accepted waits for no answer of the application (2.9.3.2).
    if (cause !== undefined) return void (await inbox.processWaiting());
  }
  if (kept.ack === undefined) await inbox.processWaiting();
  const { ack } = kept.ack === undefined ? await inbox.keep(incoming, 'whole') : kept;
  if (ack !== undefined && isWanted(header.applicationAck, isGood(ack))) yield ack;
};

/**
 * The answers to a message, in order. Throws when nothing can be promised: the connection is then closed without an answer, and the
 * sender sends again.
 */
export const receiveMessage = async function* (
  context: Context,
  inbox: Inbox,
  sources: CallerSources,
  address: string,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const receivedAt = context.clock();
  const read = readIncoming(bytes);
  const { header, fault } = read;
  const enhanced = enhancedOf(header);
  const reject = enhanced !== undefined && isEnhanced(enhanced) && enhanced.acceptAck !== undefined ? 'CR' : 'AR';
  const named = { sendingApplication: header.sendingApplication ?? '', sendingFacility: header.sendingFacility ?? '' };
  const source = await sources.find(named);
  // An answer to an answer would be answered in turn (2.9.2): none, and nothing is kept of it.
  const isAnswer = header.messageCode === 'ACK';
  if (source === undefined) {
    const alert = { door: 'mllp', address, subject: undefined, reason: 'sender not listed' } as const;
    await raiseSecurityAlert(context, alert);
    if (isAnswer) return;
    const sentence = fault?.message ?? 'This sender is not listed here.';
    yield answer(header, reject, receivedAt, { condition: fault?.condition ?? '207', sentence, location: 'MSH-3' });
    return;
  }
  if (isAnswer) return;
  try {
    await refuseWhenFull(context);
  } catch {
    yield answer(header, reject, receivedAt, {
      condition: '207',
      sentence: 'There is no room; send it again later.',
      location: undefined,
    });
    return;
  }
  if (read.message !== undefined && isQuery(header)) {
    if (isWanted(enhanced?.acceptAck, true)) yield answer(header, 'CA', receivedAt);
    yield await answerQuery(context, source, header as Header, read.message, controlId());
    return;
  }
  const incoming: Incoming = { id: newId(), receivedAt, source, bytes, ...read };
  if (enhanced === undefined) yield* receiveOriginal(inbox, incoming);
  else yield* receiveEnhanced(context, inbox, incoming, enhanced);
};
