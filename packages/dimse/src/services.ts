import { CommandField } from './command.ts';
import { failure } from './errors.ts';
import { find } from './find-service.ts';
import { NORMALIZED } from './normalized.ts';
import { normalized } from './normalized-service.ts';
import { get, move } from './retrieve-service.ts';
import type { Service } from './service-call.ts';
import { Status } from './status.ts';
import { responseTo } from './status-response.ts';
import { receiveStore } from './store-service.ts';

const echo: Service = async ({ association, handlers, request }) => {
  const answer = (await handlers.echo?.(association)) ?? { status: Status.Success };
  return { command: responseTo(request.command, answer) };
};

const store: Service = async ({ association, handlers, request, fault }) => {
  const { store: handler } = handlers;
  const answer = await receiveStore(
    request,
    async (storeRequest, data) => {
      if (!handler) throw failure(Status.UnrecognizedOperation);
      return handler(association, storeRequest, data);
    },
    fault,
  );
  return { command: responseTo(request.command, answer) };
};

const unrecognized: Service = async () => {
  throw failure(Status.UnrecognizedOperation);
};

interface ServiceRow {
  readonly serve: Service;
  /** What the peer is told when a handler fails without saying how (PS3.4 B.2.3, C.4). */
  readonly fault: number;
}

const SERVICES: Readonly<Record<number, ServiceRow>> = {
  [CommandField.CEchoRq]: { serve: echo, fault: Status.ProcessingFailure },
  [CommandField.CStoreRq]: { serve: store, fault: Status.ProcessingFailure },
  [CommandField.CFindRq]: { serve: find, fault: Status.CannotUnderstand },
  [CommandField.CGetRq]: { serve: get, fault: Status.CannotUnderstand },
  [CommandField.CMoveRq]: { serve: move, fault: Status.CannotUnderstand },
  ...Object.fromEntries(
    Object.values(NORMALIZED).map(({ field }) => [field, { serve: normalized, fault: Status.ProcessingFailure }]),
  ),
};

/** The service for a request, by its Command Field. */
export function serviceFor(commandField: number): ServiceRow {
  return SERVICES[commandField] ?? { serve: unrecognized, fault: Status.UnrecognizedOperation };
}
