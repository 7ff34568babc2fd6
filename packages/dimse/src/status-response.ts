import { type Command, RESPONSE_BIT } from './command.ts';
import { DimseError } from './errors.ts';
import type { StatusAnswer } from './handlers.ts';
import { Status } from './status.ts';

/** The response to a request: it repeats the UIDs (PS3.7 9.3) and gives a status, with a comment cut to what LO holds. */
export function responseTo(request: Command, answer: StatusAnswer): Command {
  const { MessageID, AffectedSOPClassUID, AffectedSOPInstanceUID, CommandField = 0 } = request;
  return {
    CommandField: CommandField | RESPONSE_BIT,
    ...(MessageID !== undefined && { MessageIDBeingRespondedTo: MessageID }),
    ...(AffectedSOPClassUID !== undefined && { AffectedSOPClassUID }),
    ...(AffectedSOPInstanceUID !== undefined && { AffectedSOPInstanceUID }),
    Status: answer.status,
    ...(answer.comment && { ErrorComment: plainText(answer.comment) }),
  };
}

/** What a handler's error says to the peer: its own status if it chose one, otherwise nothing but a general failure. */
export function answerOf(error: unknown, otherwise: number = Status.ProcessingFailure): StatusAnswer {
  if (!(error instanceof DimseError) || error.status === undefined) return { status: otherwise };
  return error.comment === undefined ? { status: error.status } : { status: error.status, comment: error.comment };
}

/** True when the handler meant the failure, so that it is no fault to report. */
export function isForeseen(error: unknown): boolean {
  return error instanceof DimseError && (error.status !== undefined || error.kind === 'aborted');
}

function plainText(text: string): string {
  return text.replace(/[^\x20-\x5b\x5d-\x7e]/g, ' ').slice(0, 64);
}
