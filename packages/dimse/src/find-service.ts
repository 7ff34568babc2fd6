import { encodeDataset } from '@throughline/dicom';
import { failure } from './errors.ts';
import { queryRequest } from './query-request.ts';
import type { Service } from './service-call.ts';
import { Status } from './status.ts';
import { responseTo } from './status-response.ts';

/** C-FIND as SCP (PS3.7 9.1.2.2): a pending response for each match, one socket write each, as fast as the peer reads. */
export const find: Service = async ({ association, handlers, channel, request, signal }) => {
  if (!handlers.find) throw failure(Status.UnrecognizedOperation);
  const { context, command } = request;
  const query = await queryRequest(request);
  const status = handlers.leavesKeysOut?.(query) ? Status.PendingWithUnsupportedKeys : Status.Pending;
  const pending = responseTo(command, { status });
  for await (const match of handlers.find(association, query, signal)) {
    if (signal.aborted) break;
    const slow = channel.send(context.id, pending, encodeDataset(match, context.transferSyntax));
    if (slow) await slow;
  }
  return { command: responseTo(command, { status: signal.aborted ? Status.Cancel : Status.Success }) };
};
