import { CommandField } from './command.ts';
import { failure } from './errors.ts';
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

const unrecognized: Service = async ({ request }) => ({
  command: responseTo(request.command, { status: Status.UnrecognizedOperation }),
});

const SERVICES: Readonly<Record<number, Service>> = {
  [CommandField.CEchoRq]: echo,
  [CommandField.CStoreRq]: store,
};

/** The service for a request, by its Command Field. */
export function serviceFor(commandField: number): Service {
  return SERVICES[commandField] ?? unrecognized;
}
