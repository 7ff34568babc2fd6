import type { Dataset } from '@throughline/dicom';
import { DimseError } from './errors.ts';
import { readIdentifier } from './identifier.ts';
import { encoded, type NormalizedMessage, type NormalizedOperation, normalizedCommand } from './normalized.ts';
import type { Requestor } from './requestor.ts';

export interface NormalizedOutcome {
  /** Any status that the peer gave; failures do not throw. */
  readonly status: number;
  readonly comment?: string;
  readonly errorId?: number;
  /** Which attributes the status is about, when it says so. */
  readonly attributes?: readonly number[];
  /** What an N-CREATE made, when the peer named it. */
  readonly sopInstanceUid?: string;
  readonly dataset?: Dataset;
}

/** See `Association.perform`. */
export async function perform(
  requestor: Requestor,
  operation: NormalizedOperation,
  message: NormalizedMessage,
): Promise<NormalizedOutcome> {
  const { id, transferSyntax } = requestor.context(message.sopClassUid);
  const command = normalizedCommand(operation, message);
  const data = encoded(message.dataset, transferSyntax);
  const {
    status,
    command: answered,
    identifier,
  } = await requestor.inTurn(() => requestor.channel.ask(id, command, data));
  const { ErrorComment: comment, ErrorID: errorId, AffectedSOPInstanceUID: sopInstanceUid } = answered;
  const { AttributeIdentifierList: attributes } = answered;
  return {
    status,
    ...(comment && { comment }),
    ...(errorId !== undefined && { errorId }),
    ...(attributes && { attributes }),
    ...(sopInstanceUid && { sopInstanceUid }),
    ...(identifier && { dataset: await readAnswer(requestor, identifier, transferSyntax) }),
  };
}

async function readAnswer(requestor: Requestor, bytes: Buffer, transferSyntaxUid: string): Promise<Dataset> {
  try {
    return await readIdentifier(bytes, transferSyntaxUid);
  } catch (cause) {
    const error = new DimseError('protocol', 'The peer sent a data set that cannot be read', { cause });
    requestor.abort(error);
    throw error;
  }
}
