/** Sends one lot over several associations at once; every object ends with an outcome or waits for the next attempt. */
import type { InstanceOutcome, ServedInstance } from '../../db/index.ts';
import { PeerError, type Sender } from '../../peers/index.ts';
import type { Context } from '../context.ts';
import { digestOf, openDatasetAs } from '../retrieve/index.ts';
import { formsOf, type Lot } from './contexts.ts';
import type { Receiver } from './receiver.ts';

/** An object under which the association breaks so often is not tried again: the others must get through. */
const mostAttempts = 3;
/** SOP Class not supported (PS3.7 C.5.6). */
const notSupported = 0x0122;

export interface Sending {
  readonly context: Context;
  readonly receiver: Receiver;
  readonly associations: number;
  readonly attempts: ReadonlyMap<string, number>;
  readonly signal: AbortSignal;
  note(instance: ServedInstance, outcome: InstanceOutcome): Promise<void>;
}

const processingFailure = 0x0110;

const triesOf = (sending: Sending, instance: ServedInstance): number => (sending.attempts.get(instance.id) ?? 0) + 1;

/** "Out of resources" passes (PS3.4 B.2.3), a failure to process may pass (PS3.7 C.5.8); the others are of the object. */
export const mayPass = (status: number, tried: number): boolean =>
  (status & 0xff00) === 0xa700 || (status === processingFailure && tried < mostAttempts);

/** Tells what goes out from what went out before, under the same UID: other bytes, or another header over them. */
export const sentDigest = (instance: ServedInstance): Buffer => Buffer.from(digestOf([instance]), 'hex');

const sendOne = async (sending: Sending, sender: Sender, instance: ServedInstance): Promise<InstanceOutcome> => {
  const answer = await sender.send({
    sopClassUid: instance.sop_class_uid,
    sopInstanceUid: instance.sop_instance_uid,
    transferSyntaxes: formsOf(instance),
    open: (form) => openDatasetAs(sending.context, instance, form),
  });
  if (answer === 'not-accepted') return { outcome: 'failed', status: notSupported };
  const { status, category } = answer;
  if (category === 'success' || category === 'warning')
    return { outcome: 'sent', status, digest: sentDigest(instance) };
  return { outcome: mayPass(status, triesOf(sending, instance)) ? 'waiting' : 'failed', status };
};

/** What becomes of an object that broke the association, or that we could not read. */
const afterBreak = (sending: Sending, instance: ServedInstance, error: unknown): InstanceOutcome => {
  const tried = triesOf(sending, instance);
  const { log } = sending.context;
  log.warn({ instance: instance.id, tried, err: error }, 'an object was not delivered');
  return { outcome: tried >= mostAttempts ? 'failed' : 'waiting', status: null };
};

/** One association after the other, until nothing is left; the end of the destination is the end of this. */
const work = async (sending: Sending, lot: Lot, queue: ServedInstance[]): Promise<void> => {
  while (queue.length > 0) {
    const sender = await sending.receiver.open(lot.contexts, sending.signal);
    try {
      for (let instance = queue.shift(); instance; instance = queue.shift()) {
        const taken = instance;
        let outcome: InstanceOutcome;
        try {
          outcome = await sendOne(sending, sender, taken);
        } catch (error) {
          // Being told to stop is no fault of the object.
          if (sending.signal.aborted) throw error;
          await sending.note(taken, afterBreak(sending, taken, error));
          throw error;
        }
        await sending.note(taken, outcome);
      }
      await sender.release();
    } catch (error) {
      sender.abort();
      if (sending.signal.aborted) throw error;
    }
  }
};

/** @throws PeerError when no association could be had, or when it was told to stop */
export const sendLot = async (sending: Sending, lot: Lot): Promise<void> => {
  const queue = [...lot.instances];
  const workers = Math.min(sending.associations, queue.length);
  const ends = await Promise.allSettled(Array.from({ length: workers }, () => work(sending, lot, queue)));
  // A destination that takes fewer associations than we asked for has still been given everything.
  if (queue.length === 0 && !sending.signal.aborted) return;
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason instanceof PeerError ? broken.reason : new PeerError('unreachable', 'Broken off');
};
