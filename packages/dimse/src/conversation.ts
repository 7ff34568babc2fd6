import type { Exchange } from './channel.ts';
import { type Command, CommandField } from './command.ts';
import { DimseError, endedByCaller } from './errors.ts';
import type { AcceptedContext } from './negotiate.ts';
import type { Requestor } from './requestor.ts';
import type { Response } from './response-queue.ts';
import { statusCategory } from './status.ts';

/** Pending responses that a peer may still send after it was asked to stop. */
const MOST_AFTER_CANCEL = 10_000;

export interface Conversation {
  readonly context: AcceptedContext;
  readonly command: Command & { readonly CommandField: number };
  readonly identifier: Uint8Array;
  /** Sends a C-CANCEL-RQ; the peer's last response then follows. */
  readonly signal: AbortSignal | undefined;
  /** Called when the operation's turn has come, and when it is over. */
  readonly onStart?: () => void;
  readonly onEnd?: () => void;
}

/**
 * Sends a request that has many responses (C-FIND, C-GET, C-MOVE) and gives them one by one, the final one too. Whoever
 * stops early makes it cancel the operation and wait for its end, so that the association can be used on.
 */
export async function* converse(requestor: Requestor, conversation: Conversation): AsyncGenerator<Response, void> {
  const { context, command, identifier, signal, onStart, onEnd } = conversation;
  const done = await requestor.takeTurn();
  let exchange: Exchange | undefined;
  let running = false;
  const cancel = () => {
    if (exchange && running) sendCancel(requestor, exchange);
  };
  try {
    if (signal?.aborted) throw endedByCaller(signal);
    signal?.addEventListener('abort', cancel);
    onStart?.();
    exchange = requestor.channel.open(context.id, command.CommandField);
    await requestor.channel.send(context.id, { ...command, MessageID: exchange.messageId }, identifier);
    running = true;
    while (running) {
      const response = await exchange.responses.next();
      running = statusCategory(response.status) === 'pending';
      yield response;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    if (running && exchange) await stop(requestor, exchange);
    exchange?.close();
    onEnd?.();
    done();
  }
}

function sendCancel(requestor: Requestor, { contextId, messageId }: Exchange): void {
  const cancel = { CommandField: CommandField.CCancelRq, MessageIDBeingRespondedTo: messageId };
  try {
    void requestor.channel.send(contextId, cancel);
  } catch {
    // The association is over, and with it the operation.
  }
}

async function stop(requestor: Requestor, exchange: Exchange): Promise<void> {
  if (requestor.isOver) return;
  sendCancel(requestor, exchange);
  try {
    for (let left = MOST_AFTER_CANCEL; left > 0; left -= 1) {
      if (statusCategory((await exchange.responses.next()).status) !== 'pending') return;
    }
  } catch {
    // The association ended instead; the next operation says so.
  }
  requestor.abort(new DimseError('protocol', 'The peer does not stop a cancelled operation'));
}

/** @throws DimseError `refused` with the peer's status when that is a failure */
export function throwFailure({ status, command }: Response, operation: string): void {
  if (statusCategory(status) !== 'failure') return;
  const comment = command.ErrorComment;
  throw new DimseError('refused', `${operation} failed at the peer`, comment ? { status, comment } : { status });
}
