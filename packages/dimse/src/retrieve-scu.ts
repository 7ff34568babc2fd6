import { type Dataset, encodeDataset, tags } from '@throughline/dicom';
import { CommandField } from './command.ts';
import { converse, throwFailure } from './conversation.ts';
import { DimseError, invalidPdu } from './errors.ts';
import type { StoreRequest } from './handlers.ts';
import { readIdentifier } from './identifier.ts';
import type { IncomingData } from './incoming-data.ts';
import type { Requestor } from './requestor.ts';
import type { Response } from './response-queue.ts';
import { Status } from './status.ts';
import { receiveStore } from './store-service.ts';

/** How far a C-GET or C-MOVE has come (PS3.7 9.1.3, 9.1.4); a count that the peer leaves out is 0. */
export interface SubOperations {
  readonly status: number;
  readonly remaining: number;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
  /** Failed SOP Instance UID List (0008,0058), as the peer gave it with the last response. */
  readonly failedUids: readonly string[];
  readonly comment?: string;
}

/** An object that a C-GET brings: everything about it is the peer's claim. */
export interface IncomingInstance extends StoreRequest {
  readonly data: IncomingData;
}

export interface GetOperation {
  readonly sopClassUid: string;
  readonly identifier: Dataset;
  /** Reads the data to their end and resolves with the status to answer, 0 once the object is safe. */
  readonly onStore: (incoming: IncomingInstance) => Promise<number>;
  readonly onProgress?: (progress: SubOperations) => void;
  /** More objects than this and the association is aborted. */
  readonly maxInstances?: number;
  /** Cancels the retrieval: it ends after the object under way, with status FE00H. */
  readonly signal?: AbortSignal;
}

export interface MoveOperation {
  readonly sopClassUid: string;
  readonly identifier: Dataset;
  /** AE title that the peer knows. */
  readonly destination: string;
  readonly signal?: AbortSignal;
}

/** See `Association.get`. */
export async function get(requestor: Requestor, operation: GetOperation): Promise<SubOperations> {
  const { sopClassUid, identifier, onStore, onProgress, maxInstances = Number.POSITIVE_INFINITY } = operation;
  const context = requestor.context(sopClassUid);
  const stop = new AbortController();
  const signal = operation.signal ? AbortSignal.any([operation.signal, stop.signal]) : stop.signal;
  let fault: { readonly error: unknown } | undefined;
  let received = 0;
  const incoming = (request: Parameters<typeof receiveStore>[0]) => {
    received += 1;
    if (received > maxInstances) throw invalidPdu('The peer sends more objects than were expected');
    const store = async (instance: StoreRequest, data: IncomingData) => ({
      status: await onStore({ ...instance, data }),
    });
    return receiveStore(request, store, (error) => {
      fault ??= { error };
      stop.abort();
    });
  };
  const responses = converse(requestor, {
    context,
    command: { AffectedSOPClassUID: sopClassUid, CommandField: CommandField.CGetRq, Priority: 0 },
    identifier: encodeDataset(identifier, context.transferSyntax),
    signal,
    onStart: () => requestor.receiveStores(incoming),
    onEnd: () => requestor.receiveStores(undefined),
  });
  let last: SubOperations | undefined;
  for await (const response of responses) {
    last = await progressOf(response, context.transferSyntax);
    if (!fault) throwFailure(response, 'C-GET');
    onProgress?.(last);
  }
  if (fault) throw fault.error;
  if (!last) throw new DimseError('protocol', 'A C-GET ended without a response');
  return last;
}

/** See `Association.move`. */
export async function* move(requestor: Requestor, operation: MoveOperation): AsyncGenerator<SubOperations, void> {
  const { sopClassUid, identifier, destination, signal } = operation;
  const context = requestor.context(sopClassUid);
  const responses = converse(requestor, {
    context,
    command: {
      AffectedSOPClassUID: sopClassUid,
      CommandField: CommandField.CMoveRq,
      Priority: 0,
      MoveDestination: destination,
    },
    identifier: encodeDataset(identifier, context.transferSyntax),
    signal,
  });
  for await (const response of responses) {
    throwFailure(response, 'C-MOVE');
    yield await progressOf(response, context.transferSyntax);
  }
}

async function progressOf({ command, status, identifier }: Response, transferSyntax: string): Promise<SubOperations> {
  return {
    status,
    remaining: command.NumberOfRemainingSuboperations ?? 0,
    completed: command.NumberOfCompletedSuboperations ?? 0,
    failed: command.NumberOfFailedSuboperations ?? 0,
    warning: command.NumberOfWarningSuboperations ?? 0,
    failedUids: identifier && status !== Status.Pending ? await failedUids(identifier, transferSyntax) : [],
    ...(command.ErrorComment && { comment: command.ErrorComment }),
  };
}

/** The list is only advice: the retrieval has ended whether or not it can be read. */
async function failedUids(identifier: Buffer, transferSyntax: string): Promise<readonly string[]> {
  try {
    return (await readIdentifier(identifier, transferSyntax)).strings(tags.FailedSOPInstanceUIDList);
  } catch {
    return [];
  }
}
