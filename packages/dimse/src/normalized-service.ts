import { failure } from './errors.ts';
import { encoded, normalizedRequest, normalizedResponse } from './normalized.ts';
import type { Service } from './service-call.ts';
import { Status } from './status.ts';
import { responseTo } from './status-response.ts';

/** The DIMSE-N services as SCP, and N-EVENT-REPORT as the SCU that is told (PS3.7 10.1). */
export const normalized: Service = async ({ association, handlers, request }) => {
  if (!handlers.normalized) throw failure(Status.UnrecognizedOperation);
  const asked = await normalizedRequest(request);
  const answer = await handlers.normalized(association, asked);
  const command = { ...responseTo(request.command, answer), ...normalizedResponse(asked, answer) };
  const identifier = encoded(answer.dataset, request.context.transferSyntax);
  return identifier === undefined ? { command } : { command, identifier };
};
