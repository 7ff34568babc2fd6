import { type Dataset, encodeDataset } from '@throughline/dicom';
import { CommandField } from './command.ts';
import { converse, throwFailure } from './conversation.ts';
import { DimseError } from './errors.ts';
import { readIdentifier } from './identifier.ts';
import type { Requestor } from './requestor.ts';
import type { Response } from './response-queue.ts';
import { Status, statusCategory } from './status.ts';

export interface FindOperation {
  readonly sopClassUid: string;
  readonly identifier: Dataset;
  /** Cancels the query; the matches so far stay good and the iteration ends. */
  readonly signal?: AbortSignal;
  /** The peer said that it left some optional key unmatched or untold (FF01): its matches may be too many. */
  readonly onKeysLeftOut?: () => void;
}

/** See `Association.find`. */
export async function* find(requestor: Requestor, operation: FindOperation): AsyncGenerator<Dataset, void> {
  const { sopClassUid, identifier, signal } = operation;
  const context = requestor.context(sopClassUid);
  const responses = converse(requestor, {
    context,
    command: { AffectedSOPClassUID: sopClassUid, CommandField: CommandField.CFindRq, Priority: 0 },
    identifier: encodeDataset(identifier, context.transferSyntax),
    signal,
  });
  for await (const response of responses) {
    if (statusCategory(response.status) === 'pending') {
      if (response.status === Status.PendingWithUnsupportedKeys) operation.onKeysLeftOut?.();
      yield await readMatch(requestor, response, context.transferSyntax);
    } else {
      throwFailure(response, 'C-FIND');
      if (response.status === Status.Cancel && !signal?.aborted) {
        throw new DimseError('refused', 'The peer cancelled the C-FIND', { status: response.status });
      }
    }
  }
}

async function readMatch(requestor: Requestor, { identifier }: Response, transferSyntax: string): Promise<Dataset> {
  try {
    if (!identifier) throw new DimseError('protocol', 'A pending response comes without its match');
    return await readIdentifier(identifier, transferSyntax);
  } catch (cause) {
    const error = new DimseError('protocol', 'The peer sent a match that cannot be read', { cause });
    requestor.abort(error);
    throw error;
  }
}
