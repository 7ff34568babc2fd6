/** One message from a connection: who sends it, whether it is kept, and what is answered (2.9). */
import { type AckCondition, type Header, isEnhanced } from '@throughline/hl7';
import { newId } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { raiseSecurityAlert } from '../audit/index.ts';
import type { Context } from '../context.ts';
import type { Inbox, Kept } from './inbox.ts';
import { checkAcceptable } from './interpret/index.ts';
import { answer, controlId, type Incoming, readIncoming } from './process.ts';
import { answerQuery, isQuery } from './queries/index.ts';
import { type Cause, causeOf } from './refusal.ts';
import type { CallerSources } from './sources.ts';

/** Where messages come from and go. */
export interface Receiving {
  readonly context: Context;
  readonly inbox: Inbox;
  readonly sources: CallerSources;
  readonly address: string;
}

/** What is to be done with a message: its answers are given without any effect, or it is kept and has one. */
export type Admitted =
  | { readonly kind: 'answered'; readonly answers: () => AsyncIterable<Uint8Array> }
  | { readonly kind: 'kept'; readonly incoming: Incoming; readonly enhanced: Header | undefined };

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

/** A duplicate of something that only waits: its effect is due now. */
const settledOf = async (inbox: Inbox, incoming: Incoming, { ack }: Kept): Promise<Uint8Array | undefined> => {
  if (ack !== undefined) return ack;
  await inbox.processWaiting();
  return (await inbox.keep(incoming, 'whole')).ack;
};

/** CA, or CE or CR where it cannot be read, or MSH says what is not taken (2.9.3.2). */
const acceptance = (header: Header, at: Date, cause: Cause | undefined): Uint8Array =>
  answer(header, cause === undefined ? 'CA' : cause.rejected ? 'CR' : 'CE', at, cause);

/** Enhanced mode: that it is accepted once the message is durable, then, when it is wanted, the application's answer after the effect. */
const receiveEnhanced = async function* (
  { context, inbox }: Receiving,
  incoming: Incoming,
  header: Header,
): AsyncGenerator<Uint8Array> {
  const at = context.clock();
  const cause = unacceptable(incoming, header);
  const kept = await inbox.keep(incoming, 'keep only');
  if (isWanted(header.acceptAck, cause === undefined)) {
    yield acceptance(header, at, cause);
    // Whose message was not accepted waits for no answer of the application (2.9.3.2).
    if (cause !== undefined) return void (await inbox.processWaiting());
  }
  const ack = await settledOf(inbox, incoming, kept);
  if (ack !== undefined && isWanted(header.applicationAck, isGood(ack))) yield ack;
};

/** All that is said of a message that has had its effect: in original mode one answer, in enhanced mode those that are wanted. */
export const answersAfterEffect = async (
  { context, inbox }: Receiving,
  { incoming, enhanced }: Extract<Admitted, { kind: 'kept' }>,
  kept: Kept,
): Promise<readonly Uint8Array[]> => {
  const ack = await settledOf(inbox, incoming, kept);
  if (enhanced === undefined) return ack === undefined ? [] : [ack];
  const cause = unacceptable(incoming, enhanced);
  const said = isWanted(enhanced.acceptAck, cause === undefined) ? [acceptance(enhanced, context.clock(), cause)] : [];
  if (said.length > 0 && cause !== undefined) return said;
  return ack !== undefined && isWanted(enhanced.applicationAck, isGood(ack)) ? [...said, ack] : said;
};

const just = (...answers: readonly Uint8Array[]): Admitted => ({
  kind: 'answered',
  answers: async function* () {
    yield* answers;
  },
});

/** Who sends a message, and what is to be done with it. */
export const admit = async (receiving: Receiving, bytes: Uint8Array): Promise<Admitted> => {
  const { context, sources, address } = receiving;
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
    if (isAnswer) return just();
    const sentence = fault?.message ?? 'This sender is not listed here.';
    return just(
      answer(header, reject, receivedAt, { condition: fault?.condition ?? '207', sentence, location: 'MSH-3' }),
    );
  }
  if (isAnswer) return just();
  try {
    await refuseWhenFull(context);
  } catch {
    const cause = { condition: '207', sentence: 'There is no room; send it again later.', location: undefined };
    return just(answer(header, reject, receivedAt, cause));
  }
  const { message } = read;
  if (message !== undefined && isQuery(header))
    return {
      kind: 'answered',
      answers: async function* () {
        if (isWanted(enhanced?.acceptAck, true)) yield answer(header, 'CA', receivedAt);
        yield await answerQuery(context, source, header as Header, message, controlId());
      },
    };
  return { kind: 'kept', incoming: { id: newId(), receivedAt, source, bytes, ...read }, enhanced };
};

/**
 * The answers to a message, in order. Throws when nothing can be promised: the connection is then closed without an answer, and the
 * sender sends again.
 */
export const receiveMessage = async function* (receiving: Receiving, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const admitted = await admit(receiving, bytes);
  if (admitted.kind === 'answered') yield* admitted.answers();
  else if (admitted.enhanced !== undefined) yield* receiveEnhanced(receiving, admitted.incoming, admitted.enhanced);
  else {
    const kept = await receiving.inbox.keep(admitted.incoming, 'whole');
    yield* await answersAfterEffect(receiving, admitted, kept);
  }
};
