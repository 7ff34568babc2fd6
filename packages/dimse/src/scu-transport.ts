import { createConnection, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { implementationClassUid, implementationVersionName } from '@throughline/dicom';
import { Connection } from './connection-transport.ts';
import { endedByCaller } from './errors.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, type DimseLimits } from './limits.ts';
import { isAeTitle } from './negotiate.ts';
import { type AssociateRq, DICOM_APPLICATION_CONTEXT } from './pdu.ts';
import { Requestor } from './requestor.ts';
import { Association, type ConnectOptions } from './scu-association.ts';
import { TLS_PROFILE } from './tls.ts';

/**
 * Opens an association (PS3.8 7.1).
 * @throws DimseError: `unreachable` without a transport connection, `timed-out`, `refused` with the peer's rejection,
 * `aborted`, `protocol`. @throws RangeError when the options themselves are wrong
 */
export async function connect(options: ConnectOptions): Promise<Association> {
  const { signal } = options;
  if (signal?.aborted) throw endedByCaller(signal);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const request = requestOf(options, limits);
  const socket = open(options);
  const connection = new Connection(socket, 'requestor', limits, timeouts);
  const requestor = new Requestor(connection, { request, limits, timeouts, signal });
  socket.once(options.tls ? 'secureConnect' : 'connect', () => connection.connected(request));
  const { answer } = requestor;
  connection.request(requestor);
  return new Association(requestor, (await answer).user);
}

function open({ host, port, tls }: ConnectOptions): Socket {
  if (tls === undefined) return createConnection({ host, port, noDelay: true });
  // The server's certificate must be of a known authority and for the name or address that was called.
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ ...TLS_PROFILE, ...tls, ...servername, host, port });
}

function requestOf(options: ConnectOptions, limits: DimseLimits): AssociateRq {
  const { callingAeTitle, calledAeTitle, contexts, userIdentity } = options;
  if (!isAeTitle(callingAeTitle) || !isAeTitle(calledAeTitle)) throw new RangeError('An AE title is not valid');
  if (contexts.length < 1 || contexts.length > 128)
    throw new RangeError('1 to 128 presentation contexts can be proposed');
  const { operations } = options;
  if (operations !== undefined && !(operations >= 1 && operations <= 0xffff))
    throw new RangeError('1 to 65,535 operations can wait at once');
  const scpRoles = new Set(contexts.filter((context) => context.scpRole).map((context) => context.abstractSyntax));
  return {
    type: 'associate-rq',
    protocolVersion: 1,
    calledAeTitle,
    callingAeTitle,
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts: contexts.map(({ abstractSyntax, transferSyntaxes }, index) => ({
      id: index * 2 + 1,
      abstractSyntax,
      transferSyntaxes,
    })),
    user: {
      maxLength: limits.maxPduLength,
      implementationClassUid,
      implementationVersionName,
      roles: [...scpRoles].map((sopClassUid) => ({ sopClassUid, scu: false, scp: true })),
      extended: options.extended ?? [],
      commonExtended: [],
      ...(operations !== undefined && { asynchronousOperations: { invoked: operations, performed: 1 } }),
      ...(userIdentity && { userIdentity }),
    },
  };
}
