/** The steps of a connection test before any protocol of ours: the name, the port and TLS. */
import { lookup } from 'node:dns/promises';
import { createConnection, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Said, Stop } from './probe-step.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

const within = <T>(milliseconds: number, signal: AbortSignal, work: Promise<T>): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  limit.addEventListener('abort', () => reject(new Error('timed out')), { once: true });
  return Promise.race([work, promise]);
};

export const resolveName = async (host: string, timeoutMs: number, signal: AbortSignal): Promise<Said> => {
  if (isIP(host) !== 0) return { text: `${host} is an address` };
  try {
    const found = await within(timeoutMs, signal, lookup(host, { all: true }));
    return { text: `${host} is ${found.map(({ address }) => address).join(', ')}` };
  } catch (error) {
    throw new Stop(
      `nobody knows the name ${host}`,
      'Check the spelling, and that this machine asks a name server that knows the hospital.',
      error,
    );
  }
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const whyNoConnection = (host: string, port: number, error: unknown): Stop => {
  if (codeOf(error) === 'ECONNREFUSED')
    return new Stop(
      `${host} is there, and nothing listens on port ${port}`,
      'Check the port, and that the service of the other system runs.',
      error,
    );
  if (/^E(HOST|NET)UNREACH$/.test(codeOf(error)))
    return new Stop(`there is no way to ${host}`, 'Ask the network team for a route or VPN between both hosts.', error);
  return new Stop(
    `no connection to ${host}:${port} in time`,
    'A firewall most likely drops it: ask for this host and port to be opened from here.',
    error,
  );
};

export const openTcp = async (host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<Said> => {
  const socket = createConnection({ host, port });
  try {
    const connected = new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    await within(timeoutMs, signal, connected);
    return { text: `port ${port} answers` };
  } catch (error) {
    throw whyNoConnection(host, port, error);
  } finally {
    socket.on('error', () => undefined).destroy();
  }
};

interface TlsTarget {
  readonly host: string;
  readonly port: number;
  readonly options: object;
}

export const shakeHands = async (
  { host, port, options }: TlsTarget,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Said> => {
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ ...options, ...servername, host, port });
  try {
    const secured = new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    await within(timeoutMs, signal, secured);
    const { valid_to: until } = socket.getPeerCertificate();
    const left = Math.floor((Date.parse(until) - Date.now()) / DAY_MS);
    const text = `${socket.getProtocol() ?? 'TLS'}, its certificate is good for ${left === 1 ? '1 day' : `${left} days`}`;
    return left < SOON_DAYS ? { text, warning: 'Ask for a new certificate before it runs out.' } : { text };
  } catch (error) {
    const code = codeOf(error);
    if (/CERT|SIGNED|ISSUER|ALTNAME|VERIFY/.test(code))
      throw new Stop(
        `its certificate is not accepted (${code})`,
        'Check the date and the name in the certificate, and that its authority is one that this hub trusts.',
        error,
      );
    throw new Stop(
      `no TLS handshake (${code || 'no answer'})`,
      'Check that this port speaks TLS, and that the other system knows our certificate.',
      error,
    );
  } finally {
    socket.on('error', () => undefined).destroy();
  }
};
