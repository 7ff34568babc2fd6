import type { IncomingRequest } from './channel.ts';
import type { Command } from './command.ts';
import { safeUid } from './command-codec.ts';
import { DimseError, failure } from './errors.ts';
import type { StatusAnswer, StoreRequest } from './handlers.ts';
import type { DataPipe, IncomingData } from './incoming-data.ts';
import { isAeTitle } from './negotiate.ts';
import { Status, statusCategory } from './status.ts';
import { answerOf } from './status-response.ts';

type Storer = (request: StoreRequest, data: IncomingData) => Promise<StatusAnswer>;

/**
 * Receives one C-STORE, as SCP or as the SCU of a C-GET, and says how to answer. The whole data set is read whatever the
 * handler does, and a success of a handler that left some of it unread becomes a failure.
 * @throws the error of the association when that ended before the data set did: then there is nobody to answer
 */
export async function receiveStore(
  { context, command, data }: IncomingRequest,
  storer: Storer,
  onFault: (error: unknown) => void,
): Promise<StatusAnswer> {
  if (!data) return { status: Status.CannotUnderstand };
  const answer = await attempt(data, () => storer(storeRequest(command, context), data), onFault);
  await data.drain();
  if (data.failure) throw data.failure;
  return answer;
}

async function attempt(
  data: DataPipe,
  store: () => Promise<StatusAnswer>,
  onFault: (error: unknown) => void,
): Promise<StatusAnswer> {
  try {
    const answer = await store();
    if (data.consumed || statusCategory(answer.status) === 'failure') return answer;
    onFault(new DimseError('protocol', 'A store handler answered before it had read the data set'));
    return { status: Status.ProcessingFailure };
  } catch (error) {
    if (!(error instanceof DimseError && error.status !== undefined) && error !== data.failure) onFault(error);
    return answerOf(error);
  }
}

function storeRequest(command: Command, context: IncomingRequest['context']): StoreRequest {
  const sopClassUid = command.AffectedSOPClassUID;
  if (sopClassUid !== context.abstractSyntax)
    throw failure(Status.SopClassNotSupported, 'Not the negotiated SOP class');
  const sopInstanceUid = safeUid(command.AffectedSOPInstanceUID);
  if (sopInstanceUid === undefined) throw failure(Status.InvalidSopInstance, 'Malformed SOP instance UID');
  const { MoveOriginatorApplicationEntityTitle: aeTitle, MoveOriginatorMessageID: messageId } = command;
  const moved = aeTitle !== undefined && messageId !== undefined && isAeTitle(aeTitle);
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: context.transferSyntax,
    moveOriginator: moved ? { aeTitle, messageId } : undefined,
  };
}
