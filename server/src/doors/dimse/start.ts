/** The DICOM door: associations in, features called, statuses out. */
import { type AssociationInfo, createDimseServer, type DimseHandlers } from '@throughline/dimse';
import { toFailure } from '../../errors.ts';
import type { AdmittedCaller } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { answerAssociation } from './associations.ts';
import { logEvent } from './events.ts';
import { asStatus } from './status.ts';
import { receiveStore } from './store.ts';

type Caller = AssociationInfo<AdmittedCaller>;

/** Failures that are ours and not the peer's are told in the log, since the peer hears only a status. */
const spoken = (context: Context, association: Caller, error: unknown) => {
  const { entry } = toFailure(error);
  if (entry.http >= 500) context.log.error({ association: association.id, err: error }, 'a request failed');
  return asStatus(error);
};

const handlersOf = (context: Context): DimseHandlers<AdmittedCaller> => ({
  echo: () => ({ status: 0x0000 }),
  store: async (association, request, data) => {
    try {
      return await receiveStore(context, association, request, data);
    } catch (error) {
      throw spoken(context, association, error);
    }
  },
});

const GRACE_MS = 10_000;

export const startDimse = async (context: Context): Promise<{ readonly address: string; close(): Promise<void> }> => {
  const { host, port, aeTitle } = context.config.dicom;
  const server = createDimseServer<AdmittedCaller>({
    accept: (request) => answerAssociation(context, request),
    handlers: handlersOf(context),
    onEvent: (event) => logEvent(context.log, event),
  });
  await server.listen(port, host);
  return { address: `${aeTitle}@${host}:${server.port}`, close: () => server.close(GRACE_MS) };
};
