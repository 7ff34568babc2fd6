/** A block from a connection: one message, or a batch of them (2.10.3), each with its own effect and answer. */
import {
  type BatchFile,
  type BatchHeader,
  type Hl7Error,
  isBatch,
  readBatch,
  writeBatchAnswer,
} from '@throughline/hl7';
import { raiseSecurityAlert } from '../audit/index.ts';
import { MOST_AT_ONCE } from './inbox.ts';
import { answer, controlId } from './process.ts';
import { type Admitted, admit, answersAfterEffect, type Receiving, receiveMessage } from './receive.ts';
import { causeOf } from './refusal.ts';

/** The first header that there is: FHS, else BHS. */
const headerOf = ({ header, batches }: BatchFile): Partial<BatchHeader> => header ?? batches[0]?.header ?? {};

/** Of what is refused as a whole nothing is kept: its sender sends all of it again, and what was right in it is then no duplicate of a refusal. */
const refused = async function* (
  { context, sources, address }: Receiving,
  file: BatchFile,
  fault: Hl7Error,
): AsyncGenerator<Uint8Array> {
  const header = headerOf(file);
  const named = { sendingApplication: header.sendingApplication ?? '', sendingFacility: header.sendingFacility ?? '' };
  const isListed = (await sources.find(named)) !== undefined;
  const reason = isListed ? `batch refused: ${fault.code}` : 'sender not listed';
  await raiseSecurityAlert(context, { door: 'mllp', address, subject: undefined, reason });
  yield answer(header, 'AR', context.clock(), causeOf(fault));
};

type ToKeep = Extract<Admitted, { kind: 'kept' }>;

/** Several messages have their effects in one transaction, in their order, and are then answered. */
const answersTogether = async function* (receiving: Receiving, group: readonly ToKeep[]): AsyncGenerator<Uint8Array> {
  if (group.length === 0) return;
  const kept = await receiving.inbox.keepAll(
    group.map(({ incoming }) => incoming),
    'whole',
  );
  for (const [place, one] of kept.entries()) yield* await answersAfterEffect(receiving, group[place] as ToKeep, one);
};

/** What is asked in between is answered in its place: after what comes before it, and before what comes after. */
const answersTo = async function* (receiving: Receiving, messages: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  let group: ToKeep[] = [];
  for (const message of messages) {
    const admitted = await admit(receiving, message);
    if (admitted.kind === 'kept') group.push(admitted);
    if (admitted.kind === 'kept' && group.length < MOST_AT_ONCE) continue;
    yield* answersTogether(receiving, group);
    group = [];
    if (admitted.kind === 'answered') yield* admitted.answers();
  }
  yield* answersTogether(receiving, group);
};

/**
 * The answers to a block, in order; that to a batch comes in pieces. Of a batch that was cut off before, those that were taken get their stored
 * answers. Throws as `receiveMessage` does.
 */
export const receiveBlock = async function* (
  receiving: Receiving,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array | AsyncIterable<Uint8Array>> {
  if (!isBatch(bytes)) {
    yield* receiveMessage(receiving, bytes);
    return;
  }
  const file = readBatch(bytes);
  const answers =
    file.fault === undefined
      ? file.batches.map(({ messages }) => answersTo(receiving, messages))
      : [refused(receiving, file, file.fault)];
  yield writeBatchAnswer({ file, answers, at: receiving.context.clock(), controlId });
};
