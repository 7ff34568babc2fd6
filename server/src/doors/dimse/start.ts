/** The DICOM door: associations in, features called, statuses out. */
import { uids } from '@throughline/dicom';
import {
  type AssociationInfo,
  createDimseServer,
  type DimseHandlers,
  type DimseServerOptions,
  type ServerTls,
} from '@throughline/dimse';
import { ExpiringCertificate } from '../../expiring-certificate.ts';
import { createTokenVerifier } from '../../features/access/index.ts';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';
import { closeWorkers } from '../../features/retrieve/index.ts';
import { listening } from '../../listening.ts';
import { readListenerFiles } from '../../tls-files.ts';
import { answerAssociation } from './associations.ts';
import { noteEvent } from './events.ts';
import { findMatches } from './find.ts';
import { leavesKeysOut } from './identifier.ts';
import { answerNormalized } from './normalized.ts';
import { getInstances, moveInstances } from './retrieve.ts';
import { asStatus } from './status.ts';
import { receiveStore } from './store.ts';
import { findWorklist, leavesWorklistKeysOut } from './worklist.ts';

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
    leavesKeysOut: ({ sopClassUid, identifier }) =>
      sopClassUid === uids.ModalityWorklistInformationModelFind
        ? leavesWorklistKeysOut(identifier)
        : leavesKeysOut(identifier),
    get: (association, request, signal) => orStatus(association, getInstances(context, association, request, signal)),
    move: (association, request, signal) => orStatus(association, moveInstances(context, association, request, signal)),
    normalized: (association, request) => orStatus(association, answerNormalized(context, association, request)),
  };
};

const GRACE_MS = 10_000;
const RENEW_EVERY_MS = 60_000;

/** The same services over TLS, when it is configured. A certificate that is renewed on disk is taken up within a minute. */
const startSecure = async (
  { config, log, clock }: Context,
  options: DimseServerOptions<AdmittedCaller>,
): Promise<{ readonly port: number; close(): Promise<void> } | undefined> => {
  const { host, tls } = config.dicom;
  if (tls?.port === undefined) return undefined;
  const certificate = new ExpiringCertificate(log, tls.certFile);
  const material = (): ServerTls => {
    const files = readListenerFiles('THROUGHLINE_DICOM_TLS', tls);
    certificate.look(files.cert, clock());
    return { ...files, clients: tls.clients };
  };
  const server = createDimseServer({ ...options, tls: material() });
  await listening('THROUGHLINE_DICOM_TLS_PORT', { host, port: tls.port }, server.listen(tls.port, host));
  const renewal = setInterval(() => {
    try {
      server.renew(material());
    } catch (error) {
      log.warn({ err: error }, 'the certificates for DICOM over TLS cannot be read; the ones before stay');
    }
  }, RENEW_EVERY_MS);
  return {
    port: server.port,
    close: () => {
      clearInterval(renewal);
      return server.close(GRACE_MS);
    },
  };
};

export const startDimse = async (context: Context): Promise<{ readonly address: string; close(): Promise<void> }> => {
  const { host, port, aeTitle } = context.config.dicom;
  const tokens = await createTokenVerifier(context);
  const options: DimseServerOptions<AdmittedCaller> = {
    accept: (request) => answerAssociation(context, tokens, request),
    handlers: handlersOf(context),
    onEvent: (event) => noteEvent(context, event),
  };
  const server = createDimseServer(options);
  await listening('THROUGHLINE_DICOM_PORT', { host, port }, server.listen(port, host));
  const secure = await startSecure(context, options);
  const address = `${aeTitle}@${host}:${server.port}`;
  const close = async (): Promise<void> => {
    await Promise.all([server.close(GRACE_MS), secure?.close()]);
    await closeWorkers();
  };
  return { address: secure === undefined ? address : `${address}, over TLS ${aeTitle}@${host}:${secure.port}`, close };
};
