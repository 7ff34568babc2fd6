/** The DICOM door: associations in, features called, statuses out. */
import { uids } from '@throughline/dicom';
import { type AssociationInfo, createDimseServer, type DimseHandlers } from '@throughline/dimse';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';
import { answerAssociation } from './associations.ts';
import { noteEvent } from './events.ts';
import { findMatches } from './find.ts';
import { answerNormalized } from './normalized.ts';
import { getInstances, moveInstances } from './retrieve.ts';
import { asStatus } from './status.ts';
import { receiveStore } from './store.ts';
import { findWorklist } from './worklist.ts';

type Caller = AssociationInfo<AdmittedCaller>;

const handlersOf = (context: Context): DimseHandlers<AdmittedCaller> => {
  const orStatus = async <T>(association: Caller, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw asStatus(context, association, error);
    }
  };
  return {
    echo: () => ({ status: 0x0000 }),
    store: (association, request, data) => orStatus(association, receiveStore(context, association, request, data)),
    find: (association, request, signal) =>
      request.sopClassUid === uids.ModalityWorklistInformationModelFind
        ? findWorklist(context, association, request, signal)
        : findMatches(context, association, request, signal),
    get: (association, request) => orStatus(association, getInstances(context, association, request)),
    move: (association, request) => orStatus(association, moveInstances(context, association, request)),
    normalized: (association, request) => orStatus(association, answerNormalized(context, association, request)),
  };
};

const GRACE_MS = 10_000;

export const startDimse = async (context: Context): Promise<{ readonly address: string; close(): Promise<void> }> => {
  const { host, port, aeTitle } = context.config.dicom;
  const server = createDimseServer<AdmittedCaller>({
    accept: (request) => answerAssociation(context, request),
    handlers: handlersOf(context),
    onEvent: (event) => noteEvent(context, event),
  });
  await server.listen(port, host);
  return { address: `${aeTitle}@${host}:${server.port}`, close: () => server.close(GRACE_MS) };
};
