import type { IncomingRequest } from './channel.ts';
import { failure } from './errors.ts';
import type { QueryRequest } from './handlers.ts';
import { readIdentifier } from './identifier.ts';
import { Status } from './status.ts';

/** What C-FIND, C-GET and C-MOVE have in common. @throws DimseError with the failure status to answer */
export async function queryRequest({ context, command, identifier }: IncomingRequest): Promise<QueryRequest> {
  const { AffectedSOPClassUID: sopClassUid, MessageID: messageId = 0, Priority: priority = 0 } = command;
  if (sopClassUid !== context.abstractSyntax)
    throw failure(Status.SopClassNotSupported, 'Not the negotiated SOP class');
  if (!identifier) throw failure(Status.CannotUnderstand, 'No identifier');
  try {
    const dataset = await readIdentifier(identifier, context.transferSyntax);
    return { sopClassUid, identifier: dataset, messageId, priority };
  } catch {
    throw failure(Status.CannotUnderstand, 'The identifier cannot be read');
  }
}
