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
import type { Context } from '../context.ts';
import type { Inbox } from './inbox.ts';
import { answer, controlId } from './process.ts';
import { receiveMessage } from './receive.ts';
import { causeOf } from './refusal.ts';
import type { CallerSources } from './sources.ts';

/** The first header that there is: FHS, else BHS. */
const headerOf = ({ header, batches }: BatchFile): Partial<BatchHeader> => header ?? batches[0]?.header ?? {};

/** Of what is refused as a whole nothing is kept: its sender sends all of it again, and what was right in it is then no duplicate of a refusal. */
const refused = async (
  context: Context,
  sources: CallerSources,
  address: string,
  file: BatchFile,
  fault: Hl7Error,
): Promise<Uint8Array> => {
  const header = headerOf(file);
  const named = { sendingApplication: header.sendingApplication ?? '', sendingFacility: header.sendingFacility ?? '' };
  const isListed = (await sources.find(named)) !== undefined;
  const reason = isListed ? `batch refused: ${fault.code}` : 'sender not listed';
  await raiseSecurityAlert(context, { door: 'mllp', address, subject: undefined, reason });
  const cause = causeOf(fault);
  return answer(header, 'AR', context.clock(), cause);
};

/**
 * The answers to a block, in order. Messages of a batch have their effects one after the other; of a batch that was cut off before, those that were
 * taken get their stored answers. Throws as `receiveMessage` does.
 */
export const receiveBlock = async function* (
  context: Context,
  inbox: Inbox,
  sources: CallerSources,
  address: string,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array> {
  if (!isBatch(bytes)) {
    yield* receiveMessage(context, inbox, sources, address, bytes);
    return;
  }
  const file = readBatch(bytes);
  const answers: Uint8Array[][] = [];
  if (file.fault !== undefined) answers.push([await refused(context, sources, address, file, file.fault)]);
  else
    for (const { messages } of file.batches) {
      const acks: Uint8Array[] = [];
      for (const message of messages)
        for await (const ack of receiveMessage(context, inbox, sources, address, message)) acks.push(ack);
      answers.push(acks);
    }
  yield writeBatchAnswer({ file, answers, at: context.clock(), controlId });
};
